package io.caravan.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What the beginning of an image tells; nothing is decoded.
 *
 * @param width in pixels, as is {@code height}
 */
public record ImageHead(Kind kind, int width, int height) {

    /** A format of images. */
    public enum Kind {
        PNG,
        JPEG,
        GIF,
        WEBP;

        /** As request bodies write it, for example {@code png}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For example {@code image/png}. */
        public String mediaType() {
            return "image/" + word();
        }
    }

    /** Empty where the bytes are no image of a known kind, or end before they tell its size. */
    public static Optional<ImageHead> of(byte[] image) {
        ByteBuffer bytes = ByteBuffer.wrap(image);
        try {
            if (starts(image, 0, "\u0089PNG\r\n\u001a\n") && starts(image, 12, "IHDR")) {
                return known(Kind.PNG, bytes.getInt(16), bytes.getInt(20));
            }
            if (starts(image, 0, "GIF87a") || starts(image, 0, "GIF89a")) {
                bytes.order(ByteOrder.LITTLE_ENDIAN);
                return known(Kind.GIF, bytes.getShort(6) & 0xffff, bytes.getShort(8) & 0xffff);
            }
            if (starts(image, 0, "\u00ff\u00d8\u00ff")) {
                return jpeg(bytes);
            }
            if (starts(image, 0, "RIFF") && starts(image, 8, "WEBP")) {
                return webp(image, bytes.order(ByteOrder.LITTLE_ENDIAN));
            }
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Goes from segment to segment up to the frame's, which holds the size. */
    private static Optional<ImageHead> jpeg(ByteBuffer bytes) {
        int at = 2;
        while (true) {
            if ((bytes.get(at) & 0xff) != 0xff) {
                return Optional.empty();
            }
            int marker = bytes.get(at + 1) & 0xff;
            if (marker == 0xff) {
                at++; // filling
            } else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
                at += 2; // no segment follows
            } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                return known(Kind.JPEG, bytes.getShort(at + 7) & 0xffff, bytes.getShort(at + 5) & 0xffff);
            } else {
                at += 2 + Math.max(2, bytes.getShort(at + 2) & 0xffff);
            }
        }
    }

    private static Optional<ImageHead> webp(byte[] image, ByteBuffer bytes) {
        if (starts(image, 12, "VP8 ")) {
            return known(Kind.WEBP, bytes.getShort(26) & 0x3fff, bytes.getShort(28) & 0x3fff);
        }
        if (starts(image, 12, "VP8L")) {
            int sizes = bytes.getInt(21);
            return known(Kind.WEBP, (sizes & 0x3fff) + 1, ((sizes >>> 14) & 0x3fff) + 1);
        }
        if (starts(image, 12, "VP8X")) {
            return known(Kind.WEBP, (bytes.getInt(24) & 0xffffff) + 1, (bytes.getInt(26) >>> 8) + 1);
        }
        return Optional.empty();
    }

    private static Optional<ImageHead> known(Kind kind, int width, int height) {
        return width > 0 && height > 0 ? Optional.of(new ImageHead(kind, width, height)) : Optional.empty();
    }

    private static boolean starts(byte[] image, int at, String latin) {
        byte[] wanted = latin.getBytes(StandardCharsets.ISO_8859_1);
        return image.length >= at + wanted.length
                && java.util.Arrays.equals(image, at, at + wanted.length, wanted, 0, wanted.length);
    }
}
