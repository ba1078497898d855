package io.caravan.inbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.caravan.model.Nearest;
import io.caravan.model.Problem;
import io.caravan.model.Prompt;
import io.caravan.model.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The form of a prompt that is more than one text:
 *
 * <pre>{@code
 * system: You judge reviews.
 * examples:
 *   - user: I would buy it again.
 *     assistant: positive
 * prompt: "{review}"
 * }</pre>
 *
 * In the library as YAML, in a manifest as a JSON object.
 */
final class PromptForm {
    private static final Set<String> MEMBERS = Set.of("system", "examples", "prompt");
    private static final Set<String> SIDES = Set.of("user", "assistant");
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final String field;
    private final List<Problem> problems = new ArrayList<>();

    private PromptForm(String field) {
        this.field = field;
    }

    /**
     * Reads a library file.
     *
     * @param place names it in messages
     * @throws Refused for field {@code prompt_id}, with all that is wrong
     */
    static Prompt ofYaml(String id, String yaml, String place) {
        try {
            return of(Optional.of(id), YAML.readTree(yaml), "prompt_id");
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw Refused.because(
                    "prompt_id",
                    place + line + " is not YAML: " + e.getOriginalMessage().replaceAll("\\s+", " "));
        }
    }

    /**
     * Reads the form.
     *
     * @param field the manifest's, for messages
     * @throws Refused with all that is wrong
     */
    static Prompt of(Optional<String> id, JsonNode form, String field) {
        var reader = new PromptForm(field);
        Prompt prompt = new Prompt(
                id,
                form.has("system") ? Optional.of(reader.member(form, "system", "")) : Optional.empty(),
                reader.examples(form.path("examples")),
                reader.member(form, "prompt", ""));
        reader.names(form, MEMBERS, "");
        if (!reader.problems.isEmpty()) {
            throw new Refused(reader.problems);
        }
        return prompt;
    }

    private List<Prompt.Example> examples(JsonNode list) {
        var examples = new ArrayList<Prompt.Example>();
        if (!list.isMissingNode() && !list.isArray()) {
            wrong("'examples' must be a list of 'user' and 'assistant' pairs, found " + Fields.shown(list));
        }
        for (JsonNode pair : list) {
            String at = "examples[" + examples.size() + "].";
            examples.add(new Prompt.Example(member(pair, "user", at), member(pair, "assistant", at)));
            names(pair, SIDES, at);
        }
        return examples;
    }

    private String member(JsonNode object, String name, String at) {
        JsonNode value = object.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            wrong("'" + at + name + "' must be a text, found "
                    + (value.isMissingNode() ? "nothing" : Fields.shown(value)));
        }
        return value.asText();
    }

    private void names(JsonNode object, Set<String> known, String at) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                wrong("'" + at + name + "' is not part of a prompt" + Nearest.sentence(name, known) + " It has "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    private void wrong(String message) {
        problems.add(new Problem(field, message));
    }
}
