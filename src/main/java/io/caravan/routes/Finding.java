package io.caravan.routes;

import java.util.Comparator;

/**
 * Something that a file of routes should not have.
 *
 * @param line from 1
 * @param weight whether it stops the start
 * @param reason what was found and what was expected
 */
public record Finding(String file, int line, Weight weight, String reason) implements Comparable<Finding> {

    /** How bad it is. */
    public enum Weight {
        /** The route would not start, or do something else than it says. */
        WRONG,
        /** It runs; whoever reads it next will wonder. */
        ADVICE
    }

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::weight)
            .thenComparing(Finding::file)
            .thenComparing(Finding::line)
            .thenComparing(Finding::reason);

    static Finding wrong(RouteFile file, String pointer, String reason) {
        return new Finding(file.name(), file.line(pointer), Weight.WRONG, reason);
    }

    static Finding advice(RouteFile file, String pointer, String reason) {
        return new Finding(file.name(), file.line(pointer), Weight.ADVICE, reason);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + (weight == Weight.ADVICE ? "(advice) " : "") + reason;
    }
}
