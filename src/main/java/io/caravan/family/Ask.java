package io.caravan.family;

import io.caravan.model.Manifest;
import io.caravan.model.Prompt;
import io.caravan.model.Template;
import io.caravan.schema.OutputSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a run asks of its model, the same for every record but for the columns inside.
 *
 * @param system the system prompt, if any
 * @param examples turns before the row's own; always empty for embedding models
 * @param prompt the user's prompt; for embedding models the text to embed
 * @param image whether an image goes with the prompt
 * @param parameters the manifest's model parameters, already checked by {@link Model#check}
 * @param schema what the answer has to look like, if that is given
 */
public record Ask(
        Optional<Template> system,
        List<Example> examples,
        Template prompt,
        boolean image,
        Map<String, Object> parameters,
        Optional<OutputSchema> schema) {

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

    /** Asks for any text, without an example. */
    public Ask(Optional<Template> system, Template prompt, Map<String, Object> parameters) {
        this(system, List.of(), prompt, false, parameters, Optional.empty());
    }

    /** The same with other parameters. */
    Ask with(Map<String, Object> others) {
        return new Ask(system, examples, prompt, image, others, schema);
    }

    /** The same with the output schema told in words, behind the prompt: for families that have no other way. */
    Ask instructed() {
        return schema.map(wanted -> new Ask(
                        system, examples, Structure.instruction(prompt, wanted), image, parameters, Optional.empty()))
                .orElse(this);
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

    /** All texts that are sent about a row, in the order in which the model reads them. */
    public List<String> texts(UnaryOperator<String> values) {
        return templates().map(template -> template.render(values)).toList();
    }

    /** The columns whose values are sent, each as often as it is. */
    public List<String> columns() {
        return templates().flatMap(template -> template.uses().stream()).toList();
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
                manifest.parameters(),
                manifest.outputSchema().map(OutputSchema::of));
    }
}
