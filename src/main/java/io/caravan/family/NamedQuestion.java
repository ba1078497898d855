package io.caravan.family;

import io.caravan.format.Row;
import io.caravan.model.Nearest;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The question that a row names in a column.
 *
 * @param column its number
 * @param questions by what the column may hold
 */
record NamedQuestion(int column, String name, SortedMap<String, Question> questions) implements Question {
    private static final int SHOWN = 10;

    @Override
    public Request about(Row row) {
        Optional<String> problem = row.problem();
        if (problem.isPresent()) {
            return new Request.Nothing(problem.get());
        }
        if (!row.has(column)) {
            return new Request.Nothing("column '" + name + "', which names the prompt, has no value in this row");
        }
        String id = row.text(column);
        Question question = questions.get(id);
        return question == null ? new Request.Nothing(unknown(id)) : question.about(row);
    }

    private String unknown(String id) {
        return "column '" + name + "' names '" + id + "', which is no prompt of this run"
                + Nearest.sentence(id, questions.keySet()) + " Its prompts are: "
                + questions.keySet().stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (questions.size() > SHOWN ? " …" : "");
    }
}
