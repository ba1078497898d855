package io.caravan.family;

import io.caravan.model.Tally;
import io.caravan.model.Tokens;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a model's tokens cost.
 *
 * @param input US dollars for a million input tokens, on demand
 * @param output US dollars for a million output tokens, on demand
 * @param batchFactor what batch inference costs of that, for example 0.5
 * @param taken the day on which the prices were read
 */
public record Price(BigDecimal input, BigDecimal output, BigDecimal batchFactor, LocalDate taken) {

    /** US dollars for these tokens in a batch job. */
    public BigDecimal batch(long inputTokens, long outputTokens) {
        return onDemand(inputTokens, outputTokens).multiply(batchFactor);
    }

    /** US dollars for one record; empty where its tokens are not told. */
    public Optional<BigDecimal> cost(Tokens tokens, boolean onDemand) {
        if (tokens.input().isEmpty() && tokens.output().isEmpty()) {
            return Optional.empty();
        }
        long in = tokens.input().orElse(0);
        long out = tokens.output().orElse(0);
        return Optional.of(onDemand ? onDemand(in, out) : batch(in, out));
    }

    /** US dollars for all that a tally was billed: in batch jobs, as padding, on demand and for a canary. */
    public BigDecimal cost(Tally tally) {
        Tally.Portion batch = tally.bill().batch().plus(tally.padding());
        Tally.Portion single = tally.bill().onDemand().plus(tally.bill().canary());
        return batch(batch.inputTokens(), batch.outputTokens())
                .add(onDemand(single.inputTokens(), single.outputTokens()));
    }

    /** US dollars for these tokens on demand. */
    public BigDecimal onDemand(long inputTokens, long outputTokens) {
        return input.multiply(BigDecimal.valueOf(inputTokens))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(6);
    }
}
