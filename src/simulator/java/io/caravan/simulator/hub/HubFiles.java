package io.caravan.simulator.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The host of large files, by links that are signed: it wants no token, and gives parts of files. */
final class HubFiles {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final Path root;

    HubFiles(Path root) {
        this.root = root;
    }

    HubAnswer answer(URI uri, String range, String authorization) throws IOException {
        String sha256 = uri.getPath().substring(1);
        if (!authorization.isEmpty() || !("X-Signature=" + sha256.substring(0, 8)).equals(uri.getQuery())) {
            return HubAnswer.error(400, "", "Only one auth mechanism allowed; the signature must be specified");
        }
        byte[] bytes;
        try (Stream<Path> files = Files.walk(root)) {
            Path file = files.filter(path -> Repository.isLarge(path.toString()))
                    .filter(path -> is(path, sha256))
                    .findFirst()
                    .orElse(null);
            if (file == null) {
                return HubAnswer.error(404, "", "NoSuchKey");
            }
            bytes = Files.readAllBytes(file);
        }
        Matcher wanted = RANGE.matcher(range);
        if (!wanted.matches()) {
            return new HubAnswer(200, Map.of("Accept-Ranges", "bytes"), bytes);
        }
        int from = Integer.parseInt(wanted.group(1));
        int to = (int) Math.min(bytes.length, Long.parseLong(wanted.group(2)) + 1);
        if (from >= to) {
            return HubAnswer.error(416, "", "InvalidRange");
        }
        return new HubAnswer(
                206,
                Map.of("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length),
                java.util.Arrays.copyOfRange(bytes, from, to));
    }

    private static boolean is(Path file, String sha256) {
        try {
            return Repository.sha256(file).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }
}
