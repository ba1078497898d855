package io.caravan.model;

import java.time.Instant;

/**
 * The state of a pool's slots.
 *
 * @param inUse jobs that hold a slot now
 * @param limit jobs that may hold one at the same time
 * @param ceiling how many Bedrock had room for when it last refused one more: others use the quota too
 * @param pausedUntil no more than {@code ceiling} are tried before; {@link Instant#EPOCH} when nothing was in the way
 * @param pauses how often in a row Bedrock had no room; each makes the next pause longer
 * @param pauseReason why the last pause was made, in words
 * @param version counts the slots that were taken and given back
 */
public record Slots(
        Pool pool,
        int inUse,
        int limit,
        int ceiling,
        Instant pausedUntil,
        int pauses,
        String pauseReason,
        long version) {
    /** How many jobs may be in use now. */
    public int room(Instant now) {
        return paused(now) ? Math.min(limit, ceiling) : limit;
    }

    public int free(Instant now) {
        return room(now) - inUse;
    }

    public boolean paused(Instant now) {
        return pausedUntil.isAfter(now);
    }
}
