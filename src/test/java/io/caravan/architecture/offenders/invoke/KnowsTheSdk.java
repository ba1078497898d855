package io.caravan.architecture.offenders.invoke;

import software.amazon.awssdk.services.s3.S3Client;

/** A stage that knows the SDK. */
public record KnowsTheSdk(S3Client client) {}
