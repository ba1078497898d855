package io.caravan.format;

import io.caravan.model.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The names of the columns that are added to a data set's own. */
final class ResultColumns {
    private static final String SUFFIX = "_bedrock";
    /** In front of the properties of an output schema. */
    static final int LEADING = 2;

    private ResultColumns() {}

    /**
     * What a result adds. A property gives way to the names that every result has, so that these can be relied on.
     */
    static List<String> ofResult(List<String> input, AnswerColumns answers) {
        List<String> own = free(
                input,
                List.of(
                        "record_id",
                        answers.name(),
                        "status",
                        "error",
                        "stop_reason",
                        "input_tokens",
                        "output_tokens",
                        "cost_usd"));
        var all = new ArrayList<>(own);
        all.addAll(
                LEADING,
                free(
                        Stream.concat(input.stream(), own.stream()).toList(),
                        answers.properties().stream().map(Property::name).toList()));
        return List.copyOf(all);
    }

    /** What an errors file adds; the last one only where there is such an answer. */
    static List<String> ofErrors(List<String> input) {
        return free(
                input, List.of("record_id", "status", "error_class", "error_code", "error_message", "error_answer"));
    }

    /** A name that is taken gets the suffix until it is free. */
    static List<String> free(List<String> taken, List<String> wanted) {
        var all = new ArrayList<>(taken);
        for (String name : wanted) {
            String free = name;
            while (all.contains(free)) {
                free += SUFFIX;
            }
            all.add(free);
        }
        return List.copyOf(all.subList(taken.size(), all.size()));
    }
}
