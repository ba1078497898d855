package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.caravan.model.BrokenData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;

/** Files that are damaged anyhow, or never were any: all their rows are read, or a message names the file. */
class DamagedFilesTest {
    private static final Duration HANG = Duration.ofMinutes(2);

    @Test
    void csv() {
        fuzz(4000, "s3://bucket/x.csv", seed -> GeneratedCsv.of(seed).bytes(), f -> CsvFile.open(f, sizes(f.size())));
    }

    @Test
    void json_lines() {
        fuzz(4000, "s3://bucket/x.jsonl", DamagedFilesTest::jsonl, f -> JsonlFile.open(f, sizes(f.size())));
    }

    @Test
    void parquet() throws IOException {
        var whole = new ArrayList<byte[]>();
        for (var codec :
                List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY, CompressionCodecName.ZSTD)) {
            whole.add(GeneratedParquet.of("""
                    message m { required int32 n; optional binary text (STRING); optional int64 at (TIMESTAMP(MICROS,true));
                      optional binary d (DECIMAL(9,2)); optional group l (LIST) { repeated group list { optional int32 element; } } }""", 120, codec, 2048, (row, i) -> {
                row.append("n", i).append("text", ("é" + i).repeat(i % 9));
                row.append("at", i * 1_000_000L);
                row.addGroup("l").addGroup("list").append("element", i);
            }));
        }
        fuzz(1500, "s3://bucket/x.parquet", seed -> whole.get((int) (seed % whole.size())), ParquetFile::open);
    }

    @Test
    void gzip() {
        assertTimeoutPreemptively(HANG, () -> {
            int good = 0;
            for (long seed = 0; seed < 3000; seed++) {
                var random = new SplittableRandom(seed);
                byte[] plain = jsonl(seed);
                byte[] packed = damaged(packed(plain), random);
                try (InputStream in = Gzip.unpack("s3://bucket/x.csv.gz", new ByteArrayInputStream(packed), 1 << 20)) {
                    byte[] read = in.readAllBytes();
                    assertThat(read.length % Math.max(1, plain.length))
                            .as("seed %d", seed)
                            .isZero();
                    good++;
                } catch (BrokenData e) {
                    assertThat(e).as("seed %d", seed).hasMessageContaining("s3://bucket/x.csv.gz");
                }
            }
            assertThat(good).isPositive().isLessThan(3000);
        });
    }

    @FunctionalInterface
    private interface Whole {
        byte[] of(long seed);
    }

    @FunctionalInterface
    private interface Opener {
        DataFile open(Bytes file) throws IOException;
    }

    private static void fuzz(int files, String name, Whole whole, Opener opener) {
        assertTimeoutPreemptively(HANG, () -> {
            int read = 0;
            for (long seed = 0; seed < files; seed++) {
                var random = new SplittableRandom(seed);
                byte[] bytes = damaged(whole.of(seed), random);
                try {
                    readAnyhow(
                            Files.open(List.of(new Memory(name, bytes, 1 + random.nextInt(4000))), opener::open),
                            seed,
                            random);
                    read++;
                } catch (BrokenData e) {
                    assertThat(e).as("seed %d", seed).hasMessageContaining(name);
                } catch (Exception | OutOfMemoryError | StackOverflowError e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
            assertThat(read).as("files that are read all the same").isBetween(files / 100, files - files / 100);
        });
    }

    /** Rows from anywhere must be those that one reading from the start finds, as many as the index counts. */
    private static void readAnyhow(DataSet data, long seed, SplittableRandom random) throws IOException {
        RecordIndex index = data.index(progress -> {});
        if (index.records() == 0) {
            return;
        }
        List<List<String>> all = Read.texts(data, index.slice(0, index.records()));
        assertThat((long) all.size()).as("rows of seed %d", seed).isEqualTo(index.records());
        for (int first = 0; first < all.size(); ) {
            int count = 1 + random.nextInt(all.size() - first);
            assertThat(Read.texts(data, index.slice(first, count)))
                    .as("%d rows from %d of seed %d", count, first, seed)
                    .isEqualTo(all.subList(first, first + count));
            first += count;
        }
    }

    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        if (random.nextInt(8) == 0 || whole.length == 0) {
            var noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = whole;
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
            bytes = switch (random.nextInt(5)) {
                case 0 -> flipped(bytes, at, random);
                case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
                case 2 ->
                    joined(
                            Arrays.copyOf(bytes, at),
                            new byte[] {(byte) random.nextInt()},
                            Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
                default -> random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at) : flipped(bytes, at, random);
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at, SplittableRandom random) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] jsonl(long seed) {
        return GeneratedJsonl.of(new SplittableRandom(seed)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    /** Small, so that windows, ranges and what is too long end everywhere. */
    private static Sizes sizes(long seed) {
        var random = new SplittableRandom(seed);
        return new Sizes(1 + random.nextInt(40), random.nextBoolean() ? 64 : 1 << 16, 1 + random.nextInt(100));
    }
}
