package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The columns of a JSONL data set, and which of them each member of a line is. Not thread-safe. */
final class JsonlColumns {
    /** The names of the records that start in so many bytes are the columns. */
    static final int HEAD = 1 << 20;

    private static final int ABSENT = -1;

    private final List<String> names;
    private final byte[][] keys;
    private final Map<String, Integer> numbers = new HashMap<>();
    /** For each column the line's member that it is, or {@link #ABSENT}. */
    private final int[] members;

    JsonlColumns(List<String> names) {
        this.names = names;
        keys = new byte[names.size()][];
        for (int i = 0; i < keys.length; i++) {
            var key = new Buffer(16);
            key.json(names.get(i));
            keys[i] = key.toByteArray();
            numbers.put(names.get(i), i);
        }
        members = new int[keys.length];
    }

    /** The names of a file's first records in order of appearance. */
    static List<String> read(Bytes file, long start, Sizes sizes) throws IOException {
        var names = new LinkedHashSet<String>();
        try (var scanner = new JsonlScanner(file, start, sizes)) {
            boolean any = false;
            while (scanner.next() && scanner.position() - start < HEAD) {
                any = true;
                for (int i = 0; i < scanner.line().members(); i++) {
                    String name = name(scanner, i);
                    if (name.isBlank()) {
                        throw scanner.broken(scanner.line().nameStart(i), "has a blank name; every value needs one");
                    }
                    names.add(name);
                }
            }
            if (!any) {
                throw new BrokenData(file.name() + " is empty: expected one JSON object a line");
            }
            if (names.isEmpty()) {
                throw scanner.broken(scanner.start(), "expected objects with names and values, found {}");
            }
        }
        return new ArrayList<>(names);
    }

    /** Finds the columns of the record that a scanner stands on. */
    void locate(JsonlScanner scanner) throws IOException {
        Arrays.fill(members, ABSENT);
        JsonLine line = scanner.line();
        for (int member = 0; member < line.members(); member++) {
            int column = column(scanner, member);
            if (members[column] != ABSENT) {
                throw scanner.broken(
                        line.nameStart(member),
                        "has '" + names.get(column) + "' twice; every value needs its own name");
            }
            members[column] = member;
        }
    }

    private int column(JsonlScanner scanner, int member) throws IOException {
        JsonLine line = scanner.line();
        // Most lines have all names in the same order.
        if (member < keys.length
                && Arrays.equals(
                        keys[member],
                        0,
                        keys[member].length,
                        scanner.array(),
                        line.nameStart(member),
                        line.nameEnd(member))) {
            return member;
        }
        String name = name(scanner, member);
        Integer column = numbers.get(name);
        if (column == null) {
            throw scanner.broken(
                    line.nameStart(member),
                    "has '" + name + "', which no record of the first MiB has, so it is no column; give it to the first"
                            + " record (null will do). Columns are: " + String.join(", ", names));
        }
        return column;
    }

    boolean has(int column) {
        return members[column] != ABSENT;
    }

    int member(int column) {
        return members[column];
    }

    private static String name(JsonlScanner scanner, int member) {
        JsonLine line = scanner.line();
        return JsonText.of(scanner.array(), line.nameStart(member), line.nameEnd(member));
    }
}
