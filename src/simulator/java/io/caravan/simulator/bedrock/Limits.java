package io.caravan.simulator.bedrock;

/**
 * The account's quotas, each for one model. Bytes of a GB are not documented; 10^9 is the stricter reading.
 *
 * @param activeJobs sum of in-progress and submitted jobs using a base model
 * @param activeCustomJobs the same for custom models made from a base model
 * @param minimumRecords fewest records a job
 * @param recordsPerFile most records an input file
 * @param recordsPerJob most records over all files of a job
 * @param bytesPerFile largest input file
 * @param bytesPerJob largest sum of the input files
 */
public record Limits(
        int activeJobs,
        int activeCustomJobs,
        int minimumRecords,
        int recordsPerFile,
        int recordsPerJob,
        long bytesPerFile,
        long bytesPerJob) {

    /** The defaults of a new account. */
    public static final Limits DEFAULT = new Limits(100, 3, 100, 100_000, 100_000, 1_000_000_000L, 5_000_000_000L);

    public Limits withActiveJobs(int activeJobs) {
        return new Limits(
                activeJobs, activeCustomJobs, minimumRecords, recordsPerFile, recordsPerJob, bytesPerFile, bytesPerJob);
    }

    public Limits withMinimumRecords(int minimumRecords) {
        return new Limits(
                activeJobs, activeCustomJobs, minimumRecords, recordsPerFile, recordsPerJob, bytesPerFile, bytesPerJob);
    }
}
