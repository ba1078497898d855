package io.caravan.family;

import io.caravan.format.Row;
import io.caravan.format.RowCheck;
import io.caravan.model.Manifest;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run asks about a row. The stages that plan, send and collect ask the same, so that a row left out by the one is
 * skipped by the other. Not thread-safe.
 */
@FunctionalInterface
public interface Question {
    Request about(Row row);

    /**
     * The question of a run.
     *
     * @param columns those of its data set, as {@link io.caravan.format.DataSets#of} opens it
     */
    static Question of(Manifest manifest, Model model, List<String> columns) {
        return switch (manifest.prompts()) {
            case Prompts.None none -> {
                RowCheck check = RowCheck.of(columns, Optional.empty(), values -> Optional.empty());
                yield row ->
                        check.problem(row).<Request>map(Request.Nothing::new).orElseGet(Request.AsItIs::new);
            }
            case Prompts.One one -> put(one.prompt(), manifest, model, columns);
            case Prompts.Each each -> named(columns.size() - 1, each.all(), manifest, model, columns);
            case Prompts.Named named -> named(columns.indexOf(named.column()), named.all(), manifest, model, columns);
        };
    }

    private static Question named(
            int column, List<Prompt> prompts, Manifest manifest, Model model, List<String> columns) {
        var questions = new TreeMap<String, Question>();
        for (Prompt prompt : prompts) {
            questions.put(prompt.id().orElseThrow(), put(prompt, manifest, model, columns));
        }
        return new NamedQuestion(column, columns.get(column), questions);
    }

    private static Question put(Prompt prompt, Manifest manifest, Model model, List<String> columns) {
        Ask ask = Ask.of(prompt, manifest);
        RowCheck check = RowCheck.of(
                columns, Optional.of(ask.columns()), values -> model.family().objection(ask, values));
        if (!manifest.parameterColumns().isEmpty()) {
            return new RowParameters(ask, model, check, manifest.parameterColumns(), columns);
        }
        var asked = new Request.Asked(ask);
        return row -> check.problem(row).<Request>map(Request.Nothing::new).orElse(asked);
    }
}
