package io.caravan.architecture.offenders.inbox;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A stage that knows another one. */
public record KnowsAnotherStage(KnowsNobody other) {}
