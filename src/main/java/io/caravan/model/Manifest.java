package io.caravan.model;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a user asked for, checked and with its defaults filled in.
 *
 * @param source the data set
 * @param jobNamePrefix names the run and its jobs
 * @param modelId as given: a model id, an inference profile or an ARN; this is what Bedrock is called with
 * @param promptId the library prompt that was taken, if one was
 * @param prompt the template's text as it was on acceptance; for embedding models the text column in braces
 * @param system the system prompt's template, if any
 * @param parameters model parameters, checked against the model's family
 * @param maxNumJobs at most so many jobs
 * @param maxRecordsPerJob at most so many records a job
 * @param maxRecords at most so many records in all, from the start of the data set
 * @param priority 0 (default) to 9 (first)
 * @param maxAttempts how often a record that may heal is sent
 * @param maxFailedPercent more failed rows than this and the run counts as failed; its results are delivered anyway
 * @param timeoutHours Bedrock's limit for each job, 24 to 168
 * @param tags put on every job
 */
public record Manifest(
        S3Uri source,
        String jobNamePrefix,
        String modelId,
        Optional<String> promptId,
        String prompt,
        Optional<String> system,
        Map<String, Object> parameters,
        OptionalLong maxNumJobs,
        OptionalLong maxRecordsPerJob,
        OptionalLong maxRecords,
        OutputFormat outputFormat,
        int priority,
        int maxAttempts,
        double maxFailedPercent,
        int timeoutHours,
        Map<String, String> tags) {}
