package io.caravan.model;

import java.util.OptionalLong;

/**
 * How much of a data set a run takes, and in what pieces.
 *
 * @param jobs at most so many jobs
 * @param recordsPerJob at most so many records a job
 * @param records at most so many records in all, from the start of the data set
 */
public record Caps(OptionalLong jobs, OptionalLong recordsPerJob, OptionalLong records) {
    public static final Caps NONE = new Caps(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
