package io.caravan.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Problem;
import io.caravan.model.Prompt;
import io.caravan.model.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The prompts that a manifest may name: its own {@code prompts}, and behind them those of the library. */
final class PromptSet {
    private static final int MOST = 100;
    /** Bytes of all prompts of a run, where it has several: the inventory keeps them with the run. */
    private static final int MAX_BYTES = 200_000;

    private final Fields fields;
    private final PromptLibrary library;
    private final PromptCheck check;
    private final Map<String, Prompt> own = new HashMap<>();

    PromptSet(Fields fields, PromptLibrary library, PromptCheck check) {
        this.fields = fields;
        this.library = library;
        this.check = check;
        fields.object("prompts")
                .ifPresent(object -> object.properties()
                        .forEach(member -> own(member.getKey(), member.getValue())
                                .ifPresent(prompt -> own.put(member.getKey(), prompt))));
    }

    private Optional<Prompt> own(String id, JsonNode text) {
        String field = "prompts." + id;
        if (!PromptLibrary.ID.matcher(id).matches()) {
            return fields.wrong(field, "is not a prompt's id: letters, digits, '_' and '-', at most 64");
        }
        if (text.isTextual() && !text.asText().isBlank()) {
            return Optional.of(Prompt.of(text.asText()).named(id));
        }
        return text.isObject()
                ? fields.noting(() -> PromptForm.of(Optional.of(id), text, field))
                : fields.wrong(field, "must be a text, or an object {…} with 'prompt', found " + Fields.shown(text));
    }

    /** The prompt of an id; absent, with the reason noted for the field, when there is none. */
    Optional<Prompt> find(String id, String field) {
        Optional<Prompt> found = Optional.ofNullable(own.get(id));
        try {
            return found.or(() -> Optional.of(library.prompt(id)));
        } catch (Refused e) {
            fields.wrong(e.problems().stream()
                    .map(problem -> new Problem(field, problem.message()))
                    .toList());
            return Optional.empty();
        }
    }

    /** Those that {@code prompt_ids} names, in its order. */
    Optional<List<Prompt>> listed() {
        var prompts = new ArrayList<Prompt>();
        for (String id : ids()) {
            find(id, "prompt_ids")
                    .filter(prompt -> check.fits("prompt_ids", "prompt '" + id + "' ", prompt))
                    .ifPresent(prompts::add);
        }
        return prompts.isEmpty() ? Optional.empty() : small("prompt_ids", prompts);
    }

    /** All that can be asked of the data set. What else is in the library is no concern of this run. */
    Optional<List<Prompt>> all() {
        Set<String> ids = new LinkedHashSet<>(own.keySet());
        ids.addAll(library.ids());
        var prompts = new ArrayList<Prompt>();
        for (String id : ids) {
            readable(id).filter(check::passes).ifPresent(prompts::add);
        }
        return prompts.isEmpty()
                ? fields.wrong(
                        "prompt_column",
                        "could name none of the prompts " + String.join(", ", ids)
                                + ": they need other columns than the data set has; 'prompt_ids' beside it tells which")
                : small("prompt_column", prompts);
    }

    private Optional<Prompt> readable(String id) {
        try {
            return Optional.of(own.containsKey(id) ? own.get(id) : library.prompt(id));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private Set<String> ids() {
        JsonNode list = fields.value("prompt_ids");
        var ids = new LinkedHashSet<String>();
        list.forEach(id -> ids.add(id.asText()));
        boolean texts = list.valueStream().allMatch(JsonNode::isTextual);
        if (!list.isArray() || !texts || ids.isEmpty() || ids.size() > MOST || ids.size() < list.size()) {
            fields.wrong(
                    "prompt_ids",
                    "must be a list of 1 to " + MOST + " ids of prompts, each once, found " + Fields.shown(list));
            return Set.of();
        }
        return ids;
    }

    private Optional<List<Prompt>> small(String field, List<Prompt> prompts) {
        long bytes = prompts.stream()
                .flatMap(Prompt::templates)
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return bytes <= MAX_BYTES
                ? Optional.of(prompts)
                : fields.wrong(
                        field,
                        "means " + prompts.size() + " prompts of " + bytes + " bytes together; at most " + MAX_BYTES
                                + " are possible, so name fewer, or make them shorter");
    }
}
