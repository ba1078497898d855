package io.caravan.inbox;

import io.caravan.family.Model;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what a manifest asks: {@code prompt}, {@code prompt_id}, {@code prompt_ids} or {@code prompt_column}, with
 * {@code prompts} of its own; {@code system}, {@code text_column}.
 */
record PromptFields(Fields fields, PromptLibrary library) {
    private static final List<String> WAYS = List.of("prompt", "prompt_id", "prompt_ids", "prompt_column");

    /**
     * The prompts, checked against the columns of the data set where those are known; {@link Prompts.None} when the rows
     * are records already. Absent, with the reason noted, when something is wrong.
     *
     * @param head empty when the data set could not be looked at
     */
    Optional<Prompts> read(Model model, Optional<Head> head) {
        boolean embeds = model.family().embeds();
        misplaced(model, embeds);
        if (head.filter(Head::records).isPresent() && !asks()) {
            unasked();
            return Optional.of(new Prompts.None());
        }
        var check = new PromptCheck(fields, head.map(Head::columns));
        Optional<Prompts> prompts = embeds ? one("text_column", Optional.of(textColumn()), check) : given(check);
        Optional<String> system = fields.text("system").filter(text -> check.fits("system", text));
        return prompts.map(found -> system.map(found::withSystem).orElse(found));
    }

    private boolean asks() {
        return Stream.concat(WAYS.stream(), Stream.of("text_column")).anyMatch(fields::has);
    }

    /** Refuses what would have to be put into a {@code modelInput} that is sent as it is. */
    private void unasked() {
        for (String field :
                List.of("system", "parameters", "parameter_columns", "prompts", "image_column", "output_schema")) {
            if (fields.has(field)) {
                fields.wrong(
                        field,
                        "is for rows that are put into a prompt; without one the lines' own modelInput is sent as it is,"
                                + " so put it there, or give a prompt");
            }
        }
    }

    private void misplaced(Model model, boolean embeds) {
        List<String> ofText =
                Stream.concat(WAYS.stream(), Stream.of("prompts", "system")).toList();
        for (String field : embeds ? ofText : List.of("text_column")) {
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

    /** An image needs no text beside it. */
    private Prompt textColumn() {
        return Prompt.of(fields.text("text_column")
                .or(() -> fields.has("image_column") ? Optional.empty() : Optional.of("input_text"))
                .map(column -> "{" + column + "}")
                .orElse(""));
    }

    private Optional<Prompts> given(PromptCheck check) {
        List<String> ways = WAYS.stream()
                .filter(fields::has)
                .filter(way -> !way.equals("prompt_ids") || !fields.has("prompt_column"))
                .toList();
        if (ways.isEmpty()) {
            return fields.wrong(
                    "prompt_id",
                    "is missing: name a prompt of the library, or give one inline as 'prompt'; JSON lines that have a"
                            + " modelInput need none");
        }
        if (ways.size() > 1) {
            return fields.wrong(
                    ways.get(1),
                    "is given beside " + ways.get(0) + "; a run has one of " + String.join(", ", WAYS)
                            + ", so leave one out");
        }
        var set = new PromptSet(fields, library, check);
        return switch (ways.get(0)) {
            case "prompt" -> one("prompt", inline(), check);
            case "prompt_id" ->
                one("prompt_id", fields.text("prompt_id").flatMap(id -> set.find(id, "prompt_id")), check);
            case "prompt_ids" -> set.listed().map(Prompts.Each::new);
            default -> named(set, check);
        };
    }

    private Optional<Prompts> one(String field, Optional<Prompt> prompt, PromptCheck check) {
        return prompt.filter(found -> check.fits(field, "", found)).map(Prompts.One::new);
    }

    private Optional<Prompt> inline() {
        return fields.value("prompt").isObject()
                ? fields.noting(() -> PromptForm.of(Optional.empty(), fields.value("prompt"), "prompt"))
                : fields.text("prompt").map(Prompt::of);
    }

    private Optional<Prompts> named(PromptSet set, PromptCheck check) {
        Optional<String> column = fields.text("prompt_column").filter(name -> check.has("prompt_column", name));
        Optional<List<Prompt>> prompts = fields.has("prompt_ids") ? set.listed() : set.all();
        return column.flatMap(name -> prompts.map(all -> new Prompts.Named(name, all)));
    }
}
