package io.caravan.simulator;

import static io.caravan.simulator.SimulatedBedrock.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's InvokeModel and Converse on the wire, with their faults. */
class InvocationsTest {
    private static final String SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String BODY = "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":100,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"joke 0\"}]}";
    private static final String CONVERSE = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"joke 0\"}]}]}";

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
    void a_record_is_answered_as_a_batch_job_answers_it() {
        String arn = bedrock.createJob("jokes", 100);
        await().until(() -> bedrock.status(arn).equals("Completed"));
        JsonNode inBatch = bedrock.output(arn, "jokes").stream()
                .filter(line -> line.path("recordId").asText().equals("r0000000000"))
                .findFirst()
                .orElseThrow()
                .path("modelOutput");

        assertThat(json(post(SimulatedBedrock.HAIKU, "invoke", BODY).body())).isEqualTo(inBatch);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SimulatedBedrock.HAIKU,
                "us." + SONNET,
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us." + SONNET,
                "arn:aws:bedrock:us-east-1::foundation-model/" + SimulatedBedrock.HAIKU
            })
    void a_model_is_named_by_its_id_by_a_profile_or_by_an_arn_in_one_encoded_segment(String modelId) {
        assertThat(post(modelId, "invoke", BODY).statusCode()).isEqualTo(200);
        assertThat(post(modelId, "converse", CONVERSE).statusCode()).isEqualTo(200);
    }

    @Test
    void a_model_that_runs_only_by_a_profile_says_so() {
        HttpResponse<String> response = post(SONNET, "invoke", BODY);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).path("message").asText())
                .startsWith("Invocation of model ID " + SONNET + " with on-demand throughput isn")
                .endsWith("an inference profile that contains this model.");
    }

    @Test
    void a_custom_model_has_no_on_demand_inference_by_its_own_name() {
        assertThat(post(
                                "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-embed-text-v2:0/abcdefghijkl",
                                "invoke",
                                "{\"inputText\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void an_embedding_model_does_not_converse() {
        HttpResponse<String> response = post("amazon.titan-embed-text-v2:0", "converse", CONVERSE);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("ValidationException");
    }

    @ParameterizedTest
    @CsvSource({
        "400, ValidationException",
        "403, AccessDeniedException",
        "404, ResourceNotFoundException",
        "408, ModelTimeoutException",
        "424, ModelErrorException",
        "429, ThrottlingException",
        "500, InternalServerException",
        "503, ServiceUnavailableException"
    })
    void a_fault_of_records_is_the_error_of_its_code(int code, String type) {
        bedrock.faults("{\"records\":[{\"contains\":\"joke\",\"errorCode\":" + code + ",\"times\":1}]}");

        HttpResponse<String> response = post(SimulatedBedrock.HAIKU, "converse", CONVERSE);

        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains(type);
        assertThat(post(SimulatedBedrock.HAIKU, "converse", CONVERSE).statusCode())
                .isEqualTo(200);
    }

    @Test
    void invocations_are_throttled_as_often_as_said() {
        bedrock.faults("{\"invocations\":{\"throttle\":2}}");

        assertThat(List.of(code(), code(), code())).containsExactly(429, 429, 200);
    }

    @Test
    void a_response_may_be_lost_although_it_is_billed() throws IOException {
        bedrock.faults("{\"invocations\":{\"loseResponses\":1}}");

        assertThatThrownBy(this::code).isInstanceOf(AssertionError.class);

        assertThat(ledger())
                .singleElement()
                .satisfies(line -> assertThat(line.path("outcome").asText()).isEqualTo("answered"));
    }

    @Test
    void faults_of_invocations_below_zero_are_refused() {
        assertThat(bedrock.put("/simulator/faults", "{\"invocations\":{\"throttle\":-1}}")
                        .body())
                .contains("'invocations.throttle' must be 0 or more, found -1");
    }

    @Test
    void the_ledger_tells_what_was_asked_and_what_is_billed() throws IOException {
        post(SimulatedBedrock.HAIKU, "invoke", BODY);
        post(SimulatedBedrock.HAIKU, "converse", "{}");

        List<JsonNode> lines = ledger();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("operation").asText()).isEqualTo("InvokeModel");
        assertThat(lines.get(0).path("model").asText()).isEqualTo(SimulatedBedrock.HAIKU);
        assertThat(lines.get(0).path("inputTokens").asInt()).isPositive();
        assertThat(lines.get(0).path("outputTokens").asInt()).isPositive();
        assertThat(lines.get(1).path("operation").asText()).isEqualTo("Converse");
        assertThat(lines.get(1).path("outcome").asText()).isEqualTo("refused");
        assertThat(lines.get(1).path("error").asText()).isEqualTo("ValidationException");
        assertThat(lines.get(1).has("inputTokens")).isFalse();
    }

    @Test
    void a_call_without_a_signature_is_refused_and_another_operation_is_unknown() {
        assertThat(bedrock.send(HttpRequest.newBuilder(bedrock.uri("/model/x/invoke"))
                                .POST(BodyPublishers.ofString(BODY)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(SimulatedBedrock.HAIKU, "count-tokens", "{}").statusCode())
                .isEqualTo(404);
    }

    private int code() {
        return post(SimulatedBedrock.HAIKU, "invoke", BODY).statusCode();
    }

    private HttpResponse<String> post(String modelId, String operation, String body) {
        String segment = modelId.replace(":", "%3A").replace("/", "%2F");
        return bedrock.signed("POST", "/model/" + segment + "/" + operation, body);
    }

    private List<JsonNode> ledger() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(bedrock.simulator().ledger())) {
            if (json(line).path("what").asText().equals("invoked")) {
                lines.add(json(line));
            }
        }
        return lines;
    }
}
