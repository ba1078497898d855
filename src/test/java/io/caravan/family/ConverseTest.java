package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConverseTest {
    private final Family family = new Converse(false);

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "max_tokens",
                0,
                "temperature",
                2,
                "top_k",
                -1,
                "tools",
                List.of(),
                "toolConfig",
                Map.of(),
                "modelId",
                "x",
                "inferenceConfig",
                Map.of(),
                "output_config",
                "json",
                "reasoning_effort",
                "low");

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.inferenceConfig: is not given here: its members are given by themselves, as max_tokens, temperature, top_p, stop_sequences",
                        "parameters.max_tokens: expected a whole number from 1, found 0",
                        "parameters.modelId: is not given here: it is the manifest's field 'model_id'",
                        "parameters.output_config: expected an object, found 'json'",
                        "parameters.reasoning_effort: is not a parameter of Converse; it takes additional_model_request_fields, max_tokens, output_config, stop_sequences, temperature, top_k, top_p",
                        "parameters.temperature: expected a number from 0 to 1, found 2",
                        "parameters.toolConfig: is not given here: batch inference by Converse does not take tools",
                        "parameters.tools: is not given here: batch inference by Converse does not take tools",
                        "parameters.top_k: expected a whole number from 0, found -1");
    }

    @Test
    void its_jobs_alone_are_of_type_converse() {
        assertThat(Families.BY_NAME.values().stream().filter(Family::converse).map(Family::getClass))
                .containsExactly(Converse.class);
    }
}
