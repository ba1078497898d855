package io.caravan.format;

import io.caravan.model.CsvForm;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/** A CSV file: RFC 4180, UTF-8, its first line the header. */
final class CsvFile implements DataFile {
    /** Progress is told about as often. */
    private static final long STEP = 8L << 20;

    private final Bytes file;
    private final byte separator;
    private final Sizes sizes;
    private final CsvHeader header;

    private CsvFile(Bytes file, byte separator, Sizes sizes, CsvHeader header) {
        this.file = file;
        this.separator = separator;
        this.sizes = sizes;
        this.header = header;
    }

    static CsvFile open(Bytes file, CsvForm form) throws IOException {
        byte separator = (byte) form.separator();
        return new CsvFile(file, separator, Sizes.USUAL, CsvHeader.read(file, separator, Sizes.FIRST));
    }

    /** The same with sizes that make a test of every boundary. */
    static CsvFile open(Bytes file, Sizes sizes) throws IOException {
        return new CsvFile(file, (byte) ',', sizes, CsvHeader.read(file, (byte) ',', sizes));
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public List<String> columns() {
        return header.columns();
    }

    @Override
    public boolean isEmpty() {
        return header.empty();
    }

    @Override
    public long first() {
        return header.firstRecord();
    }

    @Override
    public RecordIndex index(LongConsumer progress) throws IOException {
        var marks = new Marks(Marks.MOST);
        long told = 0;
        try (CsvScanner scanner = scanner(first())) {
            while (scanner.next()) {
                marks.add(scanner.position(), jsonBytes(scanner));
                if (scanner.position() - told >= STEP) {
                    told = scanner.position();
                    progress.accept(told);
                }
            }
        }
        progress.accept(file.size());
        return marks.index(file.size());
    }

    /** Separators and quotes are counted as if they were text: too much by a few bytes, never too little. */
    private static long jsonBytes(CsvScanner scanner) {
        // A record too long is never sent.
        return scanner.tooLong().isPresent() ? 0 : Json.size(scanner.array(), scanner.start(), scanner.end());
    }

    @Override
    public Rows rows(long position, long skip) throws IOException {
        CsvScanner scanner = scanner(position);
        try {
            for (long i = 0; i < skip && scanner.next(); i++) {}
            return new CsvRows(file, header.columns(), scanner, sizes.record());
        } catch (IOException | RuntimeException e) {
            scanner.close();
            throw e;
        }
    }

    private CsvScanner scanner(long position) {
        return new CsvScanner(file, position, separator, header.columns(), sizes);
    }
}
