package io.caravan.inbox;

import io.caravan.family.Model;
import io.caravan.model.Nearest;
import io.caravan.model.Problem;
import io.caravan.model.Prompt;
import io.caravan.model.Refused;
import io.caravan.model.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a manifest asks: {@code prompt_id} or {@code prompt}, {@code system}, {@code text_column}. */
record PromptFields(Fields fields, PromptLibrary library) {
    /** Bytes of a prompt or system prompt: the inventory keeps them with the run. */
    static final int MAX_BYTES = 100_000;

    /**
     * The prompt, checked against the columns of the data set where those are known; empty when none is given because
     * the rows are records already.
     *
     * @param head empty when the data set could not be looked at
     */
    Optional<Prompt> read(Model model, Optional<Head> head) {
        boolean embeds = model.family().embeds();
        misplaced(model, embeds);
        if (head.filter(Head::records).isPresent() && !asks()) {
            unasked();
            return Optional.empty();
        }
        String field = embeds ? "text_column" : fields.has("prompt_id") ? "prompt_id" : "prompt";
        Optional<Prompt> prompt = (embeds ? Optional.of(textColumn()) : given())
                .filter(found -> found.templates().allMatch(text -> fits(field, text)));
        Optional<String> system = fields.text("system").filter(text -> fits("system", text));
        head.map(Head::columns).ifPresent(columns -> {
            prompt.ifPresent(found -> found.templates().forEach(text -> missing(field, text, columns)));
            system.ifPresent(text -> missing("system", text, columns));
        });
        return prompt.map(found -> found.withSystem(system.or(found::system)));
    }

    private boolean asks() {
        return Stream.of("prompt", "prompt_id", "text_column").anyMatch(fields::has);
    }

    /** Refuses what would have to be put into a {@code modelInput} that is sent as it is. */
    private void unasked() {
        for (String field : List.of("system", "parameters", "output_schema")) {
            if (fields.has(field)) {
                fields.wrong(
                        field,
                        "is for rows that are put into a prompt; without one the lines' own modelInput is sent as it is,"
                                + " so put it there, or give a prompt");
            }
        }
    }

    private void misplaced(Model model, boolean embeds) {
        for (String field : embeds ? List.of("prompt", "prompt_id", "system") : List.of("text_column")) {
            if (fields.has(field)) {
                fields.wrong(
                        field,
                        embeds
                                ? "is for text models; " + model.baseId()
                                        + " is an embedding model and reads the column that text_column names (default input_text)"
                                : "is for embedding models; " + model.baseId() + " is a text model and takes a prompt");
            }
        }
    }

    private Prompt textColumn() {
        return Prompt.of("{" + fields.text("text_column").orElse("input_text") + "}");
    }

    private Optional<Prompt> given() {
        if (fields.has("prompt") == fields.has("prompt_id")) {
            return fields.wrong(
                    "prompt_id",
                    fields.has("prompt")
                            ? "is given beside prompt; a run has one prompt, so leave one out"
                            : "is missing: name a prompt of the library, or give one inline as 'prompt'; JSON lines that have a"
                                    + " modelInput need none");
        }
        if (fields.value("prompt").isObject()) {
            return fields.noting(() -> PromptForm.of(Optional.empty(), fields.value("prompt"), "prompt"));
        }
        return fields.text("prompt_id")
                .flatMap(id -> fields.noting(() -> library.prompt(id)))
                .or(() -> fields.text("prompt").map(Prompt::of));
    }

    private boolean fits(String field, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            fields.wrong(field, "has " + bytes + " bytes; at most " + MAX_BYTES + " are possible");
            return false;
        }
        try {
            Template.parse(text);
            return true;
        } catch (Refused e) {
            fields.wrong(e.problems().stream()
                    .map(problem -> new Problem(field, problem.message()))
                    .toList());
            return false;
        }
    }

    private void missing(String field, String text, List<String> columns) {
        for (String column : Template.parse(text).columns()) {
            if (!columns.contains(column)) {
                fields.wrong(
                        field,
                        "needs column '" + column + "', which the data set does not have"
                                + Nearest.sentence(column, columns) + " Columns are: " + String.join(", ", columns));
            }
        }
    }
}
