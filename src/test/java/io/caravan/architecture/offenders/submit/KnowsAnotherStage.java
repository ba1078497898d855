package io.caravan.architecture.offenders.submit;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A stage that knows another one. */
public record KnowsAnotherStage(KnowsNobody other) {}
