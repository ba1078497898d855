package io.caravan.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of a repository are which split when its card does not say so: by their names. Sources: "File names and
 * splits" of the Hub's documentation, and {@code data_files.py} of huggingface/datasets, which tries in this order
 * {@code data/<split>-00000-of-00001.parquet} for splits of any name, folders named by a split, files named by one, and
 * otherwise takes all as {@code train}.
 */
final class Layout {
    private static final Pattern SHARD = Pattern.compile("data/(\\w+(?:\\.\\w+)*)-[0-9]{5}-of-[0-9]{5}[^/]*\\.[^/]*");
    private static final String SEPARATOR = "[-._ 0-9]";
    /** The names of a split, the first of which is its own. */
    private static final List<List<String>> SPLITS = List.of(
            List.of("train", "training"),
            List.of("validation", "valid", "dev", "val"),
            List.of("test", "testing", "eval", "evaluation"));

    private static final Set<String> NO_DATA =
            Set.of("README.md", "config.json", "dataset_info.json", "dataset_infos.json", "dataset_dict.json");
    private static final Pattern DATA = Pattern.compile(
            ".*\\.(parquet|csv|tsv|json|jsonl|ndjson|arrow|txt|xml|h5|hdf5|lance|zip|tar|gz|bz2|xz|zst)");

    private Layout() {}

    /** The splits among the data files below a folder, each with its files in order; {@code folder} is empty or ends in /. */
    static Map<String, List<String>> splits(List<String> paths, String folder) {
        List<String> files = paths.stream()
                .filter(path -> path.startsWith(folder) && isData(path))
                .sorted()
                .toList();
        Map<String, List<String>> sharded = sharded(files, folder);
        if (!sharded.isEmpty()) {
            return sharded;
        }
        for (boolean folders : List.of(true, false)) {
            Map<String, List<String>> named = named(files, folder, folders);
            if (!named.isEmpty()) {
                return named;
            }
        }
        return files.isEmpty() ? Map.of() : Map.of("train", files);
    }

    private static Map<String, List<String>> sharded(List<String> files, String folder) {
        var splits = new TreeMap<String, List<String>>();
        for (String file : files) {
            Matcher shard = SHARD.matcher(file.substring(folder.length()));
            if (shard.matches()) {
                splits.computeIfAbsent(shard.group(1), split -> new ArrayList<>())
                        .add(file);
            }
        }
        return splits;
    }

    private static Map<String, List<String>> named(List<String> files, String folder, boolean folders) {
        var splits = new LinkedHashMap<String, List<String>>();
        for (List<String> names : SPLITS) {
            String word = "(.*" + SEPARATOR + ")?(" + String.join("|", names) + ")";
            Pattern pattern = folders
                    ? Pattern.compile("(.*/)?" + within(word + "(" + SEPARATOR + ".*)?") + "/.*")
                    : Pattern.compile("(.*/)?" + within(word + SEPARATOR + ".*"));
            List<String> found = files.stream()
                    .filter(file ->
                            pattern.matcher(file.substring(folder.length())).matches())
                    .toList();
            if (!found.isEmpty()) {
                splits.put(names.get(0), found);
            }
        }
        return splits;
    }

    /** A pattern that does not reach beyond a slash. */
    private static String within(String pattern) {
        return pattern.replace(".*", "[^/]*");
    }

    static boolean isData(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return !hidden(path) && !NO_DATA.contains(name) && DATA.matcher(name).matches();
    }

    /** Whether a part of the path begins with a dot, or a folder with two underscores. */
    static boolean hidden(String path) {
        return path.startsWith(".") || path.contains("/.") || path.matches("(.*/)?__[^/]*/.*");
    }
}
