package io.caravan.model;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user asked for, checked and with its defaults filled in.
 *
 * @param source the data set
 * @param jobNamePrefix names the run and its jobs
 * @param modelId as given: a model id, an inference profile or an ARN; this is what Bedrock is called with
 * @param prompts what the rows ask
 * @param dedupe whether what several records ask alike is sent once
 * @param image the image that goes with a row's prompt, if one does
 * @param parameters model parameters, checked against the model's family
 * @param parameterColumns the column whose value, where there is one, replaces a parameter, by the parameter's name
 * @param outputSchema the JSON Schema that each answer has to fit, as JSON; checked
 * @param priority 0 (default) to 9 (first)
 * @param maxAttempts how often a record that may heal is sent
 * @param remainder what becomes of records that are fewer than a batch job takes
 * @param canary how many records are tried on demand before any job is submitted; empty for none
 * @param maxFailedPercent more failed rows than this and the run counts as failed; its results are delivered anyway
 * @param timeoutHours Bedrock's limit for each job, 24 to 168
 * @param tags put on every job
 * @param budget what is to be known before anything is billed
 * @param audience whom to tell how it goes
 */
public record Manifest(
        Source source,
        String jobNamePrefix,
        String modelId,
        Prompts prompts,
        boolean dedupe,
        Optional<ImageColumn> image,
        Map<String, Object> parameters,
        Map<String, String> parameterColumns,
        Optional<String> outputSchema,
        Caps caps,
        OutputFormat outputFormat,
        int priority,
        int maxAttempts,
        Remainder remainder,
        OptionalInt canary,
        double maxFailedPercent,
        int timeoutHours,
        Map<String, String> tags,
        Budget budget,
        Audience audience) {

    /** A manifest that leaves all else as it is when nothing is said. */
    public static Manifest of(
            Source source,
            String jobNamePrefix,
            String modelId,
            Prompt prompt,
            Map<String, Object> parameters,
            Caps caps) {
        return new Manifest(
                source,
                jobNamePrefix,
                modelId,
                new Prompts.One(prompt),
                false,
                Optional.empty(),
                parameters,
                Map.of(),
                Optional.empty(),
                caps,
                OutputFormat.CSV,
                0,
                3,
                Remainder.REJECT,
                OptionalInt.empty(),
                100,
                24,
                Map.of(),
                Budget.NONE,
                Audience.NONE);
    }
}
