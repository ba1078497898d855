package io.caravan.architecture.offenders.plan;

/** A stage as it should be; others know it and should not. */
public record KnowsNobody(String name) {}
