package io.caravan.architecture.offenders.notify;

import io.caravan.architecture.offenders.webhook.KnowsAStage;

/** A stage that knows how its notices travel. */
public record KnowsAWebhook(KnowsAStage courier) {}
