package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A valid CreateModelInvocationJob request.
 *
 * @param token empty when the caller sent none: then nothing is ever a replay of it
 * @param body the request as sent, echoed by Get and List and compared when a token comes again
 */
record CreateRequest(
        String jobName,
        String token,
        String modelId,
        S3Uri input,
        S3Uri output,
        String type,
        int hours,
        ObjectNode body) {

    /** Neither the documentation nor the model names the default; users report jobs ending after a day. */
    private static final int DEFAULT_HOURS = 24;

    static CreateRequest of(JsonNode json) {
        if (!(json instanceof ObjectNode body)) {
            throw ApiError.validation("The request body must be a JSON object");
        }
        Constraints constraints = new Constraints();
        String name = constraints.required(body, "jobName", "jobName", TextRule.JOB_NAME);
        constraints.required(body, "roleArn", "roleArn", TextRule.ROLE_ARN);
        String token = constraints.optional(body, "clientRequestToken", "clientRequestToken", TextRule.TOKEN);
        String model = constraints.required(body, "modelId", "modelId", TextRule.MODEL_ID);
        String input = s3Uri(constraints, body, "inputDataConfig", "s3InputDataConfig");
        String output = s3Uri(constraints, body, "outputDataConfig", "s3OutputDataConfig");
        network(constraints, body.path("vpcConfig"));
        int hours = hours(constraints, body.path("timeoutDurationInHours"));
        tags(constraints, body.path("tags"));
        String type = "InvokeModel";
        if (!Constraints.isAbsent(body.path("modelInvocationType"))) {
            type = body.path("modelInvocationType").asText();
            constraints.oneOf(type, "modelInvocationType", List.of("InvokeModel", "Converse"));
        }
        constraints.check();
        return new CreateRequest(name, token, model, S3Uri.of(input), S3Uri.of(output), type, hours, body);
    }

    private static String s3Uri(Constraints constraints, ObjectNode body, String config, String member) {
        JsonNode union = body.path(config);
        if (Constraints.isAbsent(union)) {
            constraints.missing(config);
            return "";
        }
        JsonNode s3 = union.path(member);
        if (union.size() != 1 || !s3.isObject()) {
            throw ApiError.validation("The union '" + config + "' must have exactly one member set, '" + member + "'");
        }
        String path = config + "." + member;
        if (!Constraints.isAbsent(s3.path("s3InputFormat"))) {
            constraints.oneOf(s3.path("s3InputFormat").asText(), path + ".s3InputFormat", List.of("JSONL"));
        }
        constraints.optional(s3, "s3EncryptionKeyId", path + ".s3EncryptionKeyId", TextRule.KMS_KEY);
        constraints.optional(s3, "s3BucketOwner", path + ".s3BucketOwner", TextRule.ACCOUNT);
        return constraints.required(s3, "s3Uri", path + ".s3Uri", TextRule.S3_URI);
    }

    private static void network(Constraints constraints, JsonNode vpc) {
        if (Constraints.isAbsent(vpc)) {
            return;
        }
        ids(constraints, vpc, "subnetIds", 16);
        ids(constraints, vpc, "securityGroupIds", 5);
    }

    private static void ids(Constraints constraints, JsonNode vpc, String member, int max) {
        String path = "vpcConfig." + member;
        JsonNode ids = vpc.path(member);
        if (Constraints.isAbsent(ids)) {
            constraints.missing(path);
            return;
        }
        constraints.size(ids, path, 1, max);
        ids.forEach(id -> constraints.text(id, path + ".member", TextRule.NETWORK_ID));
    }

    private static int hours(Constraints constraints, JsonNode hours) {
        if (Constraints.isAbsent(hours)) {
            return DEFAULT_HOURS;
        }
        if (!hours.isIntegralNumber()) {
            throw ApiError.validation("The member 'timeoutDurationInHours' must be an integer, found " + hours);
        }
        constraints.between(hours.asLong(), "timeoutDurationInHours", 24, 168);
        return hours.asInt();
    }

    private static void tags(Constraints constraints, JsonNode tags) {
        if (Constraints.isAbsent(tags)) {
            return;
        }
        constraints.size(tags, "tags", 0, 200);
        for (int i = 0; i < tags.size(); i++) {
            String path = "tags." + (i + 1) + ".member";
            constraints.required(tags.path(i), "key", path + ".key", TextRule.TAG_KEY);
            constraints.required(tags.path(i), "value", path + ".value", TextRule.TAG_VALUE);
        }
    }
}
