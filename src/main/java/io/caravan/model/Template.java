package io.caravan.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A prompt with {@code {column}} placeholders; literal braces are written <code>{{</code> and <code>}}</code>.
 *
 * @param parts literals and columns in the order they are rendered
 */
public record Template(List<Part> parts) {

    /** A stretch of a template. */
    public sealed interface Part {}

    /** Text that is the same for every record. */
    public record Literal(String text) implements Part {}

    /** The place of a row's value. */
    public record Column(String name) implements Part {}

    public Template {
        parts = List.copyOf(parts);
    }

    /** A template that is one column and nothing else, as embedding models read it. */
    public static Template ofColumn(String name) {
        return new Template(List.of(new Column(name)));
    }

    /**
     * Reads a template's text.
     *
     * @throws Refused for an unclosed brace, an empty placeholder, or anything else that Python's {@code str.format}
     *     would allow ({@code {a.b}}, {@code {0}}, {@code {x!r}}, {@code {x:>3}}), each by name
     */
    public static Template parse(String text) {
        return new TemplateParser(text).parse();
    }

    /** The columns that a row must have, in order of appearance. */
    public Set<String> columns() {
        return new LinkedHashSet<>(uses());
    }

    /** The columns that are rendered, each as often as it is. */
    public List<String> uses() {
        var names = new ArrayList<String>();
        for (Part part : parts) {
            if (part instanceof Column column) {
                names.add(column.name());
            }
        }
        return names;
    }

    /** The text for one row, of which {@code values} gives each column's value. */
    public String render(UnaryOperator<String> values) {
        var text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal literal -> text.append(literal.text());
                case Column column -> text.append(values.apply(column.name()));
            }
        }
        return text.toString();
    }

    /** Collects parts, merging neighbouring literals. */
    static final class Builder {
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();

        void literal(char c) {
            literal.append(c);
        }

        void column(String name) {
            flush();
            parts.add(new Column(name));
        }

        Template build() {
            flush();
            return new Template(parts);
        }

        private void flush() {
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
        }
    }
}
