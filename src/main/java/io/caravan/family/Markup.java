package io.caravan.family;

import io.caravan.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The marks by which a family that is asked with one text tells who speaks in it.
 *
 * <p>A mark in a row's value would be taken for a mark: the value would end the user's turn and go on as somebody else. There
 * is no way to write one that is not one, so such a row is not sent. Marks in the prompt itself are the user's own and
 * stay.
 *
 * @param family the family's name for messages
 * @param marks what a value must not bring into the prompt
 */
record Markup(String family, List<String> marks) {
    Markup {
        marks = List.copyOf(marks);
    }

    /** One text of texts and templates. */
    static Template text(List<Object> pieces) {
        var parts = new ArrayList<Template.Part>();
        for (Object piece : pieces) {
            if (piece instanceof Template template) {
                parts.addAll(template.parts());
            } else {
                parts.add(new Template.Literal(piece.toString()));
            }
        }
        return new Template(parts);
    }

    /** Why a row with these values cannot be sent, if so. */
    Optional<String> objection(Ask ask, UnaryOperator<String> values) {
        return ask.templates()
                .flatMap(template -> objection(template, values).stream())
                .findFirst();
    }

    private Optional<String> objection(Template template, UnaryOperator<String> values) {
        if (template.columns().isEmpty()) {
            return Optional.empty();
        }
        var own = new StringBuilder();
        var filled = new StringBuilder();
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Literal literal) {
                own.append(literal.text());
                filled.append(literal.text());
            } else if (part instanceof Template.Column column) {
                own.append('\n'); // no mark spans it
                filled.append(values.apply(column.name()));
            }
        }
        // Compared after filling: values next to each other, or to the prompt, may make a mark that none of them holds.
        return marks.stream()
                .filter(mark -> count(mark, filled) != count(mark, own))
                .findFirst()
                .map(mark -> message(mark, template, values));
    }

    private String message(String mark, Template template, UnaryOperator<String> values) {
        String where = template.columns().stream()
                .filter(column -> values.apply(column).contains(mark))
                .findFirst()
                .map(column -> "column '" + column + "' holds '")
                .orElse("the row's values make up '");
        return where + mark + "', by which " + family
                + " tells who speaks; it cannot be escaped, so the row is not sent";
    }

    private static int count(String mark, StringBuilder text) {
        int count = 0;
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
            count++;
        }
        return count;
    }
}
