package io.caravan.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.Prompt;
import io.caravan.model.Refused;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptFormTest {
    @Test
    void a_form_has_a_system_prompt_examples_and_the_rows_own_turn() {
        Prompt prompt = yaml("""
                system: Be brief.
                examples:
                  - user: "1 + 1?"
                    assistant: "2"
                prompt: "{question}"
                """);

        assertThat(prompt)
                .isEqualTo(new Prompt(
                        Optional.of("sums"),
                        Optional.of("Be brief."),
                        List.of(new Prompt.Example("1 + 1?", "2")),
                        "{question}"));
    }

    @Test
    void all_that_is_wrong_with_a_form_is_said_at_once() {
        assertThatThrownBy(() -> PromptForm.of(Optional.empty(), new ObjectMapper().readTree("""
                                        {"sistem": "Be brief.", "examples": [{"user": "", "asistant": "2"}], "prompt": ["x"]}
                                        """), "prompt"))
                .isInstanceOf(Refused.class)
                .hasMessage("""
                        prompt: 'examples[0].user' must be a text, found ""
                        prompt: 'examples[0].assistant' must be a text, found nothing
                        prompt: 'examples[0].asistant' is not part of a prompt; did you mean 'assistant'? It has assistant, user
                        prompt: 'prompt' must be a text, found ["x"]
                        prompt: 'sistem' is not part of a prompt; did you mean 'system'? It has examples, prompt, system""");
    }

    @Test
    void a_file_that_is_not_yaml_is_named_with_its_line() {
        assertThatThrownBy(() -> yaml("system: a\nprompt: 'open\n"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("prompt_id: prompts/sums.yaml line 2 is not YAML: ");
    }

    @Test
    void a_file_that_is_one_text_is_not_a_form() {
        assertThatThrownBy(() -> yaml("Tell a joke about {topic}\n"))
                .isInstanceOf(Refused.class)
                .hasMessage("prompt_id: 'prompt' must be a text, found nothing");
    }

    @Test
    void examples_that_are_no_list_are_named() {
        assertThatThrownBy(() -> yaml("examples: {user: a}\nprompt: b"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(
                        "prompt_id: 'examples' must be a list of 'user' and 'assistant' pairs, found {");
    }

    private static Prompt yaml(String text) {
        return PromptForm.ofYaml("sums", text, "prompts/sums.yaml");
    }
}
