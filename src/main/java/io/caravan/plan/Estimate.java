package io.caravan.plan;

import io.caravan.family.Price;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a run will likely take.
 *
 * @param inputTokens all prompts, by the length of a sample of them
 * @param outputTokens all answers
 * @param basis where the length of an answer comes from, in words
 * @param costUsd US dollars; absent when models.yaml has no price
 */
record Estimate(Band inputTokens, Band outputTokens, String basis, Optional<Band> costUsd) {
    /** Real tokenizers make between these of what the rule of thumb says. */
    private static final double LEAST_INPUT = 0.75;

    private static final double MOST_INPUT = 1.5;

    /**
     * @param sent records
     * @param answer tokens of one answer
     */
    static Estimate of(double sent, Sample sample, Answers answer, Optional<Price> price, Ways ways) {
        double each = sample.tokensPerRecord();
        double input = sent * each;
        var inputTokens = new Band(input * LEAST_INPUT, input, input * MOST_INPUT);
        Band outputTokens = answer.tokens().map(tokens -> tokens * sent);
        return new Estimate(
                inputTokens,
                outputTokens,
                answer.basis(),
                price.map(known -> new Band(
                        ways.cost(known, each * LEAST_INPUT, answer.tokens().low()),
                        ways.cost(known, each, answer.tokens().expected()),
                        ways.cost(known, each * MOST_INPUT, answer.tokens().high()))));
    }

    /** Why the run is not started, if it would cost more than it may. */
    Optional<String> tooDear(BigDecimal most) {
        return costUsd.filter(cost -> BigDecimal.valueOf(cost.expected()).compareTo(most) > 0)
                .map(cost -> "the run is estimated to cost " + Usd.of(cost.expected()) + " (from " + Usd.of(cost.low())
                        + " to " + Usd.of(cost.high()) + "), more than " + Usd.of(most.doubleValue())
                        + "; raise max_cost_usd, or lower max_records or the parameter max_tokens");
    }

    /**
     * How long answers are.
     *
     * @param tokens of one
     * @param basis where that comes from, in words
     */
    record Answers(Band tokens, String basis) {
        static final Answers EMBEDDINGS = new Answers(Band.NOTHING, "embeddings have no output tokens");
        private static final double LEAST = 0.05;
        private static final double LIKELY = 0.25;
        private static final double SPREAD = 0.1;

        /** Nothing is known but the most that an answer may have. */
        static Answers upTo(long maxTokens) {
            return new Answers(
                    new Band(maxTokens * LEAST, maxTokens * LIKELY, maxTokens),
                    "a quarter of max_tokens (" + maxTokens + "), as no run with this model and prompt is over yet");
        }

        /** As long as an earlier run's. */
        static Answers measured(double tokens, String run) {
            return new Answers(
                    new Band(tokens * (1 - SPREAD), tokens, tokens * (1 + SPREAD)), "the answers of run " + run);
        }
    }
}
