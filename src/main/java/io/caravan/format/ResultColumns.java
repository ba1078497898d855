package io.caravan.format;

import java.util.ArrayList;
import java.util.List;

/** The names of the columns that are added to a data set's own. */
final class ResultColumns {
    private static final String SUFFIX = "_bedrock";

    private ResultColumns() {}

    /** What a result adds. */
    static List<String> ofResult(List<String> input, boolean embeds) {
        return free(
                input,
                List.of(
                        "record_id",
                        embeds ? "embedding" : "response",
                        "status",
                        "error",
                        "stop_reason",
                        "input_tokens",
                        "output_tokens"));
    }

    /** What an errors file adds. */
    static List<String> ofErrors(List<String> input) {
        return free(input, List.of("record_id", "status", "error_class", "error_code", "error_message"));
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
