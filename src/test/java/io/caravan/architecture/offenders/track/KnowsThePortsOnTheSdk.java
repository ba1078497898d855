package io.caravan.architecture.offenders.track;

import io.caravan.architecture.offenders.aws.KnowsAStage;

/** A stage that knows what is behind a port. */
public record KnowsThePortsOnTheSdk(KnowsAStage store) {}
