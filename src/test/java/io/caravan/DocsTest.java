package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages speak of what there is. */
class DocsTest {
    private static final List<Path> PAGES =
            List.of(Path.of("README.md"), Path.of("ARCHITECTURE.md"), Path.of("CONTRIBUTING.md"));
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(#[^)]*)?\\)");
    /** Code that is a type, a type's member or a file: {@code Inbox}, {@code Inbox.take}, {@code Inbox.java}. */
    private static final Pattern TYPE =
            Pattern.compile("`([A-Z][a-z][A-Za-z]*)(?:\\.([a-z][A-Za-z]*|[A-Z][a-z][A-Za-z]*))?(?:\\([^`]*\\))?`");
    /** Words of Java and AWS that look like ours. */
    private static final Set<String> OTHERS = Set.of("Optional", "UploadPartCopy");

    private static final Sources SOURCES = new Sources();

    @Test
    void every_local_link_leads_somewhere() throws IOException {
        var broken = new ArrayList<String>();
        for (Path page : PAGES) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!link.group(1).isEmpty() && !Files.exists(Path.of(link.group(1)))) {
                    broken.add(page + ": " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void every_path_in_code_exists() throws IOException {
        var missing = new ArrayList<String>();
        Pattern path = Pattern.compile("`((?:src|config|docs|examples|\\.ci)/[A-Za-z0-9_./-]+)`");
        for (Path page : PAGES) {
            Matcher code = path.matcher(Files.readString(page));
            while (code.find()) {
                if (!Files.exists(Path.of(code.group(1)))) {
                    missing.add(page + ": " + code.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_type_and_member_that_the_pages_name_exists() throws IOException {
        var missing = new ArrayList<String>();
        for (Path page : PAGES.subList(1, PAGES.size())) {
            Matcher code = TYPE.matcher(Files.readString(page));
            while (code.find()) {
                String type = code.group(1);
                String member = code.group(2);
                if (OTHERS.contains(type)) {
                    continue;
                }
                boolean mentioned = member == null || member.equals("java") || SOURCES.mentions(type, member);
                if (!SOURCES.containsType(type) || !mentioned) {
                    missing.add(page + ": " + code.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/failures.md", "docs/threat-model.md"})
    void every_test_that_a_table_names_exists(String page) throws IOException {
        var missing = new ArrayList<String>();
        Matcher test = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))\\.([a-z_0-9]+)`")
                .matcher(Files.readString(Path.of(page)));
        int named = 0;
        while (test.find()) {
            named++;
            if (!SOURCES.containsType(test.group(1)) || !SOURCES.mentions(test.group(1), test.group(2))) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isPositive();
    }

    /** The types of all source roots, nested ones among them. */
    private static final class Sources {
        private final Set<String> types = new HashSet<>();
        private final List<Path> files;

        Sources() {
            try (Stream<Path> all = Files.walk(Path.of("src"))) {
                files = all.filter(file -> file.toString().endsWith(".java")).toList();
                Pattern declared = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z][A-Za-z]*)");
                for (Path file : files) {
                    Matcher type = declared.matcher(Files.readString(file));
                    while (type.find()) {
                        types.add(type.group(1));
                    }
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        boolean containsType(String name) {
            return types.contains(name);
        }

        /** Whether the file of a type has a member, or a nested type, of this name. */
        boolean mentions(String type, String member) throws IOException {
            for (Path file : files) {
                if (file.getFileName().toString().equals(type + ".java")
                        && Pattern.compile("\\b" + member + "\\b")
                                .matcher(Files.readString(file))
                                .find()) {
                    return true;
                }
            }
            return false;
        }
    }
}
