package io.caravan.architecture.offenders.family;

import software.amazon.awssdk.services.bedrock.BedrockClient;

/** A model family that calls the model. */
public record KnowsTheSdk(BedrockClient client) {}
