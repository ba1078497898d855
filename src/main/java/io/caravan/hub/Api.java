package io.caravan.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.Refused;
import io.caravan.port.HubSilent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Hub's API. Its members and error codes are those of Hugging Face's own client ({@code huggingface_hub},
 * {@code hf_api.py} and {@code utils/_http.py}): {@code X-Error-Code} is {@code RepoNotFound}, {@code RevisionNotFound},
 * {@code EntryNotFound} or {@code GatedRepo}; 401 also says that a repository is missing or private. A tree comes in pages,
 * the next named by a {@code Link} header. Thread-safe.
 */
final class Api {
    /** Of the dataset viewer's code: its answer's commit. */
    private static final String X_REVISION = "X-Revision";

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
    private static final int MAX_FILES = 200_000;
    private static final int MAX_CARD = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Http http;
    private final Endpoints endpoints;

    Api(Http http, Endpoints endpoints) {
        this.http = http;
        this.endpoints = endpoints;
    }

    /** A repository at a commit. */
    record Repository(String id, String commit) {}

    /** An entry of a repository's tree; {@code sha256} is known of large files alone. */
    record Entry(String path, long size, String sha256) {}

    /** What the viewer says, and of which commit; that is empty when it doesn't say. */
    record Viewed(JsonNode json, String commit) {}

    /** The commit that a branch, a tag or a commit stands for; {@code main} is the newest. */
    Repository repository(String id, String revision) {
        URI uri = uri(endpoints.hub(), "/api/datasets/" + id + "/revision/" + encoded(revision));
        JsonNode json = answer(uri, id, revision).json();
        return new Repository(json.path("id").asText(id), json.path("sha").asText());
    }

    /** All files of a repository at a commit, in the order of their paths. */
    List<Entry> files(Repository repository) {
        var files = new ArrayList<Entry>();
        Optional<URI> page = Optional.of(uri(
                endpoints.hub(),
                "/api/datasets/" + repository.id() + "/tree/" + encoded(repository.commit()) + "?recursive=true"));
        while (page.isPresent()) {
            Answer answer = answer(page.get(), repository.id(), repository.commit());
            for (JsonNode entry : answer.json()) {
                if (entry.path("type").asText().equals("file")) {
                    files.add(new Entry(
                            entry.path("path").asText(),
                            entry.path("size").asLong(),
                            entry.path("lfs").path("oid").asText("")));
                }
            }
            if (files.size() > MAX_FILES) {
                throw Refused.because(
                        "dataset_id",
                        "'" + repository.id() + "' has more than " + MAX_FILES
                                + " files; take its Parquet files to S3 and name them by s3_uri");
            }
            page = next(answer);
        }
        return files;
    }

    /** The next page, which is only ever a page of the Hub's own. */
    private Optional<URI> next(Answer answer) {
        Matcher link = NEXT.matcher(answer.reply().header("Link"));
        if (!link.find()) {
            return Optional.empty();
        }
        URI next = answer.reply().from().resolve(link.group(1));
        if (!endpoints.isEndpoint(next)) {
            next = uri(endpoints.hub(), next.getRawPath() + "?" + next.getRawQuery()); // a mirror passes links on
        }
        return Optional.of(next);
    }

    /** The text of {@code README.md}, the dataset card, where there is one. */
    String card(Repository repository) {
        URI uri = file(repository.id(), repository.commit(), "README.md");
        try (Reply reply = http.get(uri, 0, MAX_CARD)) {
            if (reply.status() == 404) {
                return "";
            }
            check(reply, repository.id(), repository.commit());
            return new String(reply.body().readNBytes(MAX_CARD), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw silent(uri, e);
        }
    }

    /**
     * What the dataset viewer says of a data set at {@code parquet} or {@code splits}. Source: "List Parquet files" and
     * "List splits and subsets" of the dataset viewer's documentation.
     */
    Viewed viewed(String what, String id) {
        URI uri = uri(endpoints.viewer(), "/" + what + "?dataset=" + encoded(id));
        try (Reply reply = http.get(uri)) {
            String code = reply.header("X-Error-Code");
            if (!reply.ok() && ViewerError.isFinal(reply, code)) {
                throw ViewerError.refusal(id, code, message(reply));
            }
            check(reply, id, "");
            return new Viewed(JSON.readTree(reply.body()), reply.header(X_REVISION));
        } catch (IOException e) {
            throw silent(uri, e);
        }
    }

    /** Where a file is to be had. */
    URI file(String id, String commit, String path) {
        return uri(endpoints.hub(), "/datasets/" + id + "/resolve/" + encoded(commit) + "/" + segments(path));
    }

    /** Nothing when an answer is a good one. */
    void check(Reply reply, String id, String revision) throws IOException {
        if (reply.ok()) {
            return;
        }
        // A host of files knows links alone: a link that has run out says nothing of the data set.
        if (reply.temporary() || !endpoints.isEndpoint(reply.from())) {
            String wait = reply.header("Retry-After");
            throw new HubSilent(reply.from().getHost() + " answers " + reply.status() + ": " + message(reply)
                    + (wait.isEmpty() ? "" : ", and to come again after " + wait + " s"));
        }
        throw Denied.of(reply, id, revision, http.hasToken(), message(reply));
    }

    static HubSilent silent(URI uri, IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new HubSilent(uri.getHost() + " does not answer: " + reason, e);
    }

    private record Answer(JsonNode json, Reply reply) {}

    private Answer answer(URI uri, String id, String revision) {
        try (Reply reply = http.get(uri)) {
            check(reply, id, revision);
            return new Answer(JSON.readTree(reply.body()), reply);
        } catch (IOException e) {
            throw silent(uri, e);
        }
    }

    private static String message(Reply reply) throws IOException {
        String message = reply.header("X-Error-Message");
        if (!message.isEmpty()) {
            return message;
        }
        String text = new String(reply.body().readNBytes(1000), StandardCharsets.UTF_8);
        try {
            return JSON.readTree(text).path("error").asText("");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return ""; // a page for people, as proxies send
        }
    }

    private static URI uri(URI endpoint, String path) {
        return URI.create(endpoint + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String segments(String path) {
        return encoded(path).replace("%2F", "/");
    }
}
