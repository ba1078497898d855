package io.caravan.local;

import io.caravan.RoutesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./caravan}'s commands. */
@Command(
        name = "caravan",
        description = "Amazon Bedrock batch inference at any scale, carried by Apache Camel.",
        subcommands = {
            LocalCommand.class,
            PlanCommand.class,
            RoutesCommand.class,
            CloudCommand.class,
            ServeCommand.class,
            ChaosCommand.class,
            DayCommand.class,
            BenchCommand.class
        },
        footer = {
            "",
            "./caravan COMMAND --help tells more about each. Environment: CARAVAN_HEAP (default 512m),"
                    + " CARAVAN_LOG (WARN, INFO, DEBUG), JAVA_HOME."
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "caravan 0.1.0")
public final class Main implements Runnable {
    @Spec
    @org.jspecify.annotations.Nullable
    CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Name a command");
    }

    /** Exits by itself: the stand-ins leave threads behind that would keep a JVM alive. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    command.getErr().println(command.getColorScheme().errorText(String.valueOf(problem.getMessage())));
                    if (System.getProperty("caravan.trace") != null) {
                        problem.printStackTrace(command.getErr());
                    }
                    return 1;
                })
                .execute(args));
    }
}
