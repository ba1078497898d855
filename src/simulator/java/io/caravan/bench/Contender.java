package io.caravan.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A way to do a step, in a process of its own.
 *
 * @param command runs it; a step and a workload's folder follow
 * @param lines where it leaves what it makes of the data set, below the workload's folder: JSONL, one file or several
 * @param result where it leaves the merged result: CSV, one file or several
 */
record Contender(String name, List<String> command, Made lines, Made result) {
    private static final String INSTALL_PANDAS =
            "pandas is left out: no python3 here has it; install it, for example Debian's package python3-pandas";
    private static final String INSTALL_DUCKDB = "DuckDB is left out: there is no target/bench/duckdb_jdbc-*.jar;"
            + " 'mvn dependency:copy@duckdb' fetches it from Maven Central";

    /** Names a contender's files. */
    @FunctionalInterface
    interface Made {
        List<Path> files(Workload work);
    }

    /** The service's own stages, in the service's JVM. */
    static Contender caravan(Path home) {
        var store = CaravanWay.folder();
        return new Contender(
                "Caravan",
                service(home, CaravanWay.class),
                work -> below(work.store().path(store.manifest()).resolveSibling("jobs"), "input.jsonl"),
                work -> below(work.store().path(store.manifest()).resolveSibling("parts"), ".csv"));
    }

    /** The others that there are; of one that there is not, {@code missing} is told why. */
    static List<Contender> others(Path home, java.util.function.Consumer<String> missing) {
        var others = new ArrayList<Contender>();
        Optional<String> python = Stream.of("python3", "/usr/bin/python3")
                .filter(name -> succeeds(name, "-c", "import pandas"))
                .findFirst();
        Path script = home.resolve("examples/bench/pandas_way.py");
        python.ifPresentOrElse(
                name -> others.add(of("pandas", List.of(name, script.toString()))),
                () -> missing.accept(INSTALL_PANDAS));
        Path jars = home.resolve("target/bench");
        List<Path> duckDb = Files.isDirectory(jars) ? below(jars, ".jar") : List.of();
        if (duckDb.isEmpty()) {
            missing.accept(INSTALL_DUCKDB);
        } else {
            String jar = File.pathSeparator + duckDb.getFirst();
            others.add(of("DuckDB", java(home, "-Xmx256m", jar, DuckWay.class)));
        }
        return others;
    }

    private static Contender of(String name, List<String> command) {
        String file = name.toLowerCase(java.util.Locale.ROOT);
        return new Contender(
                name,
                command,
                work -> List.of(work.folder().resolve(file + ".jsonl")),
                work -> List.of(work.folder().resolve(file + ".csv")));
    }

    static List<String> java(Path home, String heap, String more, Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                heap,
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dcaravan.log=WARN",
                "-Dcaravan.home=" + home,
                "-cp",
                System.getProperty("java.class.path") + more,
                main.getName());
    }

    /** A JVM as the image has it, in a container of 1 GiB. */
    static List<String> service(Path home, Class<?> main) {
        var command = new ArrayList<>(java(home, "-Xmx512m", "", main));
        command.add(1, "@" + home.resolve("config/image/jvm.options"));
        return command;
    }

    Taken run(String step, Workload work) throws IOException, InterruptedException {
        return Taken.parse(output(step, work.folder().toString()));
    }

    /** What it prints when it is run with these arguments. */
    String output(String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(name + " failed: " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Path> below(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
