package io.caravan.chunk;

import io.caravan.family.ImageHole;
import io.caravan.format.Buffer;
import io.caravan.format.ImageHead;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What was found where a row names its image. */
sealed interface Image {

    /** It cannot be sent, and why. */
    record Unfit(String reason) implements Image {}

    /** It can. */
    @SuppressWarnings("ArrayRecordComponent") // private to the package, and never compared
    record Fit(ImageHead.Kind kind, byte[] bytes) implements Image {
        void append(ImageHole hole, Buffer out) {
            out.append(
                    switch (hole) {
                        case DATA -> Base64.getEncoder().encode(bytes);
                        case MEDIA_TYPE -> kind.mediaType().getBytes(StandardCharsets.US_ASCII);
                        case FORMAT -> kind.word().getBytes(StandardCharsets.US_ASCII);
                    });
        }
    }
}
