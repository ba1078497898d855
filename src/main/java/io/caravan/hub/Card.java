package io.caravan.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configurations of a data set: those that the YAML at the top of its card names, or one, {@code default}, when it
 * names none. Source: "Manual Configuration" of the Hub's documentation.
 */
final class Card {
    private static final Pattern YAML_BLOCK =
            Pattern.compile("\\A\\s*---\\R(.*?)\\R---\\s*(?:\\R.*)?\\z", Pattern.DOTALL);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Card() {}

    /**
     * A configuration.
     *
     * @param first whether it is the one to take when none is named
     * @param splits each with its files in order
     */
    record Config(String name, boolean first, Map<String, List<String>> splits) {

        /** Whether it has files, and all are Parquet. */
        boolean parquet() {
            return !splits.isEmpty()
                    && splits.values().stream().flatMap(List::stream).allMatch(path -> path.endsWith(".parquet"));
        }
    }

    /** Whether the card names configurations. */
    static boolean names(String card) {
        return !configs(card).isEmpty();
    }

    /** The configurations among a repository's paths. */
    static List<Config> configs(String card, List<String> paths) {
        JsonNode given = configs(card);
        if (given.isEmpty()) {
            return List.of(new Config("default", true, Layout.splits(paths, "")));
        }
        var configs = new ArrayList<Config>();
        for (JsonNode config : given) {
            String name = config.path("config_name").asText("default");
            boolean first = given.size() == 1
                    || config.path("default").asBoolean()
                    || (name.equals("default") && !marked(given));
            configs.add(new Config(name, first, splits(config, paths)));
        }
        return configs;
    }

    private static boolean marked(JsonNode configs) {
        for (JsonNode config : configs) {
            if (config.path("default").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, List<String>> splits(JsonNode config, List<String> paths) {
        String dir = config.path("data_dir").asText("").replaceAll("^\\./|/+$", "");
        String folder = dir.isEmpty() ? "" : dir + "/";
        JsonNode files = config.path("data_files");
        if (files.isMissingNode() || files.isNull()) {
            return Layout.splits(paths, folder);
        }
        var splits = new LinkedHashMap<String, List<String>>();
        if (files.isArray() && files.path(0).isObject()) {
            for (JsonNode split : files) {
                splits.put(split.path("split").asText(), found(split.path("path"), folder, paths));
            }
        } else if (files.isObject()) {
            files.properties().forEach(split -> splits.put(split.getKey(), found(split.getValue(), folder, paths)));
        } else {
            splits.put("train", found(files, folder, paths));
        }
        splits.values().removeIf(List::isEmpty);
        return splits;
    }

    /** The files of one pattern or several, each pattern's in the order of their paths. */
    private static List<String> found(JsonNode patterns, String folder, List<String> paths) {
        var found = new LinkedHashSet<String>();
        for (JsonNode pattern : patterns.isArray() ? patterns : List.of(patterns)) {
            PathGlob glob = PathGlob.of(folder + pattern.asText().replaceFirst("^\\./", ""));
            paths.stream().filter(glob::matches).sorted().forEach(found::add);
        }
        return List.copyOf(found);
    }

    private static JsonNode configs(String card) {
        Matcher block = YAML_BLOCK.matcher(card);
        try {
            return block.find() ? YAML.readTree(block.group(1)).path("configs") : YAML.missingNode();
        } catch (JsonProcessingException e) {
            return YAML.missingNode(); // the Hub shows such a card without its configurations, too
        }
    }
}
