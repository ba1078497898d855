package io.caravan.chaos.check;

/**
 * A manifest that was dropped.
 *
 * @param name of the manifest, {@code inbox/<name>.json}, and the start of the run's id, which no other drop has
 * @param data key of the data set, a CSV whose column {@code key} is part of every prompt and differs in each row
 * @param valid whether it should have become a run; otherwise it should have been refused
 */
public record Drop(String name, String data, boolean valid) {}
