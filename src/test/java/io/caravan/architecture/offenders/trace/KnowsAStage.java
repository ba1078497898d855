package io.caravan.architecture.offenders.trace;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A span that asks a stage. */
public record KnowsAStage(KnowsNobody stage) {}
