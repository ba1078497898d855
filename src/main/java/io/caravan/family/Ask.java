package io.caravan.family;

import io.caravan.model.Manifest;
import io.caravan.model.Prompt;
import io.caravan.model.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run asks of its model, the same for every record but for the columns inside.
 *
 * @param system the system prompt, if any
 * @param examples turns before the row's own; always empty for embedding models
 * @param prompt the user's prompt; for embedding models the text to embed
 * @param image whether an image goes with the prompt
 * @param parameters the manifest's model parameters, already checked by {@link Model#check}
 */
public record Ask(
        Optional<Template> system,
        List<Example> examples,
        Template prompt,
        boolean image,
        Map<String, Object> parameters) {

    /** A turn of the user and what the model is to have answered. */
    public record Example(Template user, Template assistant) {}

    /** Who speaks in a turn. */
    enum Role {
        USER("user"),
        ASSISTANT("assistant");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** As all families write it. */
        String word() {
            return word;
        }
    }

    /** What one side says. */
    record Turn(Role role, Template text) {}

    public Ask {
        examples = List.copyOf(examples);
        parameters = Map.copyOf(parameters);
    }

    /** Asks without an example. */
    public Ask(Optional<Template> system, Template prompt, Map<String, Object> parameters) {
        this(system, List.of(), prompt, false, parameters);
    }

    /** The same with other parameters. */
    Ask with(Map<String, Object> others) {
        return new Ask(system, examples, prompt, image, others);
    }

    /** The conversation: user and assistant by turns, ending with the user. */
    List<Turn> turns() {
        var turns = new ArrayList<Turn>();
        for (Example example : examples) {
            turns.add(new Turn(Role.USER, example.user()));
            turns.add(new Turn(Role.ASSISTANT, example.assistant()));
        }
        turns.add(new Turn(Role.USER, prompt));
        return turns;
    }

    /** All texts, in the order in which the model reads them. */
    Stream<Template> templates() {
        return Stream.concat(system.stream(), turns().stream().map(Turn::text));
    }

    /** The columns whose values are sent. */
    public Set<String> columns() {
        var columns = new LinkedHashSet<String>();
        templates().forEach(template -> columns.addAll(template.columns()));
        return columns;
    }

    /** What a manifest asks with one of its prompts; its templates were checked on acceptance. */
    public static Ask of(Prompt prompt, Manifest manifest) {
        return new Ask(
                prompt.system().map(Template::parse),
                prompt.examples().stream()
                        .map(example ->
                                new Example(Template.parse(example.user()), Template.parse(example.assistant())))
                        .toList(),
                Template.parse(prompt.text()),
                manifest.image().isPresent(),
                manifest.parameters());
    }
}
