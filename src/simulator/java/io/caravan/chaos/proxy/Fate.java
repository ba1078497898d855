package io.caravan.chaos.proxy;

/** Decides what becomes of each call. Called from many threads. */
@FunctionalInterface
public interface Fate {
    Disturbance of(Call call);
}
