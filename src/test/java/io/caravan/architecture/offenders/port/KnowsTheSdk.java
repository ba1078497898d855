package io.caravan.architecture.offenders.port;

import software.amazon.awssdk.services.s3.S3Client;

/** A port in the SDK's words. */
public interface KnowsTheSdk {
    S3Client client();
}
