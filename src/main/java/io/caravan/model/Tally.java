package io.caravan.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the records of a job, or of a run, came out.
 *
 * @param retryable of the failed ones, those that another attempt may heal
 * @param errors failed records by class
 */
public record Tally(
        long ok,
        long failed,
        long skipped,
        long retryable,
        long inputTokens,
        long outputTokens,
        Map<String, Long> errors) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, Map.of());

    public Tally {
        errors = Map.copyOf(errors);
    }

    public long total() {
        return ok + failed + skipped;
    }

    /** What this tally has more than another; members may be negative. */
    public Tally minus(Tally other) {
        var difference = new TreeMap<>(errors);
        other.errors.forEach((word, count) -> difference.merge(word, -count, Long::sum));
        return new Tally(
                ok - other.ok,
                failed - other.failed,
                skipped - other.skipped,
                retryable - other.retryable,
                inputTokens - other.inputTokens,
                outputTokens - other.outputTokens,
                difference);
    }

    public Tally plus(Tally other) {
        var sum = new TreeMap<>(errors);
        other.errors.forEach((word, count) -> sum.merge(word, count, Long::sum));
        return new Tally(
                ok + other.ok,
                failed + other.failed,
                skipped + other.skipped,
                retryable + other.retryable,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                sum);
    }

    /** This tally with one more record. */
    public static final class Counter {
        private long ok;
        private long failed;
        private long skipped;
        private long retryable;
        private long inputTokens;
        private long outputTokens;
        private final Map<String, Long> errors = new TreeMap<>();

        public void count(Answer answer) {
            switch (answer) {
                case Answer.Text text -> {
                    ok++;
                    tokens(text.tokens());
                }
                case Answer.Embedding embedding -> {
                    ok++;
                    tokens(embedding.tokens());
                }
                case Answer.Failed miss -> {
                    failed++;
                    retryable += miss.errorClass().heals() ? 1 : 0;
                    errors.merge(miss.errorClass().word(), 1L, Long::sum);
                    tokens(miss.tokens());
                }
                case Answer.Skipped none -> skipped++;
            }
        }

        public Tally tally() {
            return new Tally(ok, failed, skipped, retryable, inputTokens, outputTokens, errors);
        }

        private void tokens(Tokens tokens) {
            inputTokens += tokens.input().orElse(0);
            outputTokens += tokens.output().orElse(0);
        }
    }
}
