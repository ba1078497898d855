package io.caravan.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the records of a job, or of a run, came out.
 *
 * @param retryable of the failed ones, those that another attempt may heal
 * @param errors failed records by class
 * @param padding what was sent beside them to fill up a job
 */
public record Tally(
        long ok,
        long failed,
        long skipped,
        long retryable,
        long inputTokens,
        long outputTokens,
        Map<String, Long> errors,
        Padding padding) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, Map.of());

    public Tally {
        errors = Map.copyOf(errors);
    }

    public Tally(
            long ok,
            long failed,
            long skipped,
            long retryable,
            long inputTokens,
            long outputTokens,
            Map<String, Long> errors) {
        this(ok, failed, skipped, retryable, inputTokens, outputTokens, errors, Padding.NONE);
    }

    /** Records that are no rows, and the tokens that are billed for them. */
    public record Padding(long records, long inputTokens, long outputTokens) {
        public static final Padding NONE = new Padding(0, 0, 0);

        public Padding plus(Padding other) {
            return new Padding(
                    records + other.records, inputTokens + other.inputTokens, outputTokens + other.outputTokens);
        }

        /** With one more, which was billed for these tokens. */
        public Padding with(Tokens tokens) {
            return plus(new Padding(1, tokens.input().orElse(0), tokens.output().orElse(0)));
        }
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
                difference,
                new Padding(
                        padding.records - other.padding.records,
                        padding.inputTokens - other.padding.inputTokens,
                        padding.outputTokens - other.padding.outputTokens));
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
                sum,
                padding.plus(other.padding));
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
            return tally(Padding.NONE);
        }

        /** The tally of a job that was filled up so. */
        public Tally tally(Padding padding) {
            return new Tally(ok, failed, skipped, retryable, inputTokens, outputTokens, errors, padding);
        }

        private void tokens(Tokens tokens) {
            inputTokens += tokens.input().orElse(0);
            outputTokens += tokens.output().orElse(0);
        }
    }
}
