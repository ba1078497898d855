package io.caravan.status;

import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import io.caravan.model.Template;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a run's model was asked about a row. */
record RowPrompt(Prompts prompts) {

    /** The prompt with the row's values, cut where it is long; empty where the row was a record already. */
    Optional<String> about(SequencedMap<String, String> row) {
        return of(row).map(known -> Template.parse(known.text()).render(name -> row.getOrDefault(name, "")))
                .map(Excerpt::of);
    }

    /** Where several are asked about each row, the last column says which this one is about. */
    private Optional<Prompt> of(SequencedMap<String, String> row) {
        return switch (prompts) {
            case Prompts.None none -> Optional.empty();
            case Prompts.One one -> Optional.of(one.prompt());
            case Prompts.Each each ->
                named(each.all(), row.isEmpty() ? "" : row.lastEntry().getValue());
            case Prompts.Named named -> named(named.all(), row.getOrDefault(named.column(), ""));
        };
    }

    private static Optional<Prompt> named(List<Prompt> all, String id) {
        return all.stream()
                .filter(prompt -> prompt.id().equals(Optional.of(id)))
                .findFirst();
    }
}
