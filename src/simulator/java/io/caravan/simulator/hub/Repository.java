package io.caravan.simulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A data set's repository: a folder with a folder for each branch, {@code main} and, where the Hub converted it,
 * {@code convert}, and {@code hub.json} beside them: whether it is {@code private} or {@code gated}, and what the viewer
 * says of it ({@code pending}, {@code failed}, {@code error}).
 */
record Repository(String id, Path folder, JsonNode settings) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A commit of a branch. */
    record Commit(String sha, Path folder) {}

    static Optional<Repository> in(Path root, String id) throws IOException {
        Path folder = root.resolve(id).normalize();
        if (!folder.startsWith(root) || !Files.isDirectory(folder.resolve("main"))) {
            return Optional.empty();
        }
        Path settings = folder.resolve("hub.json");
        return Optional.of(new Repository(
                id, folder, Files.exists(settings) ? JSON.readTree(settings.toFile()) : JSON.createObjectNode()));
    }

    boolean isPrivate() {
        return settings.path("private").asBoolean();
    }

    boolean isGated() {
        return settings.path("gated").asBoolean();
    }

    /** The commit that a branch's name or a commit's stands for. */
    Optional<Commit> commit(String revision) throws IOException {
        for (String branch : branches()) {
            Commit commit = new Commit(sha(folder.resolve(branch)), folder.resolve(branch));
            String name = branch.equals("convert") ? "refs/convert/parquet" : branch;
            if (revision.equals(name) || revision.equals(commit.sha())) {
                return Optional.of(commit);
            }
        }
        return Optional.empty();
    }

    private List<String> branches() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** The files of a commit by path, in order. */
    static List<Path> files(Commit commit) throws IOException {
        try (Stream<Path> files = Files.walk(commit.folder())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static String path(Commit commit, Path file) {
        return commit.folder().relativize(file).toString().replace('\\', '/');
    }

    /** Large files, of which every Parquet file is one, are kept elsewhere (Git LFS). */
    static boolean isLarge(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".parquet");
    }

    static String sha256(Path file) throws IOException {
        return HexFormat.of().formatHex(digest("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static String sha(Path branch) throws IOException {
        MessageDigest digest = digest("SHA-1");
        for (Path file : files(new Commit("", branch))) {
            digest.update(branch.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
