package io.caravan.architecture.offenders.collect;

import io.caravan.architecture.offenders.simulator.KnowsTheProduct;

/** A stage that knows it is being simulated. */
public record KnowsTheSimulator(KnowsTheProduct simulator) {}
