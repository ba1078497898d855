package io.caravan.family;

import java.math.BigDecimal;
import java.time.LocalDate;

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

    /** US dollars for these tokens on demand. */
    public BigDecimal onDemand(long inputTokens, long outputTokens) {
        return input.multiply(BigDecimal.valueOf(inputTokens))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(6);
    }
}
