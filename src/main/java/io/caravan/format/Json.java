package io.caravan.format;

import java.nio.charset.StandardCharsets;

/** How each byte stands inside a JSON string: itself, or its escape. */
final class Json {
    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static final byte[][] ESCAPES = escapes();
    private static final byte[] SIZES = sizes();

    private Json() {}

    /** A name as {@code "name":}. */
    static byte[] key(String name) {
        var key = new Buffer(name.length() + 3);
        string(name, key);
        key.append((byte) ':');
        return key.toByteArray();
    }

    /** Appends a text as a JSON string. */
    static void string(String text, Buffer to) {
        to.append((byte) '"');
        to.json(text);
        to.append((byte) '"');
    }

    /** The escape of a byte; empty for one that stands for itself. */
    static byte[] escape(byte b) {
        return ESCAPES[b & 0xff];
    }

    /** How many bytes these bytes take inside a JSON string. */
    static long size(byte[] array, int from, int to) {
        long size = 0;
        int at = from;
        while (at < to) {
            if (at + Words.SIZE <= to && Words.escaped(Words.get(array, at)) == 0) {
                size += Words.SIZE;
                at += Words.SIZE;
            } else {
                // The rest of the word byte by byte: a hit is rarely alone.
                int stop = Math.min(at + Words.SIZE, to);
                for (; at < stop; at++) {
                    size += SIZES[array[at] & 0xff];
                }
            }
        }
        return size;
    }

    private static byte[][] escapes() {
        var escapes = new byte[256][0];
        for (int b = 0; b < ' '; b++) {
            escapes[b] = String.format("\\u%04X", b).getBytes(StandardCharsets.US_ASCII);
        }
        String named = "\"\"\\\\\bb\ff\nn\rr\tt";
        for (int i = 0; i < named.length(); i += 2) {
            escapes[named.charAt(i)] = new byte[] {'\\', (byte) named.charAt(i + 1)};
        }
        return escapes;
    }

    private static byte[] sizes() {
        var sizes = new byte[ESCAPES.length];
        for (int b = 0; b < sizes.length; b++) {
            sizes[b] = (byte) Math.max(1, ESCAPES[b].length);
        }
        return sizes;
    }
}
