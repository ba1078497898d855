package io.caravan.model;

import java.util.Locale;

/** Why a record has no answer, and whether sending it again can help. */
public enum ErrorClass {
    /** The service was too busy for this record. */
    THROTTLED(true),
    /** The record, or its job, ran out of time. */
    TIMEOUT(true),
    /** The job ended without saying anything about this record. */
    UNPROCESSED(true),
    /** The service failed. */
    SERVER(true),
    /** The model would not take this request; the same request fails again. */
    VALIDATION(false),
    /** The account, the role or the model's access is missing. */
    DENIED(false),
    /** The model refused to answer. */
    REFUSED(false),
    /** The answer does not fit the output schema; the next one may. */
    SCHEMA(true),
    /** The answer could not be read; it is kept raw in the job's output. */
    UNREADABLE(false);

    private final boolean heals;

    ErrorClass(boolean heals) {
        this.heals = heals;
    }

    /** Whether the record is worth another attempt. */
    public boolean heals() {
        return heals;
    }

    /** The class of an HTTP-like code, as records carry it in {@code error.errorCode}. */
    public static ErrorClass ofCode(int code) {
        return switch (code) {
            case 401, 403 -> DENIED;
            case 408, 504 -> TIMEOUT;
            case 424 -> SERVER; // the model failed, not the request
            case 429 -> THROTTLED;
            default -> code >= 500 ? SERVER : VALIDATION;
        };
    }

    /** The word users see: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
