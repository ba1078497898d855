package io.caravan.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a run and of its folder: lower case letters, digits and inner hyphens, at most {@value #MAX}. */
public record RunId(String value) {
    /** Leaves room for the chunk and the attempt in a Bedrock job name of 63 characters. */
    public static final int MAX = 53;

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0," + (MAX - 2) + "}[a-z0-9])?");

    public RunId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a run id: '" + value + "'");
        }
    }

    /** Whether {@code text} could be a run's id; what comes from outside is asked first. */
    public static boolean fits(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** The run that the name of a run or of one of its jobs speaks of; empty for any other text. */
    public static Optional<RunId> in(String name) {
        return JobId.parse(name)
                .map(JobId::run)
                .or(() -> Optional.of(name).filter(RunId::fits).map(RunId::new));
    }

    @Override
    public String toString() {
        return value;
    }
}
