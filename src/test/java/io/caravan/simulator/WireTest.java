package io.caravan.simulator;

import static io.caravan.simulator.SimulatedBedrock.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SDKs hide: paths, headers, bodies and events as they are on the wire. */
class WireTest {

    @TempDir
    Path folder;

    private SimulatedBedrock bedrock;

    @BeforeEach
    void open() throws IOException {
        bedrock = SimulatedBedrock.start(folder, Simulation.DEFAULT.with(Delays.NONE));
    }

    @AfterEach
    void close() throws IOException {
        bedrock.close();
    }

    @Test
    void an_arn_is_taken_as_one_encoded_segment_of_the_path() {
        String arn = bedrock.createJob("jokes", 100);
        HttpResponse<String> response = bedrock.signed(
                "GET", "/model-invocation-job/" + arn.replace(":", "%3A").replace("/", "%2F"), "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response.body()).path("jobArn").asText()).isEqualTo(arn);
    }

    @Test
    void errors_have_their_type_in_a_header_and_a_message_in_the_body() {
        HttpResponse<String> response = bedrock.signed("GET", "/model-invocation-job/000000000000", "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("ResourceNotFoundException");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(json(response.body()).path("message").asText()).isNotBlank();
        assertThat(json(response.body())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /model-invocation-job/abcdefghijkl",
        "PUT, /model-invocation-job/abcdefghijkl",
        "GET, /model-invocation-job",
        "POST, /model-invocation-jobs"
    })
    void there_is_nothing_but_create_get_list_and_stop(String method, String path) {
        assertThat(bedrock.signed(method, path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_stop_is_answered_with_an_empty_object() throws IOException {
        bedrock.close();
        bedrock = SimulatedBedrock.start(folder, Simulation.DEFAULT.withClockRate(0));
        String arn = bedrock.createJob("jokes", 100);
        HttpResponse<String> response =
                bedrock.signed("POST", "/model-invocation-job/" + SimulatedBedrock.id(arn) + "/stop", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{}");
    }

    @Test
    void a_create_is_answered_with_the_arn_and_nothing_else() {
        HttpResponse<String> response = bedrock.signed("POST", "/model-invocation-job", """
                {"jobName":"jokes","roleArn":"arn:aws:iam::123456789012:role/batch",
                 "modelId":"anthropic.claude-3-haiku-20240307-v1:0",
                 "inputDataConfig":{"s3InputDataConfig":{"s3Uri":"s3://caravan/in/"}},
                 "outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://caravan/out/"}}}""");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response.body())).hasSize(1);
        assertThat(json(response.body()).path("jobArn").asText()).contains(":model-invocation-job/");
    }

    @Test
    void times_are_iso_8601_texts_and_absent_members_are_left_out() {
        String arn = bedrock.createJob("jokes", 100);
        JsonNode job = json(bedrock.signed("GET", "/model-invocation-job/" + SimulatedBedrock.id(arn), "")
                .body());

        assertThat(Instant.parse(job.path("submitTime").asText())).isBefore(Instant.now());
        assertThat(job.has("vpcConfig")).isFalse();
        assertThat(job.has("message")).isFalse();
        assertThat(job.has("tags")).isFalse();
    }

    @Test
    void a_call_without_a_signature_for_bedrock_is_refused() {
        HttpResponse<String> none = bedrock.send(
                HttpRequest.newBuilder(bedrock.uri("/model-invocation-jobs")).GET());
        HttpResponse<String> runtime = bedrock.send(HttpRequest.newBuilder(bedrock.uri("/model-invocation-jobs"))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261001/us-east-1/s3/aws4_request"));

        assertThat(none.statusCode()).isEqualTo(403);
        assertThat(none.headers().firstValue("x-amzn-ErrorType")).contains("MissingAuthenticationTokenException");
        assertThat(runtime.statusCode()).isEqualTo(403);
    }

    @Test
    void an_event_has_eventbridge_s_envelope_and_the_eight_members_of_bedrock_s_detail() {
        String arn = bedrock.createJob("jokes", 100);
        await().until(() -> bedrock.events().size() == 5);
        JsonNode event = bedrock.events().getLast();

        assertThat(event.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail");
        assertThat(event.path("detail-type").asText()).isEqualTo("Batch Inference Job State Change");
        assertThat(event.path("source").asText()).isEqualTo("aws.bedrock");
        assertThat(event.at("/resources/0").asText()).isEqualTo(arn);
        JsonNode detail = event.path("detail");
        assertThat(detail.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "version",
                        "accountId",
                        "batchJobName",
                        "batchJobArn",
                        "batchModelId",
                        "status",
                        "failureMessage",
                        "creationTime");
        assertThat(detail.path("batchJobArn").asText()).isEqualTo(arn);
        assertThat(detail.path("batchJobName").asText()).isEqualTo("jokes");
        assertThat(detail.path("batchModelId").asText())
                .isEqualTo("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0");
        assertThat(detail.path("status").asText()).isEqualTo("Completed");
        assertThat(detail.path("failureMessage").asText("?")).isEmpty();
        assertThat(detail.path("creationTime").asText())
                .matches("[A-Z][a-z]{2} \\d+, \\d{4}, \\d+:\\d\\d:\\d\\d\u202f[AP]M");
    }

    @Test
    void the_event_of_a_failed_job_says_why() {
        bedrock.createJob("jokes", 1);
        await().until(() -> bedrock.events().size() == 3);

        assertThat(bedrock.events().getLast().at("/detail/failureMessage").asText())
                .startsWith("Batch job contains less records (1)");
    }
}
