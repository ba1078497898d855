package io.caravan.architecture.offenders.schema;

import io.caravan.architecture.offenders.format.KnowsAStage;

/** An output schema that writes its own columns. */
public record KnowsAFormat(KnowsAStage format) {}
