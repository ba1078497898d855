package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text of any charset as UTF-8. Reading throws {@link BrokenData} at a byte that stands for no character. */
final class Utf8Stream extends FilterInputStream {
    private static final int BUFFER = 32 * 1024;

    private final String file;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER);
    private ByteBuffer utf8 = ByteBuffer.allocate(0);
    /** How many bytes of the file are before those in {@link #bytes}. */
    private long before;

    private boolean ended;

    Utf8Stream(String file, InputStream in, Charset charset) {
        super(in);
        this.file = file;
        this.charset = charset;
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!utf8.hasRemaining()) {
            if (ended) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, utf8.remaining());
        utf8.get(into, offset, count);
        return count;
    }

    private void decode() throws IOException {
        before += bytes.position();
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(0, count)).flip();
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, count < 0);
        check(result);
        if (count < 0 && result.isUnderflow()) {
            decoder.flush(chars);
            ended = true;
        }
        utf8 = StandardCharsets.UTF_8.encode(chars.flip());
    }

    private void check(CoderResult result) {
        if (result.isError()) {
            throw new BrokenData(String.format(
                    "%s byte %d (from 0): 0x%02X is no character of %s, which the manifest's csv.charset declares;"
                            + " declare the charset that the file is in, or mend it",
                    file, before + bytes.position(), bytes.get(bytes.position()), charset.name()));
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
