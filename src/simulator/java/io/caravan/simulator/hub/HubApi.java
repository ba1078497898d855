package io.caravan.simulator.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Hub's API and files. Sources: "Hub API Endpoints" of the Hub's documentation; {@code hf_api.py},
 * {@code file_download.py} and {@code utils/_http.py} of huggingface_hub for the members, the paging, the headers and the
 * error codes that its client reads.
 */
final class HubApi {
    private static final Pattern REVISION = Pattern.compile("/api/datasets/(.+?)/revision/([^/]+)");
    private static final Pattern TREE = Pattern.compile("/api/datasets/(.+?)/tree/([^/]+)");
    private static final Pattern FILE = Pattern.compile("/datasets/(.+?)/resolve/([^/]+)/(.+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final HubAccess access;
    private final Map<String, String> renamed;
    private final int page;

    HubApi(Path root, HubAccess access, Map<String, String> renamed, int page) {
        this.root = root;
        this.access = access;
        this.renamed = renamed;
        this.page = page;
    }

    /** @param self where this server is, and {@code files} where large files are */
    HubAnswer answer(URI uri, String authorization, URI self, URI files) throws IOException {
        String path = uri.getRawPath();
        for (Map.Entry<String, String> name : renamed.entrySet()) {
            if (path.contains("datasets/" + name.getKey() + "/")) {
                String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
                return HubAnswer.redirect(307, path.replace(name.getKey(), name.getValue()) + query);
            }
        }
        Matcher revision = REVISION.matcher(path);
        Matcher tree = TREE.matcher(path);
        Matcher file = FILE.matcher(path);
        if (revision.matches()) {
            return commit(revision, authorization, (repository, commit) -> repository(repository, commit));
        }
        if (tree.matches()) {
            return commit(tree, authorization, (repository, commit) -> tree(commit, uri, self));
        }
        if (file.matches()) {
            return commit(
                    file,
                    authorization,
                    (repository, commit) -> access.toFiles(repository, authorization)
                            .orElse(file(commit, decoded(file.group(3)), files)));
        }
        return HubAnswer.error(404, "", "Sorry, we can't find the page you are looking for.");
    }

    @FunctionalInterface
    private interface OnCommit {
        HubAnswer answer(Repository repository, Repository.Commit commit) throws IOException;
    }

    private HubAnswer commit(Matcher names, String authorization, OnCommit then) throws IOException {
        Optional<Repository> repository = Repository.in(root, names.group(1));
        Optional<HubAnswer> denied = access.toRepository(repository, authorization);
        if (denied.isPresent()) {
            return denied.get();
        }
        String revision = decoded(names.group(2));
        Optional<Repository.Commit> commit = repository.orElseThrow().commit(revision);
        return commit.isEmpty()
                ? HubAnswer.error(404, "RevisionNotFound", "Invalid rev id: " + revision)
                : then.answer(repository.orElseThrow(), commit.get());
    }

    private static HubAnswer repository(Repository repository, Repository.Commit commit) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", repository.id());
        json.put("sha", commit.sha());
        json.put("private", repository.isPrivate());
        json.put("gated", repository.isGated() ? "auto" : "");
        json.put("disabled", false);
        ArrayNode siblings = json.putArray("siblings");
        for (Path file : Repository.files(commit)) {
            siblings.addObject().put("rfilename", Repository.path(commit, file));
        }
        return HubAnswer.json(json);
    }

    private HubAnswer tree(Repository.Commit commit, URI uri, URI self) throws IOException {
        String query = String.valueOf(uri.getRawQuery());
        Matcher cursor = Pattern.compile("cursor=(\\d+)").matcher(query);
        int from = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
        List<Path> files = Repository.files(commit);
        ArrayNode json = JSON.createArrayNode();
        for (Path file : files.subList(from, Math.min(from + page, files.size()))) {
            String path = Repository.path(commit, file);
            ObjectNode entry = json.addObject();
            entry.put("type", "file");
            entry.put("oid", Integer.toHexString(path.hashCode()));
            entry.put("size", Files.size(file));
            entry.put("path", path);
            if (Repository.isLarge(path)) {
                ObjectNode lfs = entry.putObject("lfs");
                lfs.put("oid", Repository.sha256(file));
                lfs.put("size", Files.size(file));
                lfs.put("pointerSize", 134);
            }
        }
        json.addObject().put("type", "directory").put("oid", "0").put("size", 0).put("path", "data");
        HubAnswer answer = HubAnswer.json(json);
        return from + page >= files.size()
                ? answer
                : answer.with(
                        "Link",
                        "<" + self + uri.getRawPath() + "?recursive=true&cursor=" + (from + page) + ">; rel=\"next\"");
    }

    private static HubAnswer file(Repository.Commit commit, String path, URI files) throws IOException {
        Path file = commit.folder().resolve(path).normalize();
        if (!file.startsWith(commit.folder()) || !Files.isRegularFile(file)) {
            return HubAnswer.error(404, "EntryNotFound", "Entry not found");
        }
        if (!Repository.isLarge(path)) {
            return new HubAnswer(200, Map.of("X-Repo-Commit", commit.sha()), Files.readAllBytes(file));
        }
        String sha256 = Repository.sha256(file);
        return HubAnswer.redirect(302, files + "/" + sha256 + "?X-Signature=" + sha256.substring(0, 8))
                .with("X-Repo-Commit", commit.sha())
                .with("X-Linked-Size", Long.toString(Files.size(file)))
                .with("X-Linked-Etag", "\"" + sha256 + "\"");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
