package io.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table of facts, held to its word: no empty cell, no test that is not there, no test of the contract left out. */
class FactsTest {

    private static final Path TABLE = Path.of("docs/bedrock-contract.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final List<String> PACKAGES =
            List.of("io.caravan.contract.", "io.caravan.simulator.", "io.caravan.simulator.inference.");

    private record Row(String id, String fact, String source, String test) {}

    @Test
    void no_fact_lacks_a_source_or_a_test_or_the_reason_for_having_none() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(100).allSatisfy(row -> {
            assertThat(row.fact()).as(row.id()).isNotBlank();
            assertThat(row.source()).as(row.id()).isNotBlank();
            assertThat(row.test()).as(row.id()).containsPattern("^(none: .{10,}|`\\w+\\.\\w+`)$");
        });
        assertThat(rows()).extracting(Row::id).doesNotHaveDuplicates();
    }

    @Test
    void every_section_has_facts() throws IOException {
        assertThat(rows())
                .extracting(row -> row.id().substring(0, row.id().indexOf('-')))
                .contains(
                        "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "2.1", "2.2", "3", "4.1", "4.2",
                        "4.3", "9", "10");
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            Matcher test = TEST.matcher(row.test());
            if (test.find()) {
                assertThat(method(test.group(1), test.group(2)))
                        .as("%s names %s, which is no test", row.id(), row.test())
                        .isPresent();
            }
        });
    }

    @Test
    void every_test_of_the_contract_is_named_and_says_whether_bedrock_has_confirmed_it() throws IOException {
        String table = Files.readString(TABLE);
        for (Class<?> suite : List.of(
                CreateContractTest.class, ReadContractTest.class, RunContractTest.class, InvokeContractTest.class)) {
            assertThat(Stream.of(suite.getDeclaredMethods()).filter(FactsTest::isTest))
                    .isNotEmpty()
                    .allSatisfy(test -> {
                        assertThat(table).contains("`" + suite.getSimpleName() + "." + test.getName() + "`");
                        assertThat(test.isAnnotationPresent(VerifiedOnBedrock.class)
                                        ^ test.isAnnotationPresent(BelievedFrom.class))
                                .as("%s needs @VerifiedOnBedrock or @BelievedFrom, one of them", test.getName())
                                .isTrue();
                    });
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readString(TABLE)
                .lines()
                .filter(line -> line.matches("\\| \\d.*"))
                .map(line -> {
                    String[] cells = line.split("\\|", -1);
                    assertThat(cells).as(line).hasSize(6);
                    return new Row(cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip());
                })
                .toList();
    }

    private static Optional<Method> method(String type, String name) {
        return PACKAGES.stream()
                .flatMap(location -> type(location + type).stream())
                .flatMap(found -> Stream.of(found.getDeclaredMethods()))
                .filter(method -> method.getName().equals(name) && isTest(method))
                .findFirst();
    }

    private static Optional<Class<?>> type(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }
}
