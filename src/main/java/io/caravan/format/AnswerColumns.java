package io.caravan.format;

import io.caravan.model.Property;
import java.util.List;

/**
 * The columns that a run's answers fill.
 *
 * @param embeds whether they are embeddings rather than texts
 * @param properties of the run's output schema, each a column behind the answer's own; empty where there is none
 */
public record AnswerColumns(boolean embeds, List<Property> properties) {
    public static final AnswerColumns TEXT = new AnswerColumns(false, List.of());
    public static final AnswerColumns EMBEDDING = new AnswerColumns(true, List.of());

    public AnswerColumns {
        properties = List.copyOf(properties);
    }

    /** The answer's own. */
    String name() {
        return embeds ? "embedding" : "response";
    }
}
