package io.caravan.bench;

import io.caravan.format.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * A CSV of product reviews that is the same for the same size: seven columns, the last one long. One value in eight is
 * in quotes for its commas, quotes and line ends, and one in sixteen has letters beyond ASCII.
 */
final class Reviews {
    static final String HEADER = "id,product,category,rating,written,title,review\n";

    private static final int VARIANTS = 1024;
    private static final int FLUSH = 1 << 18;
    private static final String[] WORDS =
            ("the a it was and but very never quite light heavy sturdy handle battery screen box arrived late early"
                            + " colour sound bright quiet cheap worth again bought gift daughter kitchen morning works"
                            + " stopped working after two weeks great value poor finish would not recommend perfect")
                    .split(" ");
    private static final String[] FAR = {"Größe", "café", "naïve", "価格", "très", "😀"};
    private static final String[] CATEGORIES = {"kitchen", "garden", "audio", "toys", "books", "travel"};

    private final byte[][] titles = new byte[VARIANTS][];
    private final byte[][] reviews = new byte[VARIANTS][];
    private final SplittableRandom random = new SplittableRandom(1);

    /** @param rowBytes how long a row is on average */
    Reviews(int rowBytes) {
        int review = Math.max(8, rowBytes - 90);
        for (int i = 0; i < VARIANTS; i++) {
            titles[i] = value(20);
            reviews[i] = value(review / 2 + random.nextInt(review));
        }
    }

    /** Writes the header and so many rows. */
    void write(long rows, OutputStream out) throws IOException {
        var text = new Buffer(2 * FLUSH);
        text.append(HEADER);
        for (long row = 1; row <= rows; row++) {
            text.append(row);
            text.append(",Product ");
            text.append(random.nextInt(9000) + 1000L);
            text.append((byte) ',');
            text.append(CATEGORIES[random.nextInt(CATEGORIES.length)]);
            text.append((byte) ',');
            text.append(1L + random.nextInt(5));
            text.append(",2026-0");
            text.append(1L + random.nextInt(9));
            text.append("-");
            text.append(10L + random.nextInt(18));
            text.append((byte) ',');
            text.append(titles[random.nextInt(VARIANTS)]);
            text.append((byte) ',');
            byte[] review = reviews[random.nextInt(VARIANTS)];
            int opening = review[0] == '"' ? 1 : 0;
            text.append(review, 0, opening);
            text.append("Order ");
            text.append(row);
            text.append(": ");
            text.append(review, opening, review.length - opening);
            text.append((byte) '\n');
            if (text.length() > FLUSH) {
                text.writeTo(out);
                text.clear();
            }
        }
        text.writeTo(out);
    }

    private byte[] value(int length) {
        boolean odd = random.nextInt(8) == 0;
        boolean far = random.nextInt(16) == 0;
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(
                    far && random.nextInt(8) == 0
                            ? FAR[random.nextInt(FAR.length)]
                            : WORDS[random.nextInt(WORDS.length)]);
            text.append(odd && random.nextInt(10) == 0 ? new String[] {", ", "\"\" ", "\n"}[random.nextInt(3)] : " ");
        }
        String value = text.toString().strip();
        return (odd ? '"' + value + '"' : value).getBytes(StandardCharsets.UTF_8);
    }
}
