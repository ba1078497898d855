package io.caravan.command;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code caravan}: what steers a service. Whoever has other commands beside these extends it. */
@Command(
        name = "caravan",
        description = "Amazon Bedrock batch inference at any scale, carried by Apache Camel.",
        subcommands = {
            SubmitCommand.class,
            PlanCommand.class,
            ListCommand.class,
            StatusCommand.class,
            WatchCommand.class,
            ResultsCommand.class,
            CancelCommand.class,
            RetryCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "caravan 0.1.0")
public abstract class Steering implements Runnable {
    private final Map<String, String> environment;
    private final boolean terminal;

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * Commands that write to a terminal or not.
     *
     * @param environment what settings they have beside their options
     */
    protected Steering(Map<String, String> environment, boolean terminal) {
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    /** Whoever starts the process says whether its output is a terminal: Java 21 cannot tell. */
    protected Steering() {
        this(System.getenv(), Boolean.getBoolean("caravan.terminal"));
    }

    Map<String, String> environment() {
        return environment;
    }

    boolean terminal() {
        return terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Name a command");
    }

    /** The commands, ready to be executed: what goes wrong is said in one line, and the exit code says what it was. */
    public static CommandLine line(Steering commands) {
        return new CommandLine(commands).setExecutionExceptionHandler((problem, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText(String.valueOf(problem.getMessage())));
            command.getErr().flush();
            if (System.getProperty("caravan.trace") != null) {
                problem.printStackTrace(command.getErr());
            }
            return problem instanceof Fault fault ? fault.code() : Exit.FAILED;
        });
    }
}
