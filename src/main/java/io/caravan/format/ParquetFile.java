package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** A Parquet file. Its footer tells the columns and row counts; only what has no fixed size is read to be measured. */
final class ParquetFile implements DataFile {
    /** No number, date or time takes more as text. */
    static final int LONGEST_FIXED = 48;

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int MARKS = 1 << 16;

    private final Bytes file;
    private final MessageType schema;
    private final List<BlockMetaData> groups;

    private ParquetFile(Bytes file, MessageType schema, List<BlockMetaData> groups) {
        this.file = file;
        this.schema = schema;
        this.groups = List.copyOf(groups);
    }

    static ParquetFile open(Bytes file) throws IOException {
        try (ParquetFileReader reader = reader(file)) {
            var schema = reader.getFileMetaData().getSchema();
            if (schema.getFieldCount() == 0) {
                throw new BrokenData(file.name() + " has no columns");
            }
            List<BlockMetaData> groups = reader.getRowGroups();
            for (int i = 0; i < groups.size(); i++) {
                if (!within(file, groups.get(i))) {
                    throw new BrokenData(file.name() + " row group " + i + " (from 0) is not within the file's "
                            + file.size() + " bytes; the file is cut off or damaged");
                }
                if (groups.get(i).getCompressedSize() > ParquetRoom.GROUP) {
                    throw new BrokenData(file.name() + " row group " + i + " (from 0) has "
                            + groups.get(i).getCompressedSize() + " bytes, at most " + ParquetRoom.GROUP
                            + " can be held; write the file with smaller row groups, or give the service a heap of 8 times"
                            + " as many");
                }
            }
            return new ParquetFile(file, schema, groups);
        }
    }

    /** Memory is taken for what the footer tells of, so a damaged one must not tell of more than there is. */
    private static boolean within(Bytes file, BlockMetaData group) {
        return group.getRowCount() >= 0
                && group.getColumns().stream()
                        .allMatch(column -> column.getStartingPos() >= 0
                                && column.getTotalSize() >= 0
                                && column.getTotalSize() <= file.size() - column.getStartingPos());
    }

    private static ParquetFileReader reader(Bytes file) throws IOException {
        var configuration = new PlainParquetConfiguration();
        var options = ParquetReadOptions.builder(configuration)
                .withCodecFactory(new ParquetRoom.Codecs(new CodecFactory(configuration, 0)))
                .build();
        try {
            return ParquetFileReader.open(new ParquetInput(file), options);
        } catch (IOException | RuntimeException e) {
            BrokenData damaged = ParquetFault.of(
                    file.name() + ": its footer, at the end of its " + file.size()
                            + " bytes, is not one of Parquet that can be read",
                    e);
            throw endsAsOne(file)
                    ? damaged
                    : new BrokenData(file.name() + " is not a Parquet file, or was cut off: the last 4 of its "
                            + file.size() + " bytes are not PAR1");
        }
    }

    private static boolean endsAsOne(Bytes file) throws IOException {
        if (file.size() < 3L * MAGIC.length) {
            return false;
        }
        try (InputStream in = file.open(file.size() - MAGIC.length, file.size())) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public List<String> columns() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    @Override
    public List<Type> types() {
        return schema.getFields().stream().map(ParquetTypes::optional).toList();
    }

    @Override
    public boolean isEmpty() {
        return groups.stream().allMatch(group -> group.getRowCount() == 0);
    }

    @Override
    public long first() {
        return 0;
    }

    @Override
    public RecordIndex index(LongConsumer progress) throws IOException {
        var before = new long[groups.size() + 1];
        for (int i = 0; i < groups.size(); i++) {
            before[i + 1] = before[i] + groups.get(i).getRowCount();
        }
        long records = before[groups.size()];
        long stride = records / MARKS + 1;
        var index = new ParquetIndex(before, file.size(), stride, json(records, stride));
        progress.accept(file.size());
        return index;
    }

    /** Bytes of JSON before every so many records, and in all. */
    private long[] json(long records, long stride) throws IOException {
        List<Type> varied =
                schema.getFields().stream().filter(type -> !isFixed(type)).toList();
        long fixed = (long) LONGEST_FIXED * (schema.getFieldCount() - varied.size());
        var sums = new long[Math.toIntExact((records + stride - 1) / stride) + 1];
        if (varied.isEmpty()) {
            for (int i = 1; i < sums.length; i++) {
                sums[i] = fixed * Math.min(records, i * stride);
            }
            return sums;
        }
        long sum = 0;
        try (var rows = new ParquetRows(file.name(), reader(file), new MessageType(schema.getName(), varied), 0)) {
            for (long record = 1; rows.next(); record++) {
                sum += fixed + rows.row().jsonBytes();
                sums[Math.toIntExact((record + stride - 1) / stride)] = sum;
            }
        }
        return sums;
    }

    static boolean isFixed(Type type) {
        if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
            return false;
        }
        PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
        return name != PrimitiveTypeName.BINARY && name != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    }

    @Override
    public Rows rows(long position, long skip) throws IOException {
        var rows = new ParquetRows(file.name(), reader(file), schema, Math.toIntExact(position));
        try {
            rows.skip(skip);
            return rows;
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }
}
