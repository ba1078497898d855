package io.caravan.format;

import static io.caravan.format.ImageHead.Kind.GIF;
import static io.caravan.format.ImageHead.Kind.JPEG;
import static io.caravan.format.ImageHead.Kind.PNG;
import static io.caravan.format.ImageHead.Kind.WEBP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageHeadTest {

    @Test
    void kind_and_size_are_read_from_the_bytes() {
        assertThat(ImageHead.of(GivenImages.png(640, 480))).contains(new ImageHead(PNG, 640, 480));
        assertThat(ImageHead.of(GivenImages.gif(60_000, 7))).contains(new ImageHead(GIF, 60_000, 7));
        assertThat(ImageHead.of(GivenImages.jpeg(8000, 40_000))).contains(new ImageHead(JPEG, 8000, 40_000));
    }

    /** RFC 9649: lossy, lossless and extended. */
    @Test
    void webp_tells_its_size_in_three_ways() {
        byte[] lossy = {0, 0, 0, (byte) 0x9d, 1, 0x2a, (byte) 0x80, 2, (byte) 0xe0, 1};
        byte[] lossless = {0x2f, (byte) 0x7f, (byte) 0xc2, 0x77, 0};
        byte[] extended = {0, 0, 0, 0, (byte) 0x7f, 2, 0, (byte) 0xdf, 1, 0};

        assertThat(ImageHead.of(GivenImages.webp("VP8 ", lossy))).contains(new ImageHead(WEBP, 640, 480));
        assertThat(ImageHead.of(GivenImages.webp("VP8L", lossless))).contains(new ImageHead(WEBP, 640, 480));
        assertThat(ImageHead.of(GivenImages.webp("VP8X", extended))).contains(new ImageHead(WEBP, 640, 480));
        assertThat(ImageHead.of(GivenImages.webp("VP9 ", extended))).isEmpty();
    }

    @Test
    void what_is_cut_off_or_something_else_is_no_image() {
        for (byte[] image : new byte[][] {
            GivenImages.png(1, 1), GivenImages.gif(1, 1), GivenImages.jpeg(1, 1), GivenImages.webp("VP8X")
        }) {
            assertThat(ImageHead.of(Arrays.copyOf(image, 9))).isEmpty();
        }
        assertThat(ImageHead.of(GivenImages.png(0, 5))).isEmpty();
        assertThat(ImageHead.of(new byte[0])).isEmpty();
        assertThat(ImageHead.of("<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void whatever_follows_the_first_bytes_breaks_nothing() {
        var random = new Random(7);
        byte[] image = new byte[64];
        for (byte[] good : new byte[][] {GivenImages.jpeg(1, 1), GivenImages.png(1, 1), GivenImages.webp("VP8L")}) {
            for (int i = 0; i < 2000; i++) {
                random.nextBytes(image);
                System.arraycopy(good, 0, image, 0, 3 + random.nextInt(good.length - 3));
                assertThatCode(() -> ImageHead.of(image)).doesNotThrowAnyException();
            }
        }
    }
}
