package io.caravan.architecture.offenders.access;

import io.caravan.architecture.offenders.plan.KnowsNobody;

/** A door that looks at what is behind it. */
public record KnowsTheModel(KnowsNobody behind) {}
