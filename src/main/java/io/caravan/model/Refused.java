package io.caravan.model;

import java.util.List;
import java.util.stream.Collectors;

/** A manifest or data set that Caravan will not run, with everything that is wrong with it at once. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public Refused(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** A refusal for a single reason. */
    public static Refused because(String field, String message) {
        return new Refused(List.of(new Problem(field, message)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
