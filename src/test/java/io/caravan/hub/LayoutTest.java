package io.caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of "File names and splits" and "Manual Configuration" of the Hub's documentation, and the odd ones. */
class LayoutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "README.md data.parquet | train=data.parquet",
                "train.parquet test.parquet validation.parquet"
                        + " | test=test.parquet train=train.parquet validation=validation.parquet",
                "my_train_file.parquet train1.parquet | train=my_train_file.parquet,train1.parquet",
                "data/training.parquet data/eval.parquet data/valid.parquet"
                        + " | test=data/eval.parquet train=data/training.parquet validation=data/valid.parquet",
                "data/train/b.parquet data/train/a.parquet data/test/x.parquet"
                        + " | test=data/test/x.parquet train=data/train/a.parquet,data/train/b.parquet",
                "data/train-00000-of-00001.parquet data/random-00000-of-00001-ab12.parquet"
                        + " | random=data/random-00000-of-00001-ab12.parquet train=data/train-00000-of-00001.parquet",
                "trained.parquet testfile.parquet | train=testfile.parquet,trained.parquet",
                "train/dev.parquet test/train.parquet | test=test/train.parquet train=train/dev.parquet",
                ".cache/train.parquet __x/train.parquet a/.b/train.parquet test.parquet | test=test.parquet",
                "train.parquet logo.png LICENSE dataset_infos.json | train=train.parquet",
                "README.md | ''"
            })
    void files_belong_to_splits_by_their_names(String files, String splits) {
        assertThat(shown(Layout.splits(List.of(files.split(" ", -1)), ""))).isEqualTo(splits);
    }

    @Test
    void a_folder_is_looked_at_by_itself() {
        List<String> files = List.of("en/train.parquet", "de/test.parquet", "en/test/x.parquet", "ent/train.parquet");

        assertThat(shown(Layout.splits(files, "de/"))).isEqualTo("test=de/test.parquet");
        assertThat(shown(Layout.splits(files, "fr/"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*.parquet, a.parquet, true",
        "*.parquet, data/a.parquet, false",
        "data/*, data/a.parquet, true",
        "data/*, data/x/a.parquet, false",
        "data/**, data/x/a.parquet, true",
        "**/*.parquet, a.parquet, true",
        "**/train/*, x/y/train/a.parquet, true",
        "**/train/*, xtrain/a.parquet, false",
        "data/**/a.parquet, data/a.parquet, true",
        "**.parquet, x/a.parquet, true",
        "./data/a.parquet, data/a.parquet, true",
        "part-[0-9].parquet, part-7.parquet, true",
        "part-[0-9].parquet, part-x.parquet, false",
        "part-[!0-9].parquet, part-x.parquet, true",
        "part-?.parquet, part-x.parquet, true",
        "part-?.parquet, part-.parquet, false",
        "a+(b).parquet, a+(b).parquet, true",
        "a[.parquet, a[.parquet, true",
        "a[z-a].parquet, a[z-a].parquet, true",
        "**, .git/a.parquet, false",
        ".git/*, .git/a.parquet, true"
    })
    void patterns_are_those_of_the_datasets_library(String pattern, String path, boolean matches) {
        assertThat(PathGlob.of(pattern).matches(path)).isEqualTo(matches);
    }

    @Test
    void data_files_may_be_a_text_a_list_a_map_or_left_to_a_folders_names() {
        List<String> files = List.of("a.parquet", "b.parquet", "d/train.parquet", "d/test.parquet", "e/x.parquet");
        String card = """
                ---
                configs:
                - config_name: text
                  data_files: a.parquet
                - config_name: list
                  data_files: [b.parquet, "*.parquet"]
                - config_name: map
                  data_files: {dev: "e/*", none: "f/*"}
                - config_name: folder
                  data_dir: ./d/
                ---
                """;

        assertThat(Card.configs(card, files).stream().map(config -> config.name() + ": " + shown(config.splits())))
                .containsExactly(
                        "text: train=a.parquet",
                        "list: train=b.parquet,a.parquet",
                        "map: dev=e/x.parquet",
                        "folder: test=d/test.parquet train=d/train.parquet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{config_name: a}, {config_name: b} | ''",
                "{config_name: a} | a",
                "{config_name: a}, {config_name: default} | default",
                "{config_name: a, default: true}, {config_name: default} | a"
            })
    void the_first_configuration_is_the_one_the_card_says(String configs, String first) {
        List<Card.Config> found = Card.configs("---\nconfigs: [" + configs + "]\n---\n", List.of("a.parquet"));

        assertThat(found.stream()
                        .filter(Card.Config::first)
                        .map(Card.Config::name)
                        .collect(Collectors.joining()))
                .isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "no head",
                "'---\nconfigs: [\n---\n'",
                "'---\nlicense: mit\n---\n'",
                "'text\n---\nconfigs: []\n---'"
            })
    void a_card_without_configurations_leaves_it_to_the_names(String card) {
        assertThat(Card.configs(card.replace("\\n", "\n"), List.of("a.parquet")))
                .singleElement()
                .satisfies(config -> assertThat(config.name()).isEqualTo("default"));
    }

    private static String shown(Map<String, List<String>> splits) {
        return new TreeMap<>(splits)
                .entrySet().stream()
                        .map(split -> split.getKey() + "=" + String.join(",", split.getValue()))
                        .collect(Collectors.joining(" "));
    }
}
