package io.caravan.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file as the Parquet reader wants it: each of its reads is one ranged read of just these bytes. */
final class ParquetInput implements InputFile {
    /** Read at once, as every reader begins with the footer. */
    private static final int TAIL = 64 * 1024;

    private final Bytes file;

    ParquetInput(Bytes file) {
        this.file = file;
    }

    @Override
    public long getLength() {
        return file.size();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        long tail = Math.max(0, file.size() - TAIL);
        var bytes = new byte[(int) (file.size() - tail)];
        fetch(file, tail, bytes, 0, bytes.length);
        return new Ranges(file, tail, bytes);
    }

    private static void fetch(Bytes file, long position, byte[] into, int offset, int length) throws IOException {
        try (InputStream in = file.open(position, position + length)) {
            int done = 0;
            while (done < length) {
                int count = in.read(into, offset + done, length - done);
                if (count < 0) {
                    throw new EOFException("ended at byte " + (position + done));
                }
                done += count;
            }
        } catch (IOException | RuntimeException e) {
            throw new ParquetFault.Unread("cannot read " + file.name() + ": " + e.getMessage(), e);
        }
    }

    private static final class Ranges extends SeekableInputStream {
        private final Bytes file;
        private final long tailStart;
        private final byte[] tail;
        private long position;

        Ranges(Bytes file, long tailStart, byte[] tail) {
            this.file = file;
            this.tailStart = tailStart;
            this.tail = tail;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long to) {
            position = to;
        }

        @Override
        public int read() throws IOException {
            if (position >= file.size()) {
                return -1;
            }
            var one = new byte[1];
            readFully(one, 0, 1);
            return one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = (int) Math.min(length, file.size() - position);
            if (count <= 0) {
                return -1;
            }
            readFully(into, offset, count);
            return count;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            var bytes = new byte[(int) Math.min(into.remaining(), Math.max(0, file.size() - position))];
            if (bytes.length == 0) {
                return into.hasRemaining() ? -1 : 0;
            }
            readFully(bytes);
            into.put(bytes);
            return bytes.length;
        }

        @Override
        public void readFully(byte[] into) throws IOException {
            readFully(into, 0, into.length);
        }

        @Override
        public void readFully(ByteBuffer into) throws IOException {
            if (into.hasArray()) {
                readFully(into.array(), into.arrayOffset() + into.position(), into.remaining());
                into.position(into.limit());
            } else {
                var bytes = new byte[into.remaining()];
                readFully(bytes);
                into.put(bytes);
            }
        }

        @Override
        public void readFully(byte[] into, int offset, int length) throws IOException {
            long to = position + length;
            if (position < 0 || to > file.size()) {
                throw new EOFException(
                        file.name() + " has " + file.size() + " bytes, asked for " + position + " to " + to);
            }
            if (position >= tailStart) {
                System.arraycopy(tail, (int) (position - tailStart), into, offset, length);
            } else {
                fetch(file, position, into, offset, length);
            }
            position = to;
        }
    }
}
