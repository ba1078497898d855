package io.caravan.architecture.offenders.routes;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A check of routes that knows a stage. */
public record KnowsAStage(KnowsNobody stage) {}
