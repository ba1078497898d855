package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users read of the families names all of them, and all that they take. */
class ModelsPageTest {
    private static final Path PAGE = Path.of("docs/models.md");
    private static final Path CATALOG = Path.of("config/models.yaml");

    static Stream<String> families() {
        return Families.BY_NAME.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("families")
    void each_family_has_its_row_with_its_source(String family) throws IOException {
        assertThat(Files.readAllLines(PAGE))
                .anyMatch(line ->
                        line.startsWith("| " + family + " |") && line.contains("](https://docs.aws.amazon.com/"));
        assertThat(Files.readString(CATALOG)).containsPattern("#.*\\b" + family + "\\b");
    }

    @ParameterizedTest
    @MethodSource("families")
    void each_parameter_is_told(String family) throws IOException {
        String page = Files.readString(PAGE);

        assertThat(parameters(Families.BY_NAME.get(family)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void each_mark_of_a_markup_is_told() throws IOException {
        String page = Files.readString(PAGE).replace("\\|", "|");

        assertThat(Stream.of(Llama.MARKUP, MistralCompletion.MARKUP).flatMap(markup -> markup.marks().stream()))
                .allSatisfy(mark -> assertThat(page).contains("`" + mark + "`"));
    }

    /** As the family itself tells them. */
    private static List<String> parameters(Family family) {
        String message = family.check(Map.of("zz", 1)).get(0).message();
        return List.of(message.substring(message.indexOf("it takes ") + 9).split(", "));
    }
}
