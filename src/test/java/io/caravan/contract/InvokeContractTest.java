package io.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.SimulatedBedrock;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** One record at a time: section 10 of the table of facts. Each is billed by a real account, some hundred tokens in all. */
class InvokeContractTest extends BedrockContract {

    private BedrockRuntimeClient runtime;

    @BeforeEach
    void openRuntime() {
        runtime = account().runtime();
    }

    @Test
    @BelievedFrom("Bedrock API Reference, InvokeModel; botocore 1.43")
    void invoke_model_answers_in_the_model_s_own_body() {
        InvokeModelResponse response = invoke(body("Say hello", 20));

        JsonNode answer = SimulatedBedrock.json(response.body().asUtf8String());
        assertThat(response.contentType()).isEqualTo("application/json");
        assertThat(answer.at("/content/0/text").asText()).isNotEmpty();
        assertThat(answer.path("stop_reason").asText()).isNotEmpty();
        assertThat(answer.at("/usage/input_tokens").asInt()).isPositive();
    }

    @Test
    @BelievedFrom(
            "responses quoted in langchain-ai/langchain-aws and in AWS's samples; the service model has no such members")
    void invoke_model_tells_its_tokens_in_headers_too() {
        InvokeModelResponse response = invoke(body("Say hello", 20));

        JsonNode usage = SimulatedBedrock.json(response.body().asUtf8String()).path("usage");
        assertThat(header(response, "X-Amzn-Bedrock-Input-Token-Count"))
                .contains(usage.path("input_tokens").asText());
        assertThat(header(response, "X-Amzn-Bedrock-Output-Token-Count"))
                .contains(usage.path("output_tokens").asText());
        assertThat(header(response, "X-Amzn-Bedrock-Invocation-Latency")).isPresent();
    }

    @Test
    @BelievedFrom("Bedrock API Reference, Converse; botocore 1.43")
    void converse_answers_in_one_form_for_all_models() {
        ConverseResponse response =
                runtime.converse(request -> request.modelId(account().model())
                        .messages(Message.builder()
                                .role(ConversationRole.USER)
                                .content(ContentBlock.fromText("Say hello"))
                                .build())
                        .inferenceConfig(config -> config.maxTokens(20)));

        assertThat(response.output().message().role()).isEqualTo(ConversationRole.ASSISTANT);
        assertThat(response.output().message().content().get(0).text()).isNotEmpty();
        assertThat(response.stopReason()).isIn(StopReason.END_TURN, StopReason.MAX_TOKENS);
        assertThat(response.usage().totalTokens())
                .isEqualTo(response.usage().inputTokens() + response.usage().outputTokens());
        assertThat(response.metrics().latencyMs()).isPositive();
    }

    @Test
    @BelievedFrom("Bedrock User Guide, model-parameters-anthropic-claude-messages: max_tokens is required")
    void a_body_that_the_model_does_not_take_is_a_validation_exception_at_once() {
        assertThatThrownBy(() -> invoke("{\"anthropic_version\":\"bedrock-2023-05-31\",\"messages\":[]}"))
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[]"})
    @BelievedFrom("re:Post, \"Malformed input request, please reformat your input and try again\"")
    void a_body_that_is_no_json_object_is_a_validation_exception(String body) {
        assertThatThrownBy(() -> invoke(body)).isInstanceOf(ValidationException.class);
    }

    @Test
    @BelievedFrom("re:Post and many issues: \"The provided model identifier is invalid.\"")
    void a_model_that_there_is_not_is_a_validation_exception() {
        assertThatThrownBy(() -> runtime.invokeModel(request -> request.modelId("anthropic.claude-nobody-v1:0")
                        .body(SdkBytes.fromUtf8String(body("Say hello", 20)))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The provided model identifier is invalid.");
    }

    private InvokeModelResponse invoke(String body) {
        return runtime.invokeModel(request -> request.modelId(account().model()).body(SdkBytes.fromUtf8String(body)));
    }

    private static Optional<String> header(InvokeModelResponse response, String name) {
        return response.sdkHttpResponse().firstMatchingHeader(name);
    }

    private static String body(String prompt, int maxTokens) {
        return "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":" + maxTokens
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }
}
