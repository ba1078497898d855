package io.caravan.chaos.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The services behind the proxy: how each names its operations and words its errors. */
public enum Service {
    S3 {
        @Override
        String operation(Message request) {
            String target = request.target();
            String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
            boolean copies = request.header("x-amz-copy-source").isPresent();
            return switch (request.method()) {
                case "HEAD" -> "HeadObject";
                case "GET" -> query.contains("list-type") ? "ListObjects" : "GetObject";
                case "DELETE" -> query.contains("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
                case "POST" -> query.contains("uploadId") ? "CompleteMultipartUpload" : "CreateMultipartUpload";
                default ->
                    query.contains("uploadId")
                            ? copies ? "UploadPartCopy" : "UploadPart"
                            : copies ? "CopyObject" : "PutObject";
            };
        }

        @Override
        Message refusal(Trouble trouble) {
            return switch (trouble) {
                case ERROR -> xml("500 Internal Server Error", "InternalError", "We encountered an internal error.");
                case UNAVAILABLE -> xml("503 Service Unavailable", "ServiceUnavailable", "Reduce your request rate.");
                case THROTTLED -> xml("503 Slow Down", "SlowDown", "Please reduce your request rate.");
            };
        }
    },
    SQS {
        @Override
        String operation(Message request) {
            return afterDot(request.header("x-amz-target").orElse(""));
        }

        @Override
        Message refusal(Trouble trouble) {
            return switch (trouble) {
                case ERROR ->
                    json("500 Internal Server Error", "com.amazonaws.sqs#InternalError", "An error occurred.");
                case UNAVAILABLE ->
                    json("503 Service Unavailable", "com.amazonaws.sqs#ServiceUnavailable", "Try later.");
                case THROTTLED -> json("400 Bad Request", "com.amazonaws.sqs#RequestThrottled", "Rate exceeded.");
            };
        }
    },
    DYNAMODB {
        @Override
        String operation(Message request) {
            return afterDot(request.header("x-amz-target").orElse(""));
        }

        @Override
        Message refusal(Trouble trouble) {
            return switch (trouble) {
                case ERROR ->
                    json(
                            "500 Internal Server Error",
                            "com.amazonaws.dynamodb.v20120810#InternalServerError",
                            "The request processing has failed because of an unknown error.");
                case UNAVAILABLE ->
                    json(
                            "503 Service Unavailable",
                            "com.amazonaws.dynamodb.v20120810#ServiceUnavailable",
                            "The service is currently unavailable or busy.");
                case THROTTLED ->
                    json(
                            "400 Bad Request",
                            "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
                            "The level of configured provisioned throughput for the table was exceeded.");
            };
        }
    },
    BEDROCK {
        @Override
        String operation(Message request) {
            boolean posts = request.method().equals("POST");
            String path = request.target().split("\\?", 2)[0];
            if (posts) {
                return path.endsWith("/stop") ? "StopModelInvocationJob" : "CreateModelInvocationJob";
            }
            return path.equals("/model-invocation-jobs") ? "ListModelInvocationJobs" : "GetModelInvocationJob";
        }

        @Override
        Message refusal(Trouble trouble) {
            return switch (trouble) {
                case ERROR ->
                    typed("500 Internal Server Error", "InternalServerException", "An internal error occurred.");
                case UNAVAILABLE ->
                    typed("503 Service Unavailable", "ServiceUnavailableException", "The service is unavailable.");
                case THROTTLED -> typed("429 Too Many Requests", "ThrottlingException", "Too many requests.");
            };
        }
    };

    /** What a service may answer instead of doing what it is asked. */
    public enum Trouble {
        ERROR,
        UNAVAILABLE,
        THROTTLED
    }

    /** AWS's name of the operation that a request asks for. */
    abstract String operation(Message request);

    /** An error as this service words it. */
    abstract Message refusal(Trouble trouble);

    private static String afterDot(String target) {
        return target.substring(target.indexOf('.') + 1);
    }

    private static Message xml(String status, String code, String message) {
        return answer(
                status,
                List.of("Content-Type: application/xml"),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                        + "</Message><RequestId>chaos</RequestId></Error>");
    }

    private static Message json(String status, String type, String message) {
        return answer(
                status,
                List.of("Content-Type: application/x-amz-json-1.0"),
                "{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}");
    }

    private static Message typed(String status, String type, String message) {
        return answer(
                status,
                List.of("Content-Type: application/json", "x-amzn-ErrorType: " + type),
                "{\"message\":\"" + message + "\"}");
    }

    private static Message answer(String status, List<String> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Message("HTTP/1.1 " + status, headers, bytes).plus("Content-Length: " + bytes.length);
    }
}
