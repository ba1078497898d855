package io.caravan.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Conversion;
import io.caravan.model.Refused;
import io.caravan.model.Source;
import io.caravan.port.Hub;
import io.caravan.port.HubSilent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The Parquet files that the Hub makes of data sets that have none, on the branch {@code refs/convert/parquet}. They are of
 * the newest revision only, and of a large data set only its start, which the folder's name says:
 * {@code partial-train/0000.parquet}. Source: "List Parquet files" of the dataset viewer's documentation.
 */
final class Converted {
    private static final String BRANCH = "refs/convert/parquet";
    private static final String PLACE = "/resolve/refs%2Fconvert%2Fparquet/";

    private final Api api;

    Converted(Api api) {
        this.api = api;
    }

    /**
     * Finds a split.
     *
     * @param at the commit that the wish's revision stands for
     */
    Hub.Split find(Hub.Wish wish, Api.Repository at) {
        String id = at.id();
        Api.Viewed viewed = api.viewed("parquet", id);
        JsonNode files = viewed.json().path("parquet_files");
        String config = config(wish, id, viewed.json());
        var splits = new TreeSet<String>();
        for (JsonNode file : files) {
            if (file.path("config").asText().equals(config)) {
                splits.add(file.path("split").asText());
            }
        }
        String split = Choice.split(id, config, wish.split(), splits);
        String revision = revision(wish, at, viewed);
        String commit = api.repository(id, BRANCH).commit();
        var found = new ArrayList<Hub.File>();
        boolean partial = false;
        for (JsonNode file : files) {
            if (file.path("config").asText().equals(config)
                    && file.path("split").asText().equals(split)) {
                String path = path(file.path("url").asText());
                partial |= path.startsWith("partial-") || path.contains("/partial-");
                found.add(new Hub.File(id, commit, path, file.path("size").asLong(), ""));
            }
        }
        Conversion conversion = partial ? Conversion.PARTIAL : Conversion.WHOLE;
        return new Hub.Split(new Source.Hub(id, config, split, revision, conversion), found);
    }

    /** The configuration that is meant, when it has been converted. */
    private String config(Hub.Wish wish, String id, JsonNode parquet) {
        var there = new TreeSet<String>();
        parquet.path("parquet_files")
                .forEach(file -> there.add(file.path("config").asText()));
        List<String> pending = parquet.path("pending").findValuesAsText("config");
        List<String> failed = parquet.path("failed").findValuesAsText("config");
        there.addAll(pending);
        there.addAll(failed);
        boolean usual = wish.config().isEmpty() && there.contains("default");
        String config = usual ? "default" : Choice.config(id, wish.config(), there);
        if (pending.contains(config)) {
            throw new HubSilent(
                    "the Hub is still converting configuration '" + config + "' of '" + id + "' to Parquet");
        }
        if (failed.contains(config)) {
            throw ViewerError.refusal(id, "", "");
        }
        return config;
    }

    /** The commit that was converted; it must be the one that is wanted, where one is. */
    private String revision(Hub.Wish wish, Api.Repository at, Api.Viewed viewed) {
        String converted =
                viewed.commit().isEmpty() ? api.repository(at.id(), "main").commit() : viewed.commit();
        if (wish.revision().isPresent() && !converted.equals(at.commit())) {
            throw Refused.because(
                    "dataset_revision",
                    "'" + at.id() + "' has no Parquet files of its own at '"
                            + wish.revision().get()
                            + "', and those that the Hub makes are of its newest revision, " + converted
                            + "; leave dataset_revision out, or take the files to S3 and name them by s3_uri");
        }
        return converted;
    }

    private static String path(String url) {
        return Optional.of(url.indexOf(PLACE))
                .filter(place -> place >= 0)
                .map(place -> URLDecoder.decode(
                        url.substring(place + PLACE.length()).replace("+", "%2B"), StandardCharsets.UTF_8))
                .orElseThrow(() -> new HubSilent("the dataset viewer names a file elsewhere than on " + BRANCH));
    }
}
