package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands on a service have in common. */
@Command(exitCodeListHeading = Exit.HEADING, mixinStandardHelpOptions = true)
abstract class ServiceCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the service is (default: CARAVAN_URL, or " + Address.DEFAULT
                    + "). What it asks for as a token is read from CARAVAN_TOKEN.")
    private @Nullable String url;

    @Option(names = "--json", description = "Prints what the API answers, and nothing else.")
    private boolean json;

    @Override
    public final Integer call() throws Exception {
        Address address;
        try {
            address = Address.of(Optional.ofNullable(url), steering().environment());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        try (Service service = new Service(address)) {
            return on(service);
        } finally {
            out().flush();
        }
    }

    /** Does it; the exit code. */
    abstract int on(Service service) throws Exception;

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return command().commandLine().getOut();
    }

    /** For people, when the output is for machines. */
    PrintWriter notes() {
        return json ? command().commandLine().getErr() : out();
    }

    Watch watch(Service service) {
        Display display = json
                ? new JsonLines(out(), notes())
                : Display.on(out(), steering().terminal());
        return new Watch(new Follow(service, display), display);
    }

    /** Prints the one or the other, as it is wanted. */
    void print(JsonNode machines, List<String> people) {
        if (json) {
            out().println(machines.toPrettyString());
        } else {
            people.stream().map(RunText::plain).forEach(out()::println);
        }
    }

    /** What the command line has wrong. */
    ParameterException wrong(String message) {
        return new ParameterException(command().commandLine(), message);
    }

    private Steering steering() {
        return (Steering) command().root().userObject();
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }
}
