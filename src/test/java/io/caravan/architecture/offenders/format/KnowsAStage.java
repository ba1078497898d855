package io.caravan.architecture.offenders.format;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A format that knows a stage. */
public record KnowsAStage(KnowsNobody stage) {}
