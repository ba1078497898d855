package io.caravan.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the records of a job, or of a run, came out.
 *
 * @param retryable of the failed ones, those that another attempt may heal
 * @param errors failed records by class
 * @param onDemand of the records, those that were answered on demand, which has another price
 * @param padding what was sent beside them to fill up a job: no records of the data set, but billed
 * @param repeats of the ok and failed ones, those that were not sent, as another record's answer is theirs
 * @param bill what was billed for the records, also for answers that a later attempt replaced
 */
public record Tally(
        long ok,
        long failed,
        long skipped,
        long retryable,
        long inputTokens,
        long outputTokens,
        Map<String, Long> errors,
        Portion onDemand,
        Portion padding,
        long repeats,
        Bill bill) {
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
        this(
                ok,
                failed,
                skipped,
                retryable,
                inputTokens,
                outputTokens,
                errors,
                Portion.NONE,
                Portion.NONE,
                0,
                new Bill(new Portion(ok + failed, inputTokens, outputTokens), Portion.NONE, Portion.NONE));
    }

    /**
     * What records were billed for, each as often as it was sent.
     *
     * @param batch in batch jobs
     * @param onDemand one by one
     * @param canary one by one, before the run
     */
    public record Bill(Portion batch, Portion onDemand, Portion canary) {
        public static final Bill NONE = new Bill(Portion.NONE, Portion.NONE, Portion.NONE);

        Bill plus(Bill other) {
            return new Bill(batch.plus(other.batch), onDemand.plus(other.onDemand), canary.plus(other.canary));
        }

        Bill minus(Bill other) {
            return new Bill(batch.minus(other.batch), onDemand.minus(other.onDemand), canary.minus(other.canary));
        }
    }

    /** Some records, and the tokens that are billed for them. */
    public record Portion(long records, long inputTokens, long outputTokens) {
        public static final Portion NONE = new Portion(0, 0, 0);

        public Portion plus(Portion other) {
            return new Portion(
                    records + other.records, inputTokens + other.inputTokens, outputTokens + other.outputTokens);
        }

        /** What this portion has more than another. */
        public Portion minus(Portion other) {
            return new Portion(
                    records - other.records, inputTokens - other.inputTokens, outputTokens - other.outputTokens);
        }

        /** With one record more, which was billed for these tokens. */
        public Portion with(Tokens tokens) {
            return plus(new Portion(1, tokens.input().orElse(0), tokens.output().orElse(0)));
        }
    }

    public long total() {
        return ok + failed + skipped;
    }

    /** A tally of no records, with what these were billed for: that of a later attempt, whose rows are counted already. */
    public Tally billOnly() {
        return new Tally(0, 0, 0, 0, 0, 0, Map.of(), Portion.NONE, padding, 0, bill);
    }

    /** The same records, billed otherwise. */
    public Tally with(Bill other) {
        return new Tally(
                ok, failed, skipped, retryable, inputTokens, outputTokens, errors, onDemand, padding, repeats, other);
    }

    /** The same with a canary before it. */
    public Tally withCanary(Portion canary) {
        return with(new Bill(bill.batch(), bill.onDemand(), canary));
    }

    /** Of what was billed in batch jobs, the part that a later attempt replaced. */
    public Portion replaced() {
        return bill.batch().minus(new Portion(ok + failed - repeats, inputTokens, outputTokens).minus(onDemand));
    }

    /** The same of what was billed on demand. */
    public Portion replacedOnDemand() {
        return bill.onDemand().minus(onDemand);
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
                onDemand.minus(other.onDemand),
                padding.minus(other.padding),
                repeats - other.repeats,
                bill.minus(other.bill));
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
                onDemand.plus(other.onDemand),
                padding.plus(other.padding),
                repeats + other.repeats,
                bill.plus(other.bill));
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
        private Portion onDemand = Portion.NONE;
        private long repeats;

        /** Counts an answer that another record was billed for; whether it may heal is counted there, too. */
        public void countRepeat(Answer answer) {
            long before = retryable;
            count(answer);
            retryable = before;
            repeats += answer instanceof Answer.Skipped ? 0 : 1;
        }

        /** Counts an answer that was given on demand. */
        public void countOnDemand(Answer answer) {
            count(answer);
            onDemand = onDemand.with(answer.billed());
        }

        public void count(Answer answer) {
            switch (answer) {
                case Answer.Text text -> {
                    ok++;
                    tokens(text.tokens());
                }
                case Answer.Structured structured -> {
                    ok++;
                    tokens(structured.tokens());
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
            return tally(Portion.NONE);
        }

        /** The tally of a job that was filled up so. */
        public Tally tally(Portion padding) {
            Portion all = new Portion(ok + failed - repeats, inputTokens, outputTokens);
            return new Tally(
                    ok,
                    failed,
                    skipped,
                    retryable,
                    inputTokens,
                    outputTokens,
                    errors,
                    onDemand,
                    padding,
                    repeats,
                    new Bill(all.minus(onDemand), onDemand, Portion.NONE));
        }

        private void tokens(Tokens tokens) {
            inputTokens += tokens.input().orElse(0);
            outputTokens += tokens.output().orElse(0);
        }
    }
}
