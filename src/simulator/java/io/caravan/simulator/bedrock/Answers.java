package io.caravan.simulator.bedrock;

import io.caravan.simulator.bedrock.Survey.InputFile;
import io.caravan.simulator.inference.Answer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All answers of a job: the output lines in a file, in the order of the input, and beside it an index. They are handed
 * out in another order, since Bedrock promises none. While the job waits, two bits a record are in memory.
 */
final class Answers {

    private static final int FAILED = -1;
    /** Files of an output that is spread over several. */
    private static final int PARTS = 3;

    private final Path folder;
    private final List<InputFile> files;
    private final int total;
    private final long seed;
    /** Bit n: the n-th record to be done is an error. */
    private final BitSet errors;

    private Answers(Path folder, List<InputFile> files, int total, long seed, BitSet errors) {
        this.folder = folder;
        this.files = files;
        this.total = total;
        this.seed = seed;
        this.errors = errors;
    }

    /** Has every record of the files answered. */
    static Answers of(Path folder, Storage storage, String bucket, Survey.Valid input, Recorder recorder, long seed)
            throws IOException {
        Files.createDirectories(folder);
        int total = Math.toIntExact(input.records());
        BitSet failed = new BitSet(total);
        int record = 0;
        try (CountingStream lines = new CountingStream(Files.newOutputStream(folder.resolve("lines")));
                DataOutputStream index = new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(folder.resolve("index"))))) {
            for (InputFile file : input.files()) {
                try (InputStream in = storage.open(bucket, file.key())) {
                    Lines source = new Lines(in);
                    while (record < total && source.next()) {
                        long offset = lines.count();
                        Answer answer = recorder.write(source.bytes(), source.length(), lines);
                        index.writeLong(offset);
                        index.writeInt(Math.toIntExact(lines.count() - offset));
                        switch (answer) {
                            case Answer.Given given -> {
                                index.writeInt(given.inputTokens());
                                index.writeInt(given.outputTokens());
                            }
                            case Answer.Refused refused -> {
                                index.writeInt(FAILED);
                                index.writeInt(FAILED);
                                failed.set(record);
                            }
                        }
                        record++;
                    }
                }
            }
        }
        if (record < total) {
            throw new IOException("The input in bucket " + bucket + " was changed while its job ran: " + total
                    + " records were validated, " + record + " are left");
        }
        int[] order = order(total, seed);
        BitSet errors = new BitSet(total);
        for (int i = 0; i < total; i++) {
            errors.set(i, failed.get(order[i]));
        }
        return new Answers(folder, input.files(), total, seed, errors);
    }

    /** The order in which the records are done. */
    private static int[] order(int total, long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        int[] order = new int[total];
        for (int i = 0; i < total; i++) {
            int j = chance.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Errors among the first {@code processed} records that were done. */
    long errors(long processed) {
        return errors.get(0, Math.toIntExact(processed)).cardinality();
    }

    /** An output file to be put beside the manifest. */
    record OutputFile(String name, Path content) {}

    /** What is delivered of a job. */
    record Delivery(List<OutputFile> files, Counts counts) {}

    /**
     * Writes the output of the first {@code processed} records done.
     *
     * @param oddities of the output
     */
    Delivery deliver(long processed, Set<Oddity> oddities) throws IOException {
        int parts = oddities.contains(Oddity.SEVERAL_FILES) ? PARTS : 1;
        long[] offsets = new long[total];
        int[] lengths = new int[total];
        int[] inputTokens = new int[total];
        int[] outputTokens = new int[total];
        try (DataInputStream index =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve("index"))))) {
            for (int i = 0; i < total; i++) {
                offsets[i] = index.readLong();
                lengths[i] = index.readInt();
                inputTokens[i] = index.readInt();
                outputTokens[i] = index.readInt();
            }
        }
        int[] order = order(total, seed);
        long input = 0;
        long output = 0;
        for (int i = 0; i < processed; i++) {
            input += Math.max(0, inputTokens[order[i]]);
            output += Math.max(0, outputTokens[order[i]]);
        }
        long failed = errors(processed);
        List<OutputFile> outputs = new ArrayList<>();
        try (LineFile lines = new LineFile(folder.resolve("lines"))) {
            long first = 0;
            for (InputFile file : files) {
                for (int part = 0; part < parts; part++) {
                    Path content = folder.resolve("output-" + outputs.size());
                    try (OutputLines out = new OutputLines(
                            new BufferedOutputStream(Files.newOutputStream(content), 1 << 16), oddities)) {
                        for (int i = 0; i < processed; i++) {
                            int record = order[i];
                            if (record >= first && record < first + file.records() && i % parts == part) {
                                out.write(lines.read(offsets[record], lengths[record]));
                            }
                        }
                    }
                    outputs.add(new OutputFile(name(file, part), content));
                }
                first += file.records();
            }
        }
        return new Delivery(outputs, new Counts(total, processed - failed, failed, input, output));
    }

    private static String name(InputFile file, int part) {
        String name = file.name();
        return part == 0 ? name + ".out" : name.replaceFirst("\\.jsonl$", "-" + part + ".jsonl") + ".out";
    }
}
