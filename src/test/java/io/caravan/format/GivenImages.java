package io.caravan.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Images of which nobody needs more than the beginning. */
public final class GivenImages {
    private GivenImages() {}

    public static byte[] png(int width, int height) {
        return ByteBuffer.allocate(40)
                .put(latin("\u0089PNG\r\n\u001a\n"))
                .putInt(13)
                .put(latin("IHDR"))
                .putInt(width)
                .putInt(height)
                .array();
    }

    public static byte[] gif(int width, int height) {
        return ByteBuffer.allocate(13)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("GIF89a"))
                .putShort((short) width)
                .putShort((short) height)
                .array();
    }

    /** With a comment and a filling byte before the frame. */
    public static byte[] jpeg(int width, int height) {
        return ByteBuffer.allocate(40)
                .put(latin("\u00ff\u00d8\u00ff\u00e0"))
                .putShort((short) 4)
                .putShort((short) 0xffc0) // looks like a frame's mark
                .put(latin("\u00ff\u00ff\u00c2"))
                .putShort((short) 17)
                .put((byte) 8)
                .putShort((short) height)
                .putShort((short) width)
                .array();
    }

    static byte[] webp(String kind, byte... rest) {
        byte[] head = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("RIFF"))
                .putInt(99)
                .put(latin("WEBP"))
                .put(latin(kind))
                .array();
        byte[] image = Arrays.copyOf(head, 20 + rest.length);
        System.arraycopy(rest, 0, image, 20, rest.length);
        return image;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
