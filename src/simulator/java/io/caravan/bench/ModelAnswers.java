package io.caravan.bench;

import io.caravan.format.Buffer;
import io.caravan.format.Lines;
import io.caravan.model.RecordId;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Job outputs in the form that Bedrock's documentation gives for Claude: each line of the input echoed, with an answer,
 * in another order. Not part of what is measured: {@code ModelAnswers <folder>}.
 */
final class ModelAnswers {
    private static final String[] MOODS = {"content", "annoyed", "delighted", "neutral", "torn"};

    private final FileStore store;

    private ModelAnswers(FileStore store) {
        this.store = store;
    }

    public static void main(String[] args) {
        var answers = new ModelAnswers(new FileStore(Path.of(args[0]).resolve("s3")));
        AllCores.each(answers.inputs(), answers::answer);
    }

    private List<S3Uri> inputs() {
        try (Stream<ObjectStore.Info> objects =
                store.list(new S3Uri(CaravanWay.BUCKET, "runs/" + CaravanWay.RUN + "/jobs/"))) {
            return objects.map(ObjectStore.Info::uri)
                    .filter(uri -> uri.key().endsWith("/input.jsonl"))
                    .toList();
        }
    }

    private void answer(S3Uri input) {
        Path output =
                store.path(new S3Uri(input.bucket(), input.key().replace("input.jsonl", "output/job/input.jsonl.out")));
        try {
            Files.createDirectories(output.getParent());
            List<byte[]> records = records(input);
            Collections.shuffle(records, new Random(1));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(output), 1 << 18)) {
                for (byte[] line : records) {
                    out.write(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<byte[]> records(S3Uri input) throws IOException {
        var answered = new ArrayList<byte[]>();
        byte[] head = "{\"recordId\":\"r0000000000\",".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (var lines = new Lines(store.read(input, 0, Long.MAX_VALUE))) {
            while (lines.next()) {
                var line = new Buffer(lines.length() + 900);
                long row = RecordId.row(lines.bytes(), lines.from() + 13, RecordId.LENGTH);
                line.append((byte) '{');
                line.append(lines.bytes(), lines.from() + head.length, lines.length() - head.length - 1);
                line.append(",\"modelOutput\":{\"model\":\"claude-3-haiku-20240307\",\"id\":\"msg_bdrk_" + row
                        + "\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"");
                line.append(text(row));
                line.append("\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
                        + (150 + row % 100) + ",\"output_tokens\":" + (60 + row % 40) + "}},\"recordId\":\"");
                line.append(RecordId.bytes(row));
                line.append("\"}\n");
                answered.add(line.toByteArray());
            }
        }
        return answered;
    }

    private static String text(long row) {
        return "The mood is " + MOODS[(int) (row % MOODS.length)] + ". 1. It says \\\"item " + row
                + "\\\" in the opening lines.\\n2. The buyer would" + (row % 3 == 0 ? " not" : "")
                + " buy it again, as the price and the finish show.\\n3. The delivery took " + row % 28
                + " days, which is named twice, once as très lent.\\nOn the whole the review is worth reading for the"
                + " details it gives on daily use.";
    }
}
