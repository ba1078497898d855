package io.caravan.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts lines, which is done only when a message needs it: the file is read again up to there. */
final class LineNumber {
    private LineNumber() {}

    /** The number, from 1, of the line that a position of a file is in. Lines end with LF, CRLF or CR. */
    static long of(Bytes file, long position) throws IOException {
        long line = 1;
        int before = 0;
        try (InputStream in = new BufferedInputStream(file.open(0, position), 1 << 16)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\r' || (b == '\n' && before != '\r')) {
                    line++;
                }
                before = b;
            }
        }
        return line;
    }
}
