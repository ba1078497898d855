package io.caravan.collect;

import io.caravan.family.Family;
import io.caravan.format.Lines;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.S3Uri;
import io.caravan.model.Tally;
import io.caravan.model.Tokens;
import io.caravan.port.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the outputs of one or more attempts say, on local disk: memory grows with the number of rows looked for (14 bytes
 * each), never with what the answers hold. Not thread-safe.
 */
final class Answers implements Closeable {
    /** The most bytes of an answer that is read: what a model writes is far below. */
    static final int LONGEST = 8 * 1024 * 1024;

    private static final String SUFFIX = ".jsonl.out";

    private static final byte OUTPUT = 1;
    private static final byte ERROR = 2;
    /** What is put for the row says what is too long. */
    private static final byte TOO_LONG = 3;

    private final RowFile file;
    private final Places places;
    private final Family family;
    private final List<Output> attempts;
    /** What was put for a row: the last word about it. */
    private final byte[] words;
    /** Which of the outputs spoke it. */
    private final byte[] speaker;

    private long ignored;
    private Tally.Portion padding = Tally.Portion.NONE;

    private Answers(RowFile file, Places places, Family family, List<Output> attempts) {
        this.file = file;
        this.places = places;
        this.family = family;
        this.attempts = attempts;
        this.words = new byte[places.size()];
        this.speaker = new byte[places.size()];
    }

    /**
     * Fetches all output files below some prefixes, one an attempt. A later attempt's word about a row replaces an
     * earlier one's; of two lines of one attempt an answer counts before an error, and otherwise the first.
     */
    static Answers fetch(ObjectStore store, List<Output> attempts, Places places, Family family) throws IOException {
        var answers = new Answers(RowFile.of(places.size()), places, family, attempts);
        try {
            for (int i = 0; i < attempts.size(); i++) {
                answers.add(store, attempts.get(i).prefix(), (byte) (i + 1));
            }
            return answers;
        } catch (IOException | RuntimeException e) {
            answers.close();
            throw e;
        }
    }

    /** Lines that were no record of this job, repeated one, or were cut off. */
    long ignored() {
        return ignored;
    }

    /** What filled up the first of the attempts, which a tally of that attempt counts beside its rows. */
    Tally.Portion padding() {
        return padding;
    }

    /** Whether what is said of a row was said on demand. */
    boolean onDemand(long row) {
        int place = places.of(row);
        return place >= 0
                && speaker[place] > 0
                && attempts.get(speaker[place] - 1).onDemand();
    }

    /** What is said of a row; empty when nothing is. */
    Optional<Answer> of(long row) throws IOException {
        int place = places.of(row);
        if (place < 0 || !file.find(place)) {
            return Optional.empty();
        }
        byte[] bytes = file.bytes();
        int from = file.start();
        int length = file.length(place);
        return switch (words[place]) {
            case OUTPUT -> Optional.of(family.answer(bytes, from, length));
            case ERROR -> Optional.of(RecordError.read(bytes, from, length));
            default -> Optional.of(tooLong(new String(bytes, from, length, StandardCharsets.US_ASCII)));
        };
    }

    private static Answer tooLong(String what) {
        return Answer.Failed.of(ErrorClass.UNREADABLE, what + "; the whole answer is in the job's output");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void add(ObjectStore store, S3Uri prefix, byte attempt) throws IOException {
        List<ObjectStore.Info> outputs;
        try (Stream<ObjectStore.Info> objects = store.list(prefix)) {
            outputs = objects.filter(info -> info.uri().key().endsWith(SUFFIX)).toList();
        }
        var line = new OutputLine();
        for (ObjectStore.Info output : outputs) {
            try (var lines = new Lines(store.read(output.uri(), 0, output.size()))) {
                while (lines.next()) {
                    boolean kept = lines.tooLong()
                            ? keepLong(store, output.uri(), lines, attempt)
                            : lines.length() == 0 || keep(line, lines, attempt);
                    if (!kept && attempt == 1) {
                        ignored++; // later attempts are pooled: lines of other chunks are to be expected there
                    }
                }
            }
        }
    }

    private void pad(OutputLine line, byte[] bytes, byte attempt) {
        if (attempt == 1) { // that of a later attempt is counted in its own tally
            padding = padding.with(
                    line.outputLength > 0
                            ? family.answer(bytes, line.outputFrom, line.outputLength)
                                    .billed()
                            : Tokens.UNKNOWN);
        }
    }

    /** Keeps what answers a row; echoes of the input are not kept. */
    private boolean keep(OutputLine line, Lines lines, byte attempt) throws IOException {
        if (!line.read(lines.bytes(), lines.from(), lines.to())) {
            return false;
        }
        if (line.pads()) {
            pad(line, lines.bytes(), attempt);
            return true;
        }
        if (line.errorLength > 0) {
            return keep(line.row(), attempt, ERROR, lines.bytes(), line.errorFrom, line.errorLength);
        }
        return line.outputLength > LONGEST
                ? keepLong(line.row(), attempt, "the answer", line.outputLength, LONGEST)
                : keep(line.row(), attempt, OUTPUT, lines.bytes(), line.outputFrom, line.outputLength);
    }

    /** A line that cannot be held is read once more, for its record's id alone. */
    private boolean keepLong(ObjectStore store, S3Uri output, Lines lines, byte attempt) throws IOException {
        long row = LongLine.row(store.read(output, lines.start(), lines.end()));
        return keepLong(row, attempt, "the answer's line", lines.end() - lines.start(), Lines.LONGEST);
    }

    private boolean keepLong(long row, byte attempt, String what, long size, int longest) throws IOException {
        byte[] said = (what + " has " + size + " bytes, at most " + longest + " are read")
                .getBytes(StandardCharsets.US_ASCII);
        return keep(row, attempt, TOO_LONG, said, 0, said.length);
    }

    private boolean keep(long row, byte attempt, byte word, byte[] bytes, int from, int length) throws IOException {
        int place = places.of(row);
        boolean spoken = place >= 0 && speaker[place] == attempt && (word == ERROR || words[place] != ERROR);
        if (place < 0 || length == 0 || spoken) {
            return false;
        }
        words[place] = word;
        speaker[place] = attempt;
        file.put(place, bytes, from, length);
        return true;
    }
}
