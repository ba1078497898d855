package io.caravan.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time. A <em>hit</em> is the high bit of a byte that was looked for; of several hits only the first is
 * certain, those behind it may be false.
 */
final class Words {
    static final int SIZE = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = repeat('"');
    private static final long BACKSLASHES = repeat('\\');
    private static final long SPACES = repeat(' ');

    private Words() {}

    static long get(byte[] array, int at) {
        return (long) LONGS.get(array, at);
    }

    static void put(byte[] array, int at, long word) {
        LONGS.set(array, at, word);
    }

    /** A word of eight equal bytes. */
    static long repeat(int b) {
        return (b & 0xffL) * ONES;
    }

    /** Hits bytes equal to those of {@code wanted}, which {@link #repeat} made. */
    static long equal(long word, long wanted) {
        long zero = word ^ wanted;
        return (zero - ONES) & ~zero & HIGHS;
    }

    /** Hits the bytes that JSON escapes in a string. */
    static long escaped(long word) {
        return ((word - SPACES) & ~word & HIGHS) | equal(word, QUOTES) | equal(word, BACKSLASHES);
    }

    /** Hits the bytes that are not ASCII, all of them for certain. */
    static long notAscii(long word) {
        return word & HIGHS;
    }

    /**
     * Where the first byte stands that is {@code wanted}, which {@link #repeat} made; {@code to} for none. The array has
     * {@link #SIZE} bytes behind {@code to}.
     */
    static int index(byte[] array, int from, int to, long wanted) {
        for (int at = from; at < to; at += SIZE) {
            long hits = equal(get(array, at), wanted);
            if (hits != 0) {
                return Math.min(at + first(hits), to);
            }
        }
        return to;
    }

    /** The index of the first hit in its word; {@link #SIZE} for none. */
    static int first(long hits) {
        return Long.numberOfTrailingZeros(hits) >>> 3;
    }
}
