package io.caravan.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A well-formed CSV file of every kind of oddity, and the values that it must be read as. */
record GeneratedCsv(byte[] bytes, List<String> columns, List<List<String>> records) {
    private static final List<String> PIECES = List.of(
            "a",
            "007",
            " ",
            ",",
            "\"",
            "\n",
            "\r",
            "\r\n",
            "\\",
            "\t",
            "\u0000",
            "\u001f",
            "é",
            "€",
            "😀",
            "plain words",
            "{x}");
    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

    static GeneratedCsv of(long seed) {
        // Unlike Random, it is not alike for seeds that follow each other.
        var random = new SplittableRandom(seed);
        int width = 1 + random.nextInt(4);
        var columns = new ArrayList<String>();
        for (int i = 0; i < width; i++) {
            columns.add("c" + i + (random.nextInt(4) == 0 ? value(random) : ""));
        }
        columns.replaceAll(name -> name.replace("\u0000", ""));
        var records = new ArrayList<List<String>>();
        int count = random.nextInt(12);
        for (int r = 0; r < count; r++) {
            var record = new ArrayList<String>();
            for (int i = 0; i < width; i++) {
                record.add(random.nextInt(5) == 0 ? "" : value(random));
            }
            records.add(record);
        }
        return new GeneratedCsv(bytes(columns, records, random), columns, records);
    }

    private static String value(SplittableRandom random) {
        var value = new StringBuilder();
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            value.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return value.toString();
    }

    private static byte[] bytes(List<String> columns, List<List<String>> records, SplittableRandom random) {
        var text = new StringBuilder();
        String lineEnd = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
        boolean mixed = random.nextInt(5) == 0;
        boolean blanks = columns.size() > 1 && random.nextBoolean();
        line(columns, text, false, random);
        for (List<String> record : records) {
            text.append(mixed ? LINE_ENDS.get(random.nextInt(LINE_ENDS.size())) : lineEnd);
            if (blanks && random.nextInt(3) == 0) {
                text.append(lineEnd);
            }
            line(record, text, mixed && columns.size() == 1, random);
        }
        boolean lastIsBlank = columns.size() == 1
                && !records.isEmpty()
                && records.get(records.size() - 1).get(0).isEmpty();
        if (lastIsBlank || random.nextBoolean()) {
            text.append(lineEnd);
        }
        var bytes = new ByteArrayOutputStream();
        if (random.nextInt(4) == 0) {
            bytes.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        }
        bytes.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static void line(List<String> values, StringBuilder text, boolean quoteEmpty, SplittableRandom random) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            // An empty line between "\r" and "\n" would not be seen.
            boolean needed =
                    value.startsWith("\"") || value.matches("(?s).*[,\\n\\r].*") || (quoteEmpty && value.isEmpty());
            text.append(i == 0 ? "" : ",");
            text.append(needed || random.nextInt(4) == 0 ? '"' + value.replace("\"", "\"\"") + '"' : value);
        }
    }
}
