package io.caravan.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the records of a CSV file and their fields in its bytes, decoding nothing (RFC 4180; lines end with LF, CRLF or
 * CR; a quote inside a field that does not begin with one is text). Planning and reading both walk with it, so they
 * agree by construction. Not thread-safe.
 *
 * <p>A wholly empty line is no record, except in a file of one column, where it is an empty value.
 */
final class CsvScanner implements Closeable {
    private static final int MORE = -1;
    private static final byte QUOTE = '"';
    private static final long QUOTES = Words.repeat(QUOTE);
    private static final long LINE_FEEDS = Words.repeat('\n');
    private static final long RETURNS = Words.repeat('\r');

    private final Bytes file;
    private final byte separator;
    private final long separators;
    private final CsvFault fault;
    private final Window window;
    private List<String> columns;

    /** Where each of the record's fields ends in the window. */
    private int[] ends = new int[16];

    private int fields;
    /** Where in the window the next record starts. */
    private int after;

    private Optional<LongRecord> tooLong = Optional.empty();

    /** @param columns what each record has to have; empty to take any number of fields, as for the header */
    CsvScanner(Bytes file, long position, byte separator, List<String> columns, Sizes sizes) {
        this.file = file;
        this.separator = separator;
        this.columns = columns;
        separators = Words.repeat(separator);
        fault = new CsvFault(file);
        window = new Window(file, position, sizes);
    }

    /** From now on each record has these columns. */
    void expect(List<String> names) {
        columns = names;
    }

    /** Moves to the next record; false after the last one. */
    boolean next() throws IOException {
        tooLong = Optional.empty();
        do {
            window.drop(after);
            if (window.start() == window.end()) {
                window.fill();
                after = 0;
                if (window.end() == 0) {
                    return false;
                }
            }
            after = record();
        } while (fields == 1 && columns.size() != 1 && tooLong.isEmpty() && start() == end());
        check();
        return true;
    }

    /** Where in the file the record starts. */
    long position() {
        return tooLong.map(LongRecord::position).orElseGet(() -> window.position(window.start()));
    }

    /** Where in the file the next record starts. */
    long nextPosition() {
        return window.position(after);
    }

    /** The record when it is too long for the window; then it has no bytes here. */
    Optional<LongRecord> tooLong() {
        return tooLong;
    }

    /** The bytes that hold the record. */
    byte[] array() {
        return window.array();
    }

    int start() {
        return window.start();
    }

    /** Where the record ends, before its line end. */
    int end() {
        return ends[fields - 1];
    }

    int fields() {
        return fields;
    }

    int fieldStart(int field) {
        return field == 0 ? window.start() : ends[field - 1] + 1;
    }

    int fieldEnd(int field) {
        return ends[field];
    }

    /** Finds the record at the window's start, reading on until it is whole; returns where the next one starts. */
    private int record() throws IOException {
        int next = scan(window.last());
        while (next == MORE) {
            if (window.full()) {
                return skipLong();
            }
            window.fill();
            next = scan(window.last());
        }
        return next;
    }

    private int skipLong() throws IOException {
        LongRecord record = LongRecord.read(file, window.position(window.start()), separator);
        tooLong = Optional.of(record);
        fields = record.fields();
        window.seek(record.next());
        return 0;
    }

    private void check() throws IOException {
        if (!columns.isEmpty() && fields != columns.size()) {
            throw fault.fields(position(), columns, fields);
        }
    }

    /** One pass over the record at the window's start; returns where the next one starts, or {@link #MORE}. */
    private int scan(boolean last) throws IOException {
        byte[] array = window.array();
        int end = window.end();
        int at = window.start();
        int count = 0;
        while (true) {
            if (at < end && array[at] == QUOTE) {
                int close = closed(array, at, end, last);
                if (close == MORE) {
                    return MORE;
                }
                at = close;
            } else {
                at = plain(array, at, end);
            }
            if (at == end && !last) {
                return MORE;
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            ends[count++] = at;
            if (at == end || array[at] != separator) {
                fields = count;
                return lineEnd(array, at, end, last);
            }
            at++;
        }
    }

    /** Where the unquoted field ends that goes on at {@code from}. */
    private int plain(byte[] array, int from, int end) {
        for (int at = from; at < end; at += Words.SIZE) {
            long word = Words.get(array, at);
            long hits = Words.equal(word, separators) | Words.equal(word, LINE_FEEDS) | Words.equal(word, RETURNS);
            if (hits != 0) {
                // Behind 'end' the array holds leftovers.
                return Math.min(at + Words.first(hits), end);
            }
        }
        return end;
    }

    /** Where the quoted field ends that opens at {@code open}: behind its closing quote. */
    private int closed(byte[] array, int open, int end, boolean last) throws IOException {
        int at = open + 1;
        while (at < end) {
            long hits = Words.equal(Words.get(array, at), QUOTES);
            if (hits == 0) {
                at += Words.SIZE;
                continue;
            }
            at += Words.first(hits) + 1;
            if (at < end && array[at] == QUOTE) {
                at++;
            } else if (at <= end) {
                return at;
            } else {
                break;
            }
        }
        if (last) {
            throw fault.unclosed(window.position(open));
        }
        return MORE;
    }

    /** Steps over the line end at {@code at}. */
    private int lineEnd(byte[] array, int at, int end, boolean last) throws IOException {
        if (at == end || array[at] == '\n') {
            return Math.min(at + 1, end);
        }
        if (array[at] != '\r') {
            throw fault.behindQuote(window.position(fieldStart(fields - 1)), window.position(at), array[at]);
        }
        if (at + 1 == end) {
            return last ? end : MORE;
        }
        return array[at + 1] == '\n' ? at + 2 : at + 1;
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
