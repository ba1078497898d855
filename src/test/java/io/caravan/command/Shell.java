package io.caravan.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs commands in this process, and says what they printed. */
record Shell(Map<String, String> environment, boolean terminal) {
    /** The commands as the image has them, with an environment of the test's. */
    private static final class Commands extends Steering {
        Commands(Map<String, String> environment, boolean terminal) {
            super(environment, terminal);
        }
    }

    /** What came of a command. */
    record Ran(int code, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static CommandLine commands() {
        return Steering.line(new Commands(Map.of(), false));
    }

    Ran run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Steering.line(new Commands(environment, terminal))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Ran(code, out.toString(), err.toString());
    }

    /** Starts a command in a process of its own, which can be interrupted. */
    Process start(String... words) throws IOException {
        String path = Stream.of(
                        Shell.class,
                        Steering.class,
                        CommandLine.class,
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonProperty.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        var line = new ArrayList<String>(List.of(
                // A build in the background is started to ignore interrupts, and hands that on.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                path,
                Shell.class.getName()));
        line.addAll(List.of(words));
        var process = new ProcessBuilder(line).redirectErrorStream(true);
        process.environment().putAll(environment);
        return process.start();
    }

    public static void main(String[] words) {
        System.exit(Steering.line(new Commands(System.getenv(), false)).execute(words));
    }

    /** The same with another setting. */
    Shell with(String name, String value) {
        var changed = new HashMap<>(environment);
        changed.put(name, value);
        return new Shell(changed, terminal);
    }
}
