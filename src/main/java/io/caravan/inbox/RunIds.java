package io.caravan.inbox;

import io.caravan.model.RunId;
import io.caravan.port.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names runs: {@code <prefix>-<time>-<digest>}. All three come from the dropped object, so that the same drop is the same
 * run however often it is told of, and two drops never share one.
 */
final class RunIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DIGEST = 6;
    private static final int PREFIX = RunId.MAX - DIGEST - "-yyyyMMdd-HHmmss-".length();

    private RunIds() {}

    static RunId of(String prefix, ObjectStore.Info dropped) {
        String words = prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String start = words.substring(0, Math.min(words.length(), PREFIX)).replaceAll("-+$", "");
        return new RunId(start + "-" + TIME.format(dropped.lastModified()) + "-" + digest(dropped));
    }

    private static String digest(ObjectStore.Info dropped) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256")
                    .digest((dropped.uri() + "\n" + dropped.eTag() + "\n" + dropped.lastModified())
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
