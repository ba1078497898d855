package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NovaTest {
    private final Family family = new Nova();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "max_tokens",
                0,
                "temperature",
                1.5,
                "top_k",
                129,
                "stop_sequences",
                "END",
                "tool_config",
                List.of(),
                "inferenceConfig",
                Map.of("maxTokens", 5),
                "seed",
                7);

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.inferenceConfig: is not given here: its members are given by themselves, as max_tokens, temperature, top_p, top_k, stop_sequences, reasoning_config",
                        "parameters.max_tokens: expected a whole number from 1, found 0",
                        "parameters.seed: is not a parameter of Nova; it takes max_tokens, reasoning_config, stop_sequences, temperature, tool_config, top_k, top_p",
                        "parameters.stop_sequences: expected a list of at most 2500 texts, none empty, found 'END'",
                        "parameters.temperature: expected a number from 0 to 1, found 1.5",
                        "parameters.tool_config: expected an object, found []",
                        "parameters.top_k: expected a whole number from 0 to 128, found 129");
    }

    @Test
    void the_greatest_effort_of_reasoning_leaves_nothing_else_to_choose() {
        var reasoning = Map.of("type", "enabled", "maxReasoningEffort", "high");

        assertThat(family.check(Map.of(
                        "reasoning_config", reasoning, "max_tokens", 100, "temperature", 1, "top_k", 5, "top_p", 0.9)))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.max_tokens: does not go with reasoning of high effort; leave one of them out",
                        "parameters.temperature: does not go with reasoning of high effort; leave one of them out",
                        "parameters.top_k: does not go with reasoning of high effort; leave one of them out",
                        "parameters.top_p: does not go with reasoning of high effort; leave one of them out");
        assertThat(family.check(Map.of("reasoning_config", reasoning, "stop_sequences", List.of("END"))))
                .isEmpty();
    }

    @Test
    void reasoning_that_there_is_not_is_refused() {
        assertThat(family.check(Map.of("reasoning_config", Map.of("type", "deep"))))
                .extracting(Problem::toString)
                .containsExactly("parameters.reasoning_config.type: expected one of enabled, disabled, found 'deep'");
        assertThat(family.check(Map.of("reasoning_config", Map.of("type", "enabled"))))
                .extracting(Problem::toString)
                .containsExactly("parameters.reasoning_config.maxReasoningEffort: expected one of low, medium, high,"
                        + " found nothing");
        assertThat(family.check(Map.of("reasoning_config", Map.of("type", "disabled"), "temperature", 1)))
                .isEmpty();
    }
}
