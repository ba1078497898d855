package io.caravan.format;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A text over and over, without being held. */
public final class Repeated extends InputStream {
    private final byte[] text;
    private final long length;
    private long at;

    /** @param length of the whole, in bytes */
    public Repeated(String text, long length) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.length = length;
    }

    @Override
    public int read() {
        return at == length ? -1 : text[(int) (at++ % text.length)] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        int got = (int) Math.min(count, length - at);
        for (int i = 0; i < got; i++) {
            into[offset + i] = text[(int) (at++ % text.length)];
        }
        return got == 0 && count > 0 ? -1 : got;
    }
}
