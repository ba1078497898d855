package io.caravan.plan;

import io.caravan.format.RecordIndex;
import io.caravan.model.ImageColumn;
import io.caravan.model.Refused;
import io.caravan.model.Remainder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Cuts a data set into balanced chunks: as few as the limits allow, and none below the model's minimum.
 *
 * @param records that will be in the result
 * @param firsts the first record (from 0) of each chunk, in order
 * @param bytes of all jobs' input files, at most
 */
record Plan(long records, List<Long> firsts, long bytes) {

    /**
     * What chunks must keep to.
     *
     * @param maxRecords in all
     * @param maxJobs in all
     * @param minPerJob records; Bedrock refuses smaller jobs
     * @param remainder what becomes of fewer records than that
     * @param maxPerJob records
     * @param maxBytes of a job's input file
     * @param perRow records that become of a row, which stay together: there are so many, or a multiple of it
     * @param lineBytes of a record beside its values, and how often a value may be repeated in it
     * @param repeats rows that are no records, as they ask what an earlier one asks
     */
    record Limits(
            long maxRecords,
            long maxJobs,
            long minPerJob,
            Remainder remainder,
            long maxPerJob,
            long maxBytes,
            int perRow,
            LineBytes lineBytes,
            long repeats) {

        Limits(
                long maxRecords,
                long maxJobs,
                long minPerJob,
                Remainder remainder,
                long maxPerJob,
                long maxBytes,
                int perRow,
                LineBytes lineBytes) {
            this(maxRecords, maxJobs, minPerJob, remainder, maxPerJob, maxBytes, perRow, lineBytes, 0);
        }

        /** Records that all jobs take. */
        long records() {
            return saturated(maxJobs, maxPerJob);
        }

        /** The same for records that are sent once: there are as many as are wanted, and those of a row need not stand together. */
        Limits ofDistinct() {
            return new Limits(Long.MAX_VALUE, maxJobs, minPerJob, remainder, maxPerJob, maxBytes, 1, lineBytes, 0);
        }

        /** The same beside so many rows that repeat what is sent once. */
        Limits beside(long others) {
            return new Limits(
                    maxRecords, maxJobs, minPerJob, remainder, maxPerJob, maxBytes, perRow, lineBytes, others);
        }
    }

    /**
     * The size of a JSONL line: {@code fixed + repeats × the row's values as JSON}, at most.
     *
     * @param fixed what every line has
     * @param repeats how often the column that is used most is used
     */
    record LineBytes(long fixed, long repeats) {
        /** A member of a body and what it stands in, beside its name and what a cell holds. */
        private static final long MEMBER = 64;

        LineBytes with(ImageColumn image) {
            return new LineBytes(fixed + image.maxCharacters(), repeats);
        }

        /** With parameters that are taken from cells. */
        LineBytes with(Set<String> parameters) {
            long names = parameters.stream()
                    .mapToLong(name -> MEMBER + name.length())
                    .sum();
            return parameters.isEmpty() ? this : new LineBytes(fixed + names, repeats + 1);
        }

        LineBytes larger(LineBytes other) {
            return new LineBytes(Math.max(fixed, other.fixed), Math.max(repeats, other.repeats));
        }
    }

    /** Plans the chunks, or refuses when there is no way to keep to the limits. */
    static Plan of(RecordIndex index, Limits limits) {
        long cap = Math.min(limits.maxRecords(), limits.records());
        if (cap < limits.perRow()) {
            throw Refused.because(
                    "max_num_jobs",
                    limits.maxJobs() + " jobs of " + limits.maxPerJob() + " records are fewer than the "
                            + limits.perRow() + " records of one row; raise max_num_jobs or max_records_per_batch");
        }
        long records = Math.min(index.records(), cap - cap % limits.perRow());
        if (records == 0) {
            throw Refused.because("s3_uri", "the data set has no records");
        }
        boolean few = records < limits.minPerJob();
        if (few && limits.remainder() == Remainder.REJECT && limits.repeats() > 0) {
            throw Refused.because(
                    "dedupe",
                    "of " + (records + limits.repeats()) + " rows " + limits.repeats()
                            + " ask what an earlier one asks; the " + records + " records left are fewer than the "
                            + limits.minPerJob() + " that Bedrock asks of a batch job for this model; set remainder to"
                            + " on_demand or pad, add rows"
                            + (records + limits.repeats() < limits.minPerJob() ? "" : ", or set dedupe to false"));
        }
        if (few && limits.remainder() == Remainder.REJECT) {
            throw Refused.because(
                    "",
                    records + " records are fewer than the " + limits.minPerJob()
                            + " that Bedrock asks of a batch job for this model; add records, or set remainder to on_demand or pad");
        }
        long jobs = (records + limits.maxPerJob() - 1) / limits.maxPerJob();
        while (!fits(index, records, jobs, limits)) {
            jobs = jobs + Math.max(1, jobs / 20);
            if (jobs > records) {
                throw Refused.because(
                        "",
                        "a record's JSON may be larger than the " + limits.maxBytes()
                                + " bytes of a job's input file; leave the large column out of the prompt or shorten it");
            }
        }
        if (jobs > limits.maxJobs()) {
            throw Refused.because(
                    "max_num_jobs",
                    limits.maxJobs() + " jobs are too few: by their size the " + records + " records need " + jobs
                            + "; raise max_num_jobs or lower max_records");
        }
        if (!few && records / jobs < limits.minPerJob()) {
            throw Refused.because(
                    "max_records_per_batch",
                    records + " records in " + jobs
                            + " jobs are fewer than the " + limits.minPerJob()
                            + " a job that Bedrock asks for this model; raise max_records_per_batch to at least "
                            + (records + jobs - 2) / Math.max(1, jobs - 1) + " or change max_records");
        }
        return new Plan(records, firsts(records, jobs), bytes(index, 0, records, limits));
    }

    long first(int chunk) {
        return firsts.get(chunk);
    }

    long count(int chunk) {
        return (chunk + 1 < firsts.size() ? firsts.get(chunk + 1) : records) - firsts.get(chunk);
    }

    /** The chunk (from 0) of a record. */
    int chunkOf(long record) {
        int place = Collections.binarySearch(firsts, record);
        return place >= 0 ? place : -place - 2;
    }

    int chunks() {
        return firsts.size();
    }

    private static boolean fits(RecordIndex index, long records, long jobs, Limits limits) {
        var plan = new Plan(records, firsts(records, jobs), 0);
        for (int chunk = 0; chunk < plan.chunks(); chunk++) {
            if (bytes(index, plan.first(chunk), plan.count(chunk), limits) > limits.maxBytes()) {
                return false;
            }
        }
        return true;
    }

    private static long bytes(RecordIndex index, long first, long count, Limits limits) {
        return count * limits.lineBytes().fixed()
                + index.jsonBytes(first, count) * limits.lineBytes().repeats();
    }

    /** Shares that differ by one record at most. */
    private static List<Long> firsts(long records, long jobs) {
        var firsts = new ArrayList<Long>();
        for (long job = 0; job < jobs; job++) {
            firsts.add(Math.floorDiv(records * job, jobs));
        }
        return firsts;
    }

    /** Without an overflow. */
    static long saturated(long a, long b) {
        return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }
}
