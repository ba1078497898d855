package io.caravan.model;

import java.time.Instant;

/**
 * The state of a pool's slots.
 *
 * @param inUse jobs that hold a slot now
 * @param limit jobs that may hold one at the same time
 * @param pausedUntil no job is started before; {@link Instant#EPOCH} when nothing was in the way
 * @param pauseReason why, in words; empty when not paused
 */
public record Slots(Pool pool, int inUse, int limit, Instant pausedUntil, String pauseReason) {
    public int free() {
        return limit - inUse;
    }
}
