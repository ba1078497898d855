package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds the records of a JSONL file: each line that is not blank is a JSON object. Lines end with LF, as strings may
 * hold every other line end. Not thread-safe.
 */
final class JsonlScanner implements Closeable {
    private static final long LINE_FEEDS = Words.repeat('\n');

    private final Bytes file;
    private final Window window;
    private final int limit;
    private final JsonLine line = new JsonLine();
    private int end;
    /** Where in the window the next line starts. */
    private int after;

    private Optional<LongJsonLine> tooLong = Optional.empty();

    JsonlScanner(Bytes file, long position, Sizes sizes) {
        this.file = file;
        window = new Window(file, position, sizes);
        limit = sizes.record();
    }

    /** Moves to the next record; false after the last one. */
    boolean next() throws IOException {
        do {
            tooLong = Optional.empty();
            window.drop(after);
            if (window.start() == window.end()) {
                window.fill();
                after = 0;
                if (window.end() == 0) {
                    return false;
                }
            }
            findEnd();
        } while (blank());
        check();
        return true;
    }

    /** Steps over a line that the window cannot hold. */
    private void stepOver() throws IOException {
        LongJsonLine found = LongJsonLine.read(file, window.position(window.start()));
        tooLong = Optional.of(found);
        end = found.text().length;
        window.seek(found.next());
        after = 0;
    }

    private void findEnd() throws IOException {
        int at = window.start();
        while (true) {
            at = Words.index(window.array(), at, window.end(), LINE_FEEDS);
            if (at < window.end() || window.last()) {
                end = at;
                after = Math.min(at + 1, window.end());
                return;
            }
            if (window.full()) {
                stepOver();
                return;
            }
            at -= window.start();
            window.fill();
        }
    }

    private boolean blank() {
        for (int i = start(); i < end; i++) {
            if (array()[i] > ' ' || array()[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private void check() throws IOException {
        int bad = Utf8.fault(array(), start(), end);
        if (bad < end) {
            throw broken(bad, String.format("byte 0x%02X is not UTF-8; save the file as UTF-8", array()[bad]));
        }
        JsonLine.Fault fault = line.read(array(), start(), end);
        if (!fault.what().isEmpty()) {
            String where = tooLong.isPresent()
                    ? "has more than " + limit + " bytes and"
                    : "column " + (fault.at() - start() + 1);
            throw broken(fault.at(), where + " is not JSON as it should be: " + fault.what());
        }
    }

    /** What is wrong at an index of {@link #array}. */
    BrokenData broken(int index, String what) throws IOException {
        return broken(file, tooLong.isPresent() ? position() : window.position(index), what);
    }

    static BrokenData broken(Bytes file, long position, String what) throws IOException {
        return new BrokenData(file.name() + " line " + LineNumber.of(file, position) + ": " + what);
    }

    /** Where in the file the record starts. */
    long position() {
        return tooLong.isPresent() ? tooLong.get().position() : window.position(window.start());
    }

    /** Why the record cannot be sent; empty for one that the window holds. */
    Optional<String> problem() {
        return tooLong.map(found -> String.format(
                "the line at byte %d of %s has %d bytes; lines of up to %d can be sent",
                found.position(), file.name(), found.end() - found.position(), limit));
    }

    /** Whether a member's value is too large to be held; it is null here. */
    boolean isLarge(int member) {
        return tooLong.isPresent() && tooLong.get().large().get(member);
    }

    JsonLine line() {
        return line;
    }

    /** The bytes that hold the record, but for values that are too large. */
    byte[] array() {
        return tooLong.isPresent() ? tooLong.get().text() : window.array();
    }

    int start() {
        return tooLong.isPresent() ? 0 : window.start();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
