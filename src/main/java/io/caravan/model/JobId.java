package io.caravan.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attempt at one chunk of a run. Its name is also the Bedrock job's name, so that an event or a listing leads back
 * to it without its ARN.
 *
 * @param chunk from 1
 * @param attempt from 1
 */
public record JobId(RunId run, int chunk, int attempt) implements Comparable<JobId> {
    public static final int MAX_CHUNK = 99_999;
    public static final int MAX_ATTEMPT = 99;

    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{5})-(\\d{1,2})");

    public JobId {
        if (chunk < 1 || chunk > MAX_CHUNK || attempt < 1 || attempt > MAX_ATTEMPT) {
            throw new IllegalArgumentException("chunk " + chunk + ", attempt " + attempt + " of " + run);
        }
    }

    /** {@code <run>-<chunk>-<attempt>}: what Bedrock, the queues and the logs call this job. */
    public String name() {
        return run + "-" + folder();
    }

    /** {@code <chunk>-<attempt>}, the name of its folder in the run folder. */
    public String folder() {
        return "%05d-%d".formatted(chunk, attempt);
    }

    /**
     * Makes repeated create calls one job. It is the name, which no other attempt has, within Bedrock's
     * {@code [a-zA-Z0-9]{1,256}(-*[a-zA-Z0-9]){0,256}}.
     */
    public String clientRequestToken() {
        return name();
    }

    /** The job of this name; empty for the name of somebody else's job. */
    public static Optional<JobId> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || !RunId.fits(matcher.group(1))) {
            return Optional.empty();
        }
        int chunk = Integer.parseInt(matcher.group(2));
        int attempt = Integer.parseInt(matcher.group(3));
        return chunk == 0 || attempt == 0
                ? Optional.empty()
                : Optional.of(new JobId(new RunId(matcher.group(1)), chunk, attempt));
    }

    @Override
    public int compareTo(JobId other) {
        int byAttempt = Integer.compare(attempt, other.attempt);
        return byAttempt != 0 ? byAttempt : Integer.compare(chunk, other.chunk);
    }

    @Override
    public String toString() {
        return name();
    }
}
