package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.POJONode;
import io.caravan.model.Problem;
import io.caravan.model.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnthropicMessagesTest {
    private final Family family = new AnthropicMessages(false);

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "max_tokens",
                0,
                "temperature",
                1.5,
                "top_p",
                "0.9",
                "top_k",
                2.5,
                "stop_sequences",
                List.of("END", ""),
                "max_token",
                100,
                "seed",
                7,
                "system",
                "Be brief.",
                "tool_choice",
                "auto");

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.max_token: is not a parameter of Anthropic Messages; did you mean 'max_tokens'? It"
                                + " takes anthropic_beta, max_tokens, output_config, stop_sequences, temperature,"
                                + " thinking, tool_choice, tools, top_k, top_p",
                        "parameters.max_tokens: expected a whole number from 1, found 0",
                        "parameters.seed: is not a parameter of Anthropic Messages; it takes anthropic_beta,"
                                + " max_tokens, output_config, stop_sequences, temperature, thinking, tool_choice,"
                                + " tools, top_k, top_p",
                        "parameters.stop_sequences: expected a list of at most 8191 texts, none empty, found [END, ]",
                        "parameters.system: is not given here: it is the manifest's field 'system'",
                        "parameters.temperature: expected a number from 0 to 1, found 1.5",
                        "parameters.tool_choice: expected an object, found 'auto'",
                        "parameters.top_k: expected a whole number from 0 to 500, found 2.5",
                        "parameters.top_p: expected a number from 0 to 1, found '0.9'");
    }

    @Test
    void the_ends_of_a_range_are_in_it() {
        assertThat(family.check(Map.of("max_tokens", 1, "temperature", 0, "top_p", 1.0, "top_k", 500)))
                .isEmpty();
    }

    @Test
    void thinking_needs_a_budget_below_max_tokens_and_no_sampling() {
        var parameters = Map.<String, Object>of(
                "max_tokens", 2000, "temperature", 0.5, "thinking", Map.of("type", "enabled", "budget_tokens", 2000));

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.thinking.budget_tokens: expected a whole number from 1024 and below max_tokens"
                                + " (2000), found 2000",
                        "parameters.temperature: does not go with thinking; leave one of them out");
    }

    @Test
    void thinking_within_the_default_max_tokens_has_no_room() {
        assertThat(family.check(Map.of("thinking", Map.of("type", "enabled"))))
                .extracting(Problem::toString)
                .containsExactly("parameters.thinking.budget_tokens: expected a whole number from 1024 and below"
                        + " max_tokens (1024), found nothing; raise max_tokens");
    }

    @Test
    void a_kind_of_thinking_that_there_is_not_is_refused() {
        assertThat(family.check(Map.of("thinking", Map.of("type", "deep"))))
                .extracting(Problem::toString)
                .containsExactly("parameters.thinking.type: expected one of enabled, disabled, adaptive, found 'deep'");
        assertThat(family.check(Map.of("thinking", Map.of("type", "adaptive")))).isEmpty();
    }

    @Test
    void only_a_text_with_columns_is_left_to_be_spliced() {
        var body = family.body(
                new Ask(Optional.of(Template.parse("Be {{brief}}.")), Template.parse("About {topic}"), Map.of()));

        assertThat(body.path("system").textValue()).isEqualTo("Be {brief}.");
        assertThat(body.at("/messages/0/content")).isEqualTo(new POJONode(Template.parse("About {topic}")));
    }
}
