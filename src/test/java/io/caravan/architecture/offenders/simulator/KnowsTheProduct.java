package io.caravan.architecture.offenders.simulator;

import io.caravan.architecture.offenders.model.KnowsJackson;

/** A simulator that shares the product's reading of the documentation. */
public record KnowsTheProduct(KnowsJackson word) {}
