package io.caravan.architecture.offenders.local;

import io.caravan.architecture.offenders.plan.KnowsNobody;
import io.caravan.architecture.offenders.simulator.KnowsTheProduct;

/** The one place that may know both. */
public record KnowsBoth(KnowsTheProduct simulator, KnowsNobody stage) {}
