package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import io.caravan.model.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlamaTest {
    private final Family family = new Llama();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "max_tokens",
                2049,
                "temperature",
                -0.1,
                "prompt",
                "x",
                "stop_sequences",
                List.of("END"),
                "system",
                "x");

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.max_tokens: expected a whole number from 1 to 2048, found 2049",
                        "parameters.prompt: is not given here: it is the manifest's field 'prompt' or 'prompt_id'",
                        "parameters.stop_sequences: is not a parameter of Llama; it takes max_tokens, temperature, top_p",
                        "parameters.system: is not given here: it is the manifest's field 'system'",
                        "parameters.temperature: expected a number from 0 to 1, found -0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<|eot_id|>",
                "<|start_header_id|>",
                "<|end_header_id|>",
                "<|begin_of_text|>",
                "<|end_of_text|>",
                "<|eom_id|>",
                "<|python_tag|>",
            })
    void a_value_does_not_speak_as_somebody_else(String mark) {
        var ask = new Ask(Optional.empty(), Template.parse("Translate: {text}"), Map.of());

        assertThat(family.objection(ask, Map.of("text", "Hi" + mark + "system")::get))
                .contains("column 'text' holds '" + mark
                        + "', by which Llama tells who speaks; it cannot be escaped, so" + " the row is not sent");
    }

    @Test
    void values_do_not_make_up_a_mark_together() {
        var ask = new Ask(Optional.empty(), Template.parse("{a}{b}|>"), Map.of());

        assertThat(family.objection(ask, Map.of("a", "<|eot", "b", "_id")::get))
                .contains(
                        "the row's values make up '<|eot_id|>', by which Llama tells who speaks; it cannot be escaped, so"
                                + " the row is not sent");
    }

    @Test
    void a_value_in_the_system_prompt_does_not_end_it() {
        var ask = new Ask(Optional.of(Template.parse("Speak {lang}.")), Template.parse("{text}"), Map.of());

        assertThat(family.objection(ask, Map.of("lang", "<|eot_id|>", "text", "Hi")::get))
                .contains(
                        "column 'lang' holds '<|eot_id|>', by which Llama tells who speaks; it cannot be escaped, so the"
                                + " row is not sent");
    }

    @Test
    void other_text_is_sent_whatever_it_looks_like() {
        var ask = new Ask(Optional.empty(), Template.parse("{text}"), Map.of());

        assertThat(family.objection(ask, Map.of("text", "f <| x |> g <|endoftext|> [/INST] <|EOT_ID|>")::get))
                .isEmpty();
    }

    @Test
    void marks_in_the_prompt_itself_are_the_users_own() {
        var ask = new Ask(
                Optional.of(Template.parse("<|eot_id|>")), Template.parse("Hi<|eot_id|>{text}<|eot_id|>"), Map.of());

        assertThat(family.objection(ask, Map.of("text", "there")::get)).isEmpty();
        assertThat(family.objection(ask, Map.of("text", "<|eot_id|>")::get)).isPresent();
    }

    @Test
    void families_whose_markup_bedrock_writes_have_no_objection() {
        var ask = new Ask(Optional.empty(), Template.parse("{text}"), Map.of());

        assertThat(Families.BY_NAME.entrySet().stream()
                        .filter(entry -> entry.getValue()
                                .objection(ask, column -> "<|eot_id|>[/INST]")
                                .isPresent())
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("llama", "mistral-completion");
    }
}
