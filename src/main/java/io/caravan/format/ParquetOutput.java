package io.caravan.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Writes Parquet to a stream, packed with zstd. A row group is held in memory until it is whole. */
final class ParquetOutput implements OutputFile {
    /** Of about this many bytes, packed: a bound of memory, and large enough to be read fast. */
    private static final long ROW_GROUP = 16L << 20;
    /** After so many rows the size is looked at: rows may be large. */
    private static final int LOOK = 1;

    private final OutputStream out;

    private ParquetOutput(OutputStream out) {
        this.out = out;
    }

    /**
     * A writer whose {@code close} ends the file and leaves the stream open.
     *
     * @param write writes the fields of a record
     */
    static <T> ParquetWriter<T> writer(OutputStream out, MessageType schema, BiConsumer<T, RecordConsumer> write)
            throws IOException {
        return new Builder<>(new ParquetOutput(out), new Support<>(schema, write))
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP)
                .withMinRowCountForPageSizeCheck(LOOK)
                .withMaxRowCountForPageSizeCheck(LOOK)
                .build();
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new Positioned(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    /** Counts what it passes on. */
    private static final class Positioned extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        Positioned(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
            position += count;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() {
            // Who opened the stream closes it.
        }
    }

    @SuppressWarnings("deprecation") // what takes Hadoop's configuration is abstract still
    private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
        private final Support<T> support;

        Builder(OutputFile file, Support<T> support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder<T> self() {
            return this;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(Configuration conf) {
            return support;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(ParquetConfiguration conf) {
            return support;
        }
    }

    @SuppressWarnings("deprecation") // the same
    private static final class Support<T> extends WriteSupport<T> {
        private final MessageType schema;
        private final BiConsumer<T, RecordConsumer> write;
        private RecordConsumer consumer;

        @SuppressWarnings("NullAway.Init") // prepareForWrite comes before write
        Support(MessageType schema, BiConsumer<T, RecordConsumer> write) {
            this.schema = schema;
            this.write = write;
        }

        @Override
        public WriteContext init(Configuration conf) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration conf) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(T row) {
            consumer.startMessage();
            write.accept(row, consumer);
            consumer.endMessage();
        }
    }
}
