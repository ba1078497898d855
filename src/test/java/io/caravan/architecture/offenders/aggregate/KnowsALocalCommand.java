package io.caravan.architecture.offenders.aggregate;

import io.caravan.architecture.offenders.local.KnowsBoth;

/** A stage that knows how it was started. */
public record KnowsALocalCommand(KnowsBoth command) {}
