package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The memory that a Parquet file may take, whatever it says of itself: its reader takes what a page's header tells of
 * before it unpacks the page.
 */
final class ParquetRoom {
    private static final long HEAP = Runtime.getRuntime().maxMemory();

    /** The most packed bytes of a row group that is held. */
    static final long GROUP = Math.max(128L << 20, HEAP / 8);
    /** The most unpacked bytes of a page. */
    static final long PAGE = Math.max(64L << 20, HEAP / 16);

    private ParquetRoom() {}

    /** Pages whose dictionaries have no more values than their bytes have room for. */
    static PageReadStore checked(PageReadStore pages) {
        return new PageReadStore() {
            @Override
            public PageReader getPageReader(ColumnDescriptor column) {
                return new CheckedPages(pages.getPageReader(column), column);
            }

            @Override
            public long getRowCount() {
                return pages.getRowCount();
            }

            @Override
            public void close() {
                pages.close();
            }
        };
    }

    private record CheckedPages(PageReader pages, ColumnDescriptor column) implements PageReader {
        @Override
        public DictionaryPage readDictionaryPage() {
            DictionaryPage page = pages.readDictionaryPage();
            if (page != null
                    && (long) page.getDictionarySize() * width()
                            > page.getBytes().size()) {
                throw new BrokenData("the dictionary of column '" + String.join(".", column.getPath()) + "' tells of "
                        + page.getDictionarySize() + " values in "
                        + page.getBytes().size() + " bytes");
            }
            return page;
        }

        /** The fewest bytes of a value: a text has its length before it. */
        private int width() {
            PrimitiveType type = column.getPrimitiveType();
            return type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? type.getTypeLength() : 4;
        }

        @Override
        public long getTotalValueCount() {
            return pages.getTotalValueCount();
        }

        @Override
        public DataPage readPage() {
            return pages.readPage();
        }
    }

    /** Unpacks with others, and no page that is too large. */
    record Codecs(CompressionCodecFactory codecs) implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName name) {
            return codecs.getCompressor(name);
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
            return new Unpacking(codecs.getDecompressor(name));
        }

        @Override
        public void release() {
            codecs.release();
        }
    }

    private record Unpacking(CompressionCodecFactory.BytesInputDecompressor unpacking)
            implements CompressionCodecFactory.BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput packed, int size) throws IOException {
            check(packed.size(), size);
            return unpacking.decompress(packed, size);
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer into, int size) throws IOException {
            check(packedSize, size);
            unpacking.decompress(packed, packedSize, into, size);
        }

        private static void check(long packed, int size) {
            if (size < 0 || size > PAGE) {
                throw new BrokenData("a page of " + packed + " bytes tells that it unpacks to " + size + ", at most "
                        + PAGE + " can be held; the file is damaged, or is to be written with smaller pages");
            }
        }

        @Override
        public void release() {
            unpacking.release();
        }
    }
}
