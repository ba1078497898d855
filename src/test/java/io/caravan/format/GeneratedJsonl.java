package io.caravan.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Well-formed JSON lines of every kind of oddity; each has a value in {@code id}, and some of the other names. */
final class GeneratedJsonl {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-0.5e+3",
            "\"\"",
            "\"plain words\"",
            "\"q\\\"\\\\\"",
            "\"\\u00e9\\n}],:\"",
            "\"é€😀\"",
            "[]",
            "{}",
            "[1, {\"id\":\"]\"}, \"}\"]",
            "{\"a\" : {\"b\":[ \"\\\"\" ]} }");
    private static final List<String> SPACES = List.of("", "", "", " ", "\t", "\r");
    private static final List<String> LINE_ENDS = List.of("\n", "\n", "\r\n", "\n\n", "\n \r\n");

    private GeneratedJsonl() {}

    static String of(SplittableRandom random) {
        var text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
        int lines = 1 + random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            text.append(i == 0 ? "" : one(LINE_ENDS, random));
            text.append(line(i, random));
        }
        return text.append(random.nextBoolean() ? "\n" : "").toString();
    }

    private static String line(int number, SplittableRandom random) {
        var members = new ArrayList<String>(List.of("\"id\":" + number));
        int more = random.nextInt(4);
        for (int i = 0; i < more; i++) {
            members.add("\"c" + i + "\"" + one(SPACES, random) + ":" + one(SPACES, random) + one(VALUES, random)
                    + one(SPACES, random));
        }
        if (random.nextInt(3) == 0) {
            Collections.reverse(members);
        }
        return one(SPACES, random) + "{" + one(SPACES, random) + String.join(",", members) + "}" + one(SPACES, random);
    }

    private static String one(List<String> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }
}
