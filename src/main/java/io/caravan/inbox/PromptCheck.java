package io.caravan.inbox;

import io.caravan.model.Nearest;
import io.caravan.model.Problem;
import io.caravan.model.Prompt;
import io.caravan.model.Refused;
import io.caravan.model.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether prompts can be asked of a data set; what speaks against it is noted.
 *
 * @param columns of the data set; empty when it could not be looked at
 */
record PromptCheck(Fields fields, Optional<List<String>> columns) {
    /** Bytes of a prompt or system prompt: the inventory keeps them with the run. */
    static final int MAX_BYTES = 100_000;

    /**
     * Whether all texts of a prompt are templates of possible length; columns that they need in vain are noted beside.
     *
     * @param whose begins the messages; empty where the field says it all
     */
    boolean fits(String field, String whose, Prompt prompt) {
        if (!prompt.templates().allMatch(text -> fits(field, whose, text))) {
            return false;
        }
        prompt.templates().forEach(text -> needs(field, whose, text));
        return true;
    }

    /** The same of a text alone. */
    boolean fits(String field, String text) {
        boolean fits = fits(field, "", text);
        if (fits) {
            needs(field, "", text);
        }
        return fits;
    }

    /** Whether a prompt has nothing against it, without a note where it has. */
    boolean passes(Prompt prompt) {
        var silent = fields.fresh();
        return new PromptCheck(silent, columns).fits("", "", prompt) && silent.good();
    }

    /** Whether there is such a column, as far as columns are known. */
    boolean has(String field, String column) {
        boolean known = columns.map(names -> names.contains(column)).orElse(true);
        if (!known) {
            fields.wrong(field, "is '" + column + "', a column" + lacking(column));
        }
        return known;
    }

    private boolean fits(String field, String whose, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            fields.wrong(field, whose + "has " + bytes + " bytes; at most " + MAX_BYTES + " are possible");
            return false;
        }
        try {
            Template.parse(text);
            return true;
        } catch (Refused e) {
            fields.wrong(e.problems().stream()
                    .map(problem -> new Problem(field, whose + problem.message()))
                    .toList());
            return false;
        }
    }

    private void needs(String field, String whose, String text) {
        Set<String> needed = Template.parse(text).columns();
        needed.stream()
                .filter(column ->
                        columns.filter(names -> !names.contains(column)).isPresent())
                .forEach(column -> fields.wrong(field, whose + "needs column '" + column + "'," + lacking(column)));
    }

    private String lacking(String column) {
        List<String> names = columns.orElse(List.of());
        return " which the data set does not have" + Nearest.sentence(column, names) + " Columns are: "
                + String.join(", ", names);
    }
}
