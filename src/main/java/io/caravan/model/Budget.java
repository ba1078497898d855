package io.caravan.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What is to be known, or kept to, before a run is billed.
 *
 * @param maxCostUsd the run does not start when it is estimated to cost more, in US dollars
 * @param dryRun the run is planned and goes no further
 */
public record Budget(Optional<BigDecimal> maxCostUsd, boolean dryRun) {
    public static final Budget NONE = new Budget(Optional.empty(), false);
}
