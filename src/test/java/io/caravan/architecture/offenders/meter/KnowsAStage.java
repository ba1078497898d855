package io.caravan.architecture.offenders.meter;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A figure that asks a stage. */
public record KnowsAStage(KnowsNobody stage) {}
