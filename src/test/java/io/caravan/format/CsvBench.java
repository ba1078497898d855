package io.caravan.format;

import io.caravan.model.Answer;
import io.caravan.model.RecordId;
import io.caravan.model.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Throughput of one thread over a CSV file: {@code CsvBench [file.csv]}; without a file it generates two in memory. */
public final class CsvBench {
    private static final int ROUNDS = 5;

    private final String name;
    private final Bytes file;

    private CsvBench(String name, Bytes file) {
        this.name = name;
        this.file = file;
    }

    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            new CsvBench(args[0], local(Path.of(args[0]))).run();
            return;
        }
        new CsvBench("long plain text, 8 columns of 110 bytes", generated(150_000, 8, 110, false)).run();
        new CsvBench("quoted text with quotes and line ends, 4 columns", generated(150_000, 4, 200, true)).run();
        new CsvBench("short values, 12 columns of 6 bytes", generated(1_500_000, 12, 6, false)).run();
    }

    private void run() throws IOException {
        System.out.printf("%s: %.0f MB%n", name, file.size() / 1e6);
        for (int round = 1; round <= ROUNDS; round++) {
            boolean last = round == ROUNDS;
            DataSet data = DataSets.open(List.of(file));
            long start = System.nanoTime();
            RecordIndex index = data.index(read -> {});
            report(last, "scan", start, index);
            start = System.nanoTime();
            chunk(data, index);
            report(last, "chunk (problem, splice of all columns)", start, index);
            start = System.nanoTime();
            part(data, index);
            report(last, "part (copy and answer)", start, index);
        }
    }

    private static void chunk(DataSet data, RecordIndex index) throws IOException {
        byte[] before = "{\"recordId\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] prompt = ("\",\"modelInput\":{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":512,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Summarise: ")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] after = "\"}]}}\n".getBytes(StandardCharsets.US_ASCII);
        var line = new Buffer(1 << 16);
        long row = 0;
        int columns = data.columns().size();
        try (OutputStream out = OutputStream.nullOutputStream();
                Rows rows = data.rows(index.slice(0, index.records()))) {
            while (rows.next()) {
                if (rows.row().problem().isPresent()) {
                    throw new IllegalStateException();
                }
                line.append(before);
                line.append(RecordId.bytes(++row));
                line.append(prompt);
                for (int i = 0; i < columns; i++) {
                    rows.row().jsonText(i, line);
                }
                line.append(after);
                if (line.length() > 60_000) {
                    line.writeTo(out);
                    line.clear();
                }
            }
        }
    }

    private static void part(DataSet data, RecordIndex index) throws IOException {
        var answer = new Answer.Text("A fine answer of some words, as they come.", "end_turn", Tokens.of(120, 11));
        try (PartWriter part = Parts.csv(OutputStream.nullOutputStream(), data.columns(), false, true);
                Rows rows = data.rows(index.slice(0, index.records()))) {
            while (rows.next()) {
                part.row(rows.row(), "r0000000001", answer);
            }
        }
    }

    private void report(boolean last, String what, long start, RecordIndex index) {
        double seconds = (System.nanoTime() - start) / 1e9;
        if (last) {
            System.out.printf(
                    "  %-40s %6.0f MB/s %,12.0f records/s%n",
                    what, file.size() / seconds / 1e6, index.records() / seconds);
        }
    }

    private static Bytes generated(int rows, int columns, int width, boolean quoted) {
        var random = new Random(1);
        var text = new Buffer(1 << 20);
        String words = "the quick brown fox jumps over the lazy dog and runs on ";
        for (int c = 0; c < columns; c++) {
            text.append((c == 0 ? "c" : ",c") + c);
        }
        for (int r = 0; r < rows; r++) {
            text.append((byte) '\n');
            for (int c = 0; c < columns; c++) {
                var value = new StringBuilder();
                int length = width / 2 + random.nextInt(width);
                while (value.length() < length) {
                    int at = random.nextInt(words.length() - 6);
                    value.append(words, at, at + Math.min(6, length - value.length()));
                    if (quoted && random.nextInt(8) == 0) {
                        value.append(random.nextBoolean() ? "\"\"" : "\n");
                    }
                }
                text.append((c == 0 ? "" : ",") + (quoted ? "\"" + value + "\"" : value));
            }
        }
        return new Memory("generated.csv", text.toByteArray(), Integer.MAX_VALUE);
    }

    private static Bytes local(Path path) throws IOException {
        long size = java.nio.file.Files.size(path);
        return new Bytes() {
            @Override
            public String name() {
                return path.toString();
            }

            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open(long from, long to) throws IOException {
                SeekableByteChannel channel = java.nio.file.Files.newByteChannel(path);
                return Channels.newInputStream(channel.position(from));
            }
        };
    }
}
