package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Where the text of a file starts: behind its byte order mark, if it has one. */
final class TextStart {
    private static final int BOM_SIZE = 3;
    private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

    private TextStart() {}

    /**
     * Steps over a UTF-8 byte order mark; refuses those of UTF-16 and UTF-32, and what is no text by its first bytes.
     *
     * @param mend says what to do about such a file
     */
    static long of(Bytes file, String mend) throws IOException {
        byte[] first;
        try (InputStream in = file.open(0, Math.min(PARQUET.length, file.size()))) {
            first = in.readNBytes(PARQUET.length);
        }
        int mark = first.length < 2 ? 0 : (first[0] & 0xff) << 8 | (first[1] & 0xff);
        if (mark == 0x1F8B) {
            throw new BrokenData(file.name() + " begins as a file packed with gzip; give it a name that ends in .gz");
        }
        if (Arrays.equals(first, PARQUET)) {
            throw new BrokenData(file.name() + " begins as a Parquet file; give it a name that ends in .parquet");
        }
        if (mark == 0xFFFE || mark == 0xFEFF) {
            throw new BrokenData(file.name() + " begins with the byte order mark of UTF-16; " + mend);
        }
        return mark == 0xEFBB && first.length >= BOM_SIZE && (first[2] & 0xff) == 0xBF ? BOM_SIZE : 0;
    }
}
