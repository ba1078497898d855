package io.caravan.simulator.bedrock;

/** An error of Bedrock's API. The status of each type is the service model's: a conflict and a full quota are 400 too. */
final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final int httpStatus;

    private ApiError(String type, int httpStatus, String message) {
        super(message, null, false, false);
        this.type = type;
        this.httpStatus = httpStatus;
    }

    String type() {
        return type;
    }

    int httpStatus() {
        return httpStatus;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    static ApiError validation(String message) {
        return new ApiError("ValidationException", 400, message);
    }

    static ApiError conflict(String message) {
        return new ApiError("ConflictException", 400, message);
    }

    static ApiError quota(String message) {
        return new ApiError("ServiceQuotaExceededException", 400, message);
    }

    static ApiError accessDenied(String message) {
        return new ApiError("AccessDeniedException", 403, message);
    }

    static ApiError unknownClient(String message) {
        return new ApiError("UnrecognizedClientException", 403, message);
    }

    static ApiError noSuchResource(String message) {
        return new ApiError("NoSuchResourceException", 400, message);
    }

    static ApiError illegalArgument(String message) {
        return new ApiError("IllegalArgumentException", 400, message);
    }

    static ApiError notFound(String message) {
        return new ApiError("ResourceNotFoundException", 404, message);
    }

    static ApiError throttling(String message) {
        return new ApiError("ThrottlingException", 429, message);
    }

    static ApiError internal(String message) {
        return new ApiError("InternalServerException", 500, message);
    }

    static ApiError unavailable(String message) {
        return new ApiError("ServiceUnavailableException", 503, message);
    }

    static ApiError modelTimeout(String message) {
        return new ApiError("ModelTimeoutException", 408, message);
    }

    static ApiError modelError(String message) {
        return new ApiError("ModelErrorException", 424, message);
    }

    /** What Bedrock Runtime answers where a record of a batch job would get this code. */
    static ApiError ofCode(int code, String message) {
        return switch (code) {
            case 403 -> accessDenied(message);
            case 404 -> notFound(message);
            case 408 -> modelTimeout(message);
            case 424 -> modelError(message);
            case 429 -> throttling(message);
            case 500 -> internal(message);
            case 503 -> unavailable(message);
            default -> validation(message);
        };
    }

    static ApiError missingToken() {
        return new ApiError("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
    }

    static ApiError signature(String message) {
        return new ApiError("InvalidSignatureException", 403, message);
    }

    static ApiError unknownOperation() {
        return new ApiError(
                "UnknownOperationException", 404, "The requested operation is not recognized by the service.");
    }
}
