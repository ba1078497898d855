package io.caravan.architecture.offenders.hub;

import io.caravan.architecture.offenders.format.KnowsAStage;

/** The port on the Hub, which reads what it fetches. */
public record KnowsAFormat(KnowsAStage format) {}
