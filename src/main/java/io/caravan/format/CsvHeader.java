package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/**
 * What a CSV file's beginning tells.
 *
 * @param columns the names in its first line that is not empty, exactly as written
 * @param firstRecord where the first record may start
 * @param empty whether no record follows
 */
record CsvHeader(List<String> columns, long firstRecord, boolean empty) {
    /** Completes what is said of bytes that are not UTF-8. */
    static final String MEND_UTF8 = "save it as UTF-8, or declare what it is, as \"csv\": {\"charset\": \"%s\"}";

    CsvHeader {
        columns = List.copyOf(columns);
    }

    /** Reads no further than the first record. */
    static CsvHeader read(Bytes file, byte separator, Sizes sizes) throws IOException {
        long start = TextStart.of(file, MEND_UTF8.formatted("UTF-16"));
        try (var scanner = new CsvScanner(file, start, separator, List.of(), sizes)) {
            if (!scanner.next()) {
                throw new BrokenData(
                        file.name() + " is empty: expected a line of column names, then one line a record");
            }
            List<String> columns = columns(file, scanner);
            long firstRecord = scanner.nextPosition();
            scanner.expect(columns);
            return new CsvHeader(columns, firstRecord, !scanner.next());
        }
    }

    private static List<String> columns(Bytes file, CsvScanner scanner) {
        if (scanner.tooLong().isPresent()) {
            throw new BrokenData(file.name() + ": its first line, the header, has "
                    + (scanner.nextPosition() - scanner.position()) + " bytes; is it a CSV file with line ends?");
        }
        byte[] array = scanner.array();
        for (int i = scanner.start(); i < scanner.end(); i++) {
            if (array[i] == 0) {
                throw new BrokenData(file.name() + ": its header holds a NUL byte, as UTF-16 or a binary file does; "
                        + MEND_UTF8.formatted("UTF-16"));
            }
        }
        if (!Utf8.valid(array, scanner.start(), scanner.end())) {
            throw new BrokenData(file.name() + ": its header is not UTF-8; " + MEND_UTF8.formatted("windows-1252"));
        }
        List<String> names = new ArrayList<>();
        for (int field = 0; field < scanner.fields(); field++) {
            names.add(CsvField.text(array, scanner.fieldStart(field), scanner.fieldEnd(field)));
        }
        check(file, names);
        return names;
    }

    private static void check(Bytes file, List<String> names) {
        var blank = new ArrayList<String>();
        var seen = new TreeSet<String>();
        var twice = new LinkedHashSet<String>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isBlank()) {
                blank.add(String.valueOf(i + 1));
            } else if (!seen.add(name)) {
                twice.add("'" + name + "'");
            }
        }
        if (!blank.isEmpty()) {
            throw new BrokenData(file.name() + ": its header has no name for column " + String.join(", ", blank)
                    + " of " + names.size() + "; every column needs one");
        }
        if (!twice.isEmpty()) {
            throw new BrokenData(file.name() + ": its header has " + String.join(", ", twice)
                    + " more than once; every column needs a name of its own");
        }
    }
}
