package io.caravan.model;

import java.time.Instant;

/**
 * The state of a pool's slots.
 *
 * @param inUse jobs that hold a slot now
 * @param pausedUntil no job is started before; {@link Instant#EPOCH} when nothing was in the way
 * @param pauseReason why, in words; empty when not paused
 */
public record Slots(Pool pool, int inUse, Instant pausedUntil, String pauseReason) {}
