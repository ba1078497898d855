package io.caravan.model;

/**
 * Where a run's things stand on S3.
 *
 * @param bucket the bucket of the inbox and of all runs
 */
public record RunFolder(String bucket, RunId run) {

    /** The accepted manifest, normalised. */
    public S3Uri manifest() {
        return at("run.json");
    }

    public S3Uri status() {
        return at("status.json");
    }

    /** The pinned copy of the data set's file number {@code file} (from 1); keeps the ending, which tells the format. */
    public S3Uri source(int file, String ending) {
        return at("source/%05d%s".formatted(file, ending));
    }

    /** The names of what was pinned, in order; written when all of it is. */
    public S3Uri pinned() {
        return at("source.json");
    }

    /** What is to be fetched from the Hub, file by file; written before the first is fetched. */
    public S3Uri fetch() {
        return at("fetch.json");
    }

    public S3Uri sources() {
        return at("source/");
    }

    public S3Uri input(JobId job) {
        return at("jobs/" + job.folder() + "/input.jsonl");
    }

    /** Of each row the number of the record that it asks, from 1, as 8 bytes: of a run that sends what is repeated once. */
    public S3Uri records() {
        return at("repeats/records");
    }

    /** The stretches in which the result of such a run is put together. */
    public S3Uri stretches() {
        return at("repeats/stretches.json");
    }

    /** Which stretches need the answers to a chunk's records. */
    public S3Uri uses(int chunk) {
        return at("repeats/uses/%05d".formatted(chunk));
    }

    /**
     * What a chunk answers in a stretch.
     *
     * @param joined the last attempt whose answers it holds
     */
    public S3Uri spread(int stretch, int chunk, int joined) {
        return at("repeats/%05d/%05d-%d.txt".formatted(stretch, chunk, joined));
    }

    /** The rows that were left out of a job's input for what the data set does not tell, and why. */
    public S3Uri unsent(JobId job) {
        return at("jobs/" + job.folder() + "/unsent.jsonl");
    }

    /** Answers of the canary, a file for each record. */
    public S3Uri canaryAnswers() {
        return at("canary/");
    }

    /** What the canary brought. */
    public S3Uri canary() {
        return at("canary.json");
    }

    /** What Bedrock is told to write to; it adds a folder named by its own job id. */
    public S3Uri output(JobId job) {
        return at("jobs/" + job.folder() + "/output/");
    }

    /**
     * A chunk of the result. A join with a later attempt has a name of its own, so that a slow earlier one cannot
     * overwrite it.
     *
     * @param joined the last attempt whose answers it holds
     */
    public S3Uri part(int chunk, int joined, OutputFormat format) {
        return at(partName(chunk, joined) + format.ending());
    }

    public S3Uri partErrors(int chunk, int joined) {
        return at(partName(chunk, joined) + ".errors.jsonl");
    }

    /** What comes behind the parts in a result that is not their bytes alone. */
    public S3Uri resultEnd() {
        return at("parts/end");
    }

    /** The rows of a part that failed: a line each, the row's number and its error class. */
    public S3Uri partFailures(int chunk, int joined) {
        return at(partName(chunk, joined) + ".failed.txt");
    }

    /** How each of several prompts came out in a part: a JSON line for each. */
    public S3Uri partPrompts(int chunk, int joined) {
        return at(partName(chunk, joined) + ".prompts.jsonl");
    }

    public S3Uri parts() {
        return at("parts/");
    }

    private static String partName(int chunk, int joined) {
        return joined == 1 ? "parts/%05d".formatted(chunk) : "parts/%05d-%d".formatted(chunk, joined);
    }

    public S3Uri result(OutputFormat format) {
        return at("result" + format.ending());
    }

    public S3Uri errors() {
        return at("errors.jsonl");
    }

    /** The same of all parts, one after another. */
    public S3Uri prompts() {
        return at("prompts.jsonl");
    }

    /** What the run was estimated to take, before anything was sent. */
    public S3Uri plan() {
        return at("plan.json");
    }

    public S3Uri summary() {
        return at("summary.json");
    }

    /** Where a user drops a file to cancel the run. */
    public S3Uri cancel() {
        return at("cancel");
    }

    private S3Uri at(String path) {
        return new S3Uri(bucket, "runs/" + run + "/" + path);
    }
}
