package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Files of the text formats that are packed with gzip, which have {@code .gz} behind the ending of their format. */
public final class Gzip {
    private static final String ENDING = ".gz";
    private static final int BUFFER = 64 * 1024;

    private Gzip() {}

    /** Whether a file of this name is packed. */
    public static boolean packed(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** A name without {@code .gz}. */
    static String unpackedName(String name) {
        return packed(name) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /**
     * Unpacks a stream, which is closed with what is returned. Reading it throws {@link BrokenData} where the file is
     * damaged or cut off, or unpacks to more than may be.
     *
     * @param file names it in messages
     * @param most how many bytes it may unpack to
     */
    public static InputStream unpack(String file, InputStream packed, long most) throws IOException {
        try {
            return new Unpacked(file, new GZIPInputStream(new Members(packed), BUFFER), most);
        } catch (ZipException | EOFException e) {
            packed.close();
            throw broken(file, 0, e);
        } catch (IOException | RuntimeException e) {
            packed.close();
            throw e;
        }
    }

    private static BrokenData broken(String file, long unpacked, IOException e) {
        String where = unpacked == 0 ? "" : " behind " + unpacked + " unpacked bytes";
        return new BrokenData(file + " is not a whole gzip file (" + e.getMessage() + where + "); pack it again");
    }

    /** Says that more may come, so that the second of several members is looked for on a slow connection too. */
    private static final class Members extends FilterInputStream {
        Members(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }

    private static final class Unpacked extends FilterInputStream {
        private final String file;
        private final long most;
        private long count;

        Unpacked(String file, InputStream in, long most) {
            super(in);
            this.file = file;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(into, offset, length);
            } catch (ZipException | EOFException e) {
                throw broken(file, count, e);
            }
            count += Math.max(0, read);
            if (count > most) {
                throw new BrokenData(file + " unpacks to more than " + most
                        + " bytes, the limit (setting caravan.max-unpacked-bytes); raise it or split the file");
            }
            return read;
        }
    }
}
