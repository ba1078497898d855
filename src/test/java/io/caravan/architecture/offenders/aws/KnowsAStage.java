package io.caravan.architecture.offenders.aws;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A port's SDK side that knows a stage. */
public record KnowsAStage(KnowsNobody stage) {}
