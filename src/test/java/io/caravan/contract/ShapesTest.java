package io.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.SimulatedBedrock;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Simulation;
import io.caravan.simulator.bedrock.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ListModelInvocationJobsResponse;
import software.amazon.awssdk.services.bedrock.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobSummary;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationType;
import software.amazon.awssdk.services.bedrock.model.S3InputFormat;
import software.amazon.awssdk.services.bedrock.model.SortJobsBy;

/**
 * The simulator's JSON against the service model inside the SDK: names, types and enums. The SDK's
 * classes hold no patterns, lengths or required members; those are restated, with their source, here and in the
 * simulator's TextRule.
 */
class ShapesTest {

    @TempDir
    Path folder;

    private SimulatedBedrock bedrock;

    @BeforeEach
    void open() throws IOException {
        bedrock = SimulatedBedrock.start(folder, Simulation.DEFAULT.withClockRate(0));
    }

    @AfterEach
    void close() throws IOException {
        bedrock.close();
    }

    @Test
    void what_the_simulator_answers_has_the_shape_that_the_sdk_expects() {
        String arn = createWithEverything();
        String id = SimulatedBedrock.id(arn);
        JsonNode created = answer("POST", "/model-invocation-job", minimal());
        JsonNode job = answer("GET", "/model-invocation-job/" + id, "");
        JsonNode list = answer("GET", "/model-invocation-jobs?maxResults=1", "");
        JsonNode tags = answer("POST", "/listTagsForResource", "{\"resourceARN\":\"" + arn + "\"}");

        assertThat(misfits(created, CreateModelInvocationJobResponse.builder())).isEmpty();
        assertThat(misfits(job, GetModelInvocationJobResponse.builder())).isEmpty();
        assertThat(misfits(list, ListModelInvocationJobsResponse.builder())).isEmpty();
        assertThat(misfits(tags, ListTagsForResourceResponse.builder())).isEmpty();
    }

    @Test
    void get_shows_every_member_that_the_sdk_knows() throws IOException {
        bedrock.close();
        bedrock = SimulatedBedrock.start(folder.resolve("ended"), Simulation.DEFAULT.with(Delays.NONE));
        String arn = createWithEverything();
        org.awaitility.Awaitility.await().until(() -> bedrock.get(arn).endTime() != null);
        JsonNode job = answer("GET", "/model-invocation-job/" + SimulatedBedrock.id(arn), "");

        assertThat(job.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(names(GetModelInvocationJobResponse.builder()));
        assertThat(names(ModelInvocationJobSummary.builder()))
                .containsExactlyInAnyOrderElementsOf(names(GetModelInvocationJobResponse.builder()));
    }

    @Test
    void no_member_of_a_create_is_new_to_the_simulator() {
        assertThat(names(CreateModelInvocationJobRequest.builder()))
                .as("CreateRequest checks these; a new one has to be checked too")
                .containsExactlyInAnyOrder(
                        "jobName",
                        "roleArn",
                        "clientRequestToken",
                        "modelId",
                        "inputDataConfig",
                        "outputDataConfig",
                        "vpcConfig",
                        "timeoutDurationInHours",
                        "tags",
                        "modelInvocationType");
    }

    @Test
    void the_simulator_knows_every_value_of_the_enums() {
        assertThat(Stream.of(Status.values()).map(Status::name))
                .containsExactlyInAnyOrderElementsOf(ModelInvocationJobStatus.knownValues().stream()
                        .map(ModelInvocationJobStatus::toString)
                        .toList());
        assertThat(ModelInvocationType.knownValues())
                .extracting(ModelInvocationType::toString)
                .containsExactlyInAnyOrder("InvokeModel", "Converse");
        assertThat(S3InputFormat.knownValues())
                .extracting(S3InputFormat::toString)
                .containsExactly("JSONL");
        assertThat(SortJobsBy.knownValues()).extracting(SortJobsBy::toString).containsExactly("CreationTime");
    }

    @Test
    void a_misfit_would_be_found() {
        assertThat(misfits(
                        SimulatedBedrock.json(
                                "{\"jobArn\":1,\"submitTime\":0,\"inputDataConfig\":{},\"more\":true,\"totalRecordCount\":\"1\"}"),
                        GetModelInvocationJobResponse.builder()))
                .contains(
                        "jobArn: expected String, found 1",
                        "submitTime: expected Instant, found 0",
                        "more: not in the model",
                        "totalRecordCount: expected Long, found \"1\"",
                        "roleArn: required, but missing");
    }

    private String createWithEverything() {
        return bedrock.client()
                .createModelInvocationJob(SimulatedBedrock.request("everything")
                        .clientRequestToken("token")
                        .timeoutDurationInHours(72)
                        .vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds("sg-1"))
                        .outputDataConfig(out -> out.s3OutputDataConfig(s3 -> s3.s3Uri("s3://caravan/out/")
                                .s3EncryptionKeyId("alias/key")
                                .s3BucketOwner("123456789012")))
                        .tags(List.of(software.amazon.awssdk.services.bedrock.model.Tag.builder()
                                .key("k")
                                .value("v")
                                .build()))
                        .build())
                .jobArn();
    }

    private static String minimal() {
        return """
                {"jobName":"jokes","roleArn":"arn:aws:iam::123456789012:role/batch",
                 "modelId":"anthropic.claude-3-haiku-20240307-v1:0",
                 "inputDataConfig":{"s3InputDataConfig":{"s3Uri":"s3://caravan/in/"}},
                 "outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://caravan/out/"}}}""";
    }

    private JsonNode answer(String method, String path, String body) {
        return SimulatedBedrock.json(bedrock.signed(method, path, body).body());
    }

    private static List<String> names(SdkPojo shape) {
        return shape.sdkFields().stream().map(SdkField::locationName).toList();
    }

    private static List<String> misfits(JsonNode json, SdkPojo shape) {
        List<String> misfits = new ArrayList<>();
        Map<String, SdkField<?>> fields =
                shape.sdkFields().stream().collect(Collectors.toMap(SdkField::locationName, field -> field));
        json.properties().forEach(member -> {
            SdkField<?> field = fields.get(member.getKey());
            if (field == null) {
                misfits.add(member.getKey() + ": not in the model");
            } else {
                misfits.addAll(misfits(member.getKey(), member.getValue(), field));
            }
        });
        required(shape).stream()
                .filter(name -> !json.has(name))
                .forEach(name -> misfits.add(name + ": required, but missing"));
        return misfits;
    }

    /** The SDK's classes leave out what is required; these are botocore 1.43's, {@code bedrock/2023-04-20}. */
    private static List<String> required(SdkPojo shape) {
        List<String> names = names(shape);
        if (names.contains("invocationJobSummaries")) {
            return List.of();
        }
        return names.contains("submitTime")
                ? List.of(
                        "jobArn", "jobName", "modelId", "roleArn", "submitTime", "inputDataConfig", "outputDataConfig")
                : Stream.of("jobArn", "s3Uri", "key", "value", "subnetIds", "securityGroupIds")
                        .filter(names::contains)
                        .toList();
    }

    private static List<String> misfits(String path, JsonNode value, SdkField<?> field) {
        boolean fits = switch (field.marshallingType().getTargetClass().getSimpleName()) {
            case "String" -> value.isTextual();
            case "Integer", "Long" -> value.isIntegralNumber();
            case "Instant" -> isTime(value);
            case "List" -> value.isArray();
            case "SdkPojo" -> value.isObject();
            default -> false;
        };
        if (!fits) {
            return List.of(path + ": expected "
                    + field.marshallingType().getTargetClass().getSimpleName() + ", found " + value);
        }
        if (value.isObject()) {
            return misfits(value, field.constructor().get()).stream()
                    .map(misfit -> path + "." + misfit)
                    .toList();
        }
        List<String> misfits = new ArrayList<>();
        if (value.isArray()) {
            SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
            for (int i = 0; i < value.size(); i++) {
                misfits.addAll(misfits(path + "[" + i + "]", value.get(i), element));
            }
        }
        return misfits;
    }

    private static boolean isTime(JsonNode value) {
        try {
            return value.isTextual() && Instant.parse(value.asText()).isAfter(Instant.EPOCH);
        } catch (java.time.format.DateTimeParseException e) {
            return false;
        }
    }
}
