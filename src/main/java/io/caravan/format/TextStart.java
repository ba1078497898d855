package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.io.InputStream;

/** Where the text of a file starts: behind its byte order mark, if it has one. */
final class TextStart {
    private static final int BOM_SIZE = 3;

    private TextStart() {}

    /**
     * Steps over a UTF-8 byte order mark; refuses those of UTF-16 and UTF-32.
     *
     * @param mend says what to do about such a file
     */
    static long of(Bytes file, String mend) throws IOException {
        byte[] first;
        try (InputStream in = file.open(0, Math.min(BOM_SIZE, file.size()))) {
            first = in.readNBytes(BOM_SIZE);
        }
        int mark = first.length < 2 ? 0 : (first[0] & 0xff) << 8 | (first[1] & 0xff);
        if (mark == 0xFFFE || mark == 0xFEFF) {
            throw new BrokenData(file.name() + " begins with the byte order mark of UTF-16; " + mend);
        }
        return mark == 0xEFBB && first.length == BOM_SIZE && (first[2] & 0xff) == 0xBF ? BOM_SIZE : 0;
    }
}
