package io.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.port.OnDemand.Reply;
import io.caravan.simulator.SimulatedBedrock;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.InvocationFaults;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The port on the SDK, against the simulator's wire. */
class BedrockOnDemandTest {
    private static final String MESSAGES = "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":50,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private static final String CONVERSE = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hello\"}]}],"
            + "\"inferenceConfig\":{\"maxTokens\":50}}";

    @TempDir
    Path folder;

    private SimulatedBedrock bedrock;
    private BedrockOnDemand onDemand;

    @BeforeEach
    void start() throws IOException {
        bedrock = SimulatedBedrock.start(folder, Simulation.DEFAULT);
        onDemand = new BedrockOnDemand(bedrock.runtime(new RawBodies()));
    }

    @AfterEach
    void stop() throws IOException {
        bedrock.close();
    }

    @Test
    void a_model_s_own_body_comes_back_as_its_own_answer() {
        JsonNode answer = answered(onDemand.invoke(SimulatedBedrock.HAIKU, false, MESSAGES));

        assertThat(answer.at("/content/0/text").asText())
                .startsWith("Simulated answer")
                .endsWith("hello");
        assertThat(answer.at("/usage/output_tokens").asInt()).isPositive();
    }

    @Test
    void a_converse_body_goes_out_and_its_answer_comes_back_as_they_are() {
        JsonNode answer = answered(onDemand.invoke(SimulatedBedrock.HAIKU, true, CONVERSE));

        assertThat(answer.at("/output/message/content/0/text").asText()).endsWith("hello");
        assertThat(answer.at("/usage/inputTokens").asInt()).isPositive();
    }

    @Test
    void a_profile_and_its_arn_name_a_model_too() {
        String profile = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

        answered(onDemand.invoke(profile, true, CONVERSE));
        answered(onDemand.invoke(
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/" + profile, false, MESSAGES));
    }

    @ParameterizedTest
    @CsvSource({"400", "403", "404", "408", "424", "500"})
    void what_bedrock_refuses_has_its_status_as_a_code(int status) {
        bedrock.faults("{\"records\":[{\"contains\":\"hello\",\"errorCode\":" + status
                + ",\"errorMessage\":\"not this one\"}]}");

        assertThat(onDemand.invoke(SimulatedBedrock.HAIKU, false, MESSAGES))
                .isInstanceOfSatisfying(Reply.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(status);
                    assertThat(refused.message()).endsWith("Exception: not this one");
                });
    }

    @ParameterizedTest
    @CsvSource({"429", "503"})
    void too_many_requests_and_no_room_are_busy_and_the_sdk_tries_nothing_again(int status) {
        bedrock.faults("{\"records\":[{\"contains\":\"hello\",\"errorCode\":" + status + ",\"times\":1}]}");

        assertThat(onDemand.invoke(SimulatedBedrock.HAIKU, true, CONVERSE))
                .isInstanceOfSatisfying(
                        Reply.Busy.class, busy -> assertThat(busy.code()).isEqualTo(status));
        answered(onDemand.invoke(SimulatedBedrock.HAIKU, true, CONVERSE));
    }

    @Test
    void an_answer_that_is_lost_is_busy() {
        bedrock.simulator().faults(Faults.NONE.with(new InvocationFaults(0, 1, 0)));

        assertThat(onDemand.invoke(SimulatedBedrock.HAIKU, false, MESSAGES))
                .isInstanceOfSatisfying(
                        Reply.Busy.class, busy -> assertThat(busy.message()).startsWith("no answer: "));
    }

    private static JsonNode answered(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Answered.class);
        return SimulatedBedrock.json(((Reply.Answered) reply).modelOutput());
    }
}
