package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.Closeable;
import java.io.IOException;

/**
 * Finds the records of a JSONL file: each line that is not blank is a JSON object. Lines end with LF, as strings may
 * hold every other line end. Not thread-safe.
 */
final class JsonlScanner implements Closeable {
    private static final long LINE_FEEDS = Words.repeat('\n');

    private final Bytes file;
    private final Window window;
    private final int longest;
    private final JsonLine line = new JsonLine();
    private int end;
    /** Where in the window the next line starts. */
    private int after;

    JsonlScanner(Bytes file, long position, Sizes sizes) {
        this.file = file;
        window = new Window(file, position, sizes);
        longest = sizes.record();
    }

    /** Moves to the next record; false after the last one. */
    boolean next() throws IOException {
        do {
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
                throw broken(window.start(), "has more than " + longest + " bytes, the most that a line may have");
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
            throw broken(
                    fault.at(),
                    "column " + (fault.at() - start() + 1) + " is not JSON as it should be: " + fault.what());
        }
    }

    /** What is wrong at an index of the window. */
    BrokenData broken(int index, String what) throws IOException {
        return new BrokenData(file.name() + " line " + LineNumber.of(file, window.position(index)) + ": " + what);
    }

    /** Where in the file the record starts. */
    long position() {
        return window.position(window.start());
    }

    JsonLine line() {
        return line;
    }

    /** The bytes that hold the record. */
    byte[] array() {
        return window.array();
    }

    int start() {
        return window.start();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
