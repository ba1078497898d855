package io.caravan.format;

import io.caravan.model.CsvForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Text files as they are pinned and read: not packed, and in UTF-8. */
public record PlainText(CsvForm csv) {
    /** Whether a file of this name is so already. */
    public boolean is(String name) {
        return !Gzip.packed(name) && !foreign(name);
    }

    /**
     * Makes a file so, a stretch at a time. Reading throws {@link io.caravan.model.BrokenData} where the file is damaged,
     * cut off, or not in its charset, or unpacks to more than may be.
     *
     * @param in is closed with what is returned
     * @param most how many bytes it may unpack to
     */
    public InputStream of(String name, InputStream in, long most) throws IOException {
        InputStream unpacked = Gzip.packed(name) ? Gzip.unpack(name, in, most) : in;
        return foreign(name) ? new Utf8Stream(name, unpacked, csv.charset()) : unpacked;
    }

    private boolean foreign(String name) {
        return DataSets.isCsv(name) && !csv.charset().equals(StandardCharsets.UTF_8);
    }
}
