package io.caravan.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes under construction: a growing array that is reused from record to record. Not thread-safe. */
public final class Buffer extends OutputStream {
    private byte[] bytes;
    private int length;

    public Buffer(int capacity) {
        bytes = new byte[capacity];
    }

    public void clear() {
        length = 0;
    }

    public int length() {
        return length;
    }

    /** Shortens to what it was at an earlier {@link #length}. */
    public void truncate(int earlier) {
        length = Math.min(length, earlier);
    }

    public void append(byte b) {
        room(1);
        bytes[length++] = b;
    }

    public void append(byte[] from) {
        append(from, 0, from.length);
    }

    public void append(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Appends as UTF-8. */
    public void append(String text) {
        append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends the digits. */
    public void append(long number) {
        append(Long.toString(number));
    }

    /** Appends text as the inside of a JSON string: escaped, without the quotes around it. */
    public void json(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        json(utf8, 0, utf8.length);
    }

    /** Appends UTF-8 as the inside of a JSON string: escaped, without the quotes around it. */
    public void json(byte[] from, int offset, int count) {
        escape(from, offset, offset + count, 1);
    }

    /** The same for the inside of a quoted CSV field, where each quote is written twice. */
    void jsonOfQuoted(byte[] from, int offset, int count) {
        escape(from, offset, offset + count, 2);
    }

    /** Copies words up to the next byte to be escaped; {@code quoteWidth} is how many bytes a quote has in the source. */
    private void escape(byte[] from, int start, int end, int quoteWidth) {
        room(end - start + Words.SIZE);
        int at = start;
        while (at < end) {
            room(Words.SIZE);
            if (at + Words.SIZE <= from.length) {
                long word = Words.get(from, at);
                Words.put(bytes, length, word);
                // What the word holds behind 'plain' is written over by what comes next.
                int plain = Math.min(Words.first(Words.escaped(word)), end - at);
                at += plain;
                length += plain;
                if (plain == Words.SIZE || at == end) {
                    continue;
                }
            }
            byte b = from[at];
            at += b == '"' ? quoteWidth : 1;
            escape(b);
        }
    }

    private void escape(byte b) {
        byte[] escape = Json.escape(b);
        if (escape.length == 0) {
            append(b);
        } else {
            append(escape);
        }
    }

    /** Whether its first byte is this one. */
    boolean startsWith(char ascii) {
        return length > 0 && bytes[0] == ascii;
    }

    /** Appends the low byte, as every stream does. */
    @Override
    public void write(int b) {
        append((byte) b);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        append(from, offset, count);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Its bytes read as UTF-8. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void room(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }
}
