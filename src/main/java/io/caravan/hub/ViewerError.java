package io.caravan.hub;

import io.caravan.model.Refused;
import java.util.Set;

/**
 * The dataset viewer's errors. A 500 of it may be a fault of its own or say that it cannot read the data set, which
 * {@code X-Error-Code} tells apart. Source: {@code libs/libapi/src/libapi/exceptions.py} of huggingface/dataset-viewer.
 */
final class ViewerError {
    private static final Set<String> ITS_OWN =
            Set.of("", "ResponseNotReady", "UnexpectedApiError", "AuthCheckHubRequestError", "JWTKeysError");

    private ViewerError() {}

    /** Whether the same will be said the next time. */
    static boolean isFinal(Reply reply, String code) {
        return reply.status() == 501 || (reply.status() == 500 && !ITS_OWN.contains(code));
    }

    static Refused refusal(String id, String code, String message) {
        return Refused.because(
                "dataset_id",
                "'" + id + "' has no Parquet files of its own for this, and the Hub could not make them"
                        + (code.isEmpty() ? "" : " (" + code + (message.isEmpty() ? "" : ": " + message) + ")")
                        + "; take its files to S3 and name them by s3_uri");
    }
}
