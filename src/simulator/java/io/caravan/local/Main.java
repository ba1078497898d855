package io.caravan.local;

import io.caravan.DoctorCommand;
import io.caravan.RoutesCommand;
import io.caravan.command.Steering;
import picocli.CommandLine.Command;

/** {@code ./caravan}'s commands: what the image has, and the embedded cloud. */
@Command(
        subcommands = {
            DoctorCommand.class,
            LocalCommand.class,
            RoutesCommand.class,
            CloudCommand.class,
            ServeCommand.class,
            ChaosCommand.class,
            DayCommand.class,
            BenchCommand.class
        },
        footer = {
            "",
            "./caravan COMMAND --help tells more about each. Environment: CARAVAN_URL and CARAVAN_TOKEN of the service that is"
                    + " steered, CARAVAN_HEAP (default 512m), CARAVAN_LOG (WARN, INFO, DEBUG), JAVA_HOME."
        })
public final class Main extends Steering {

    /** Exits by itself: the stand-ins leave threads behind that would keep a JVM alive. */
    public static void main(String[] args) {
        System.exit(line(new Main()).execute(args));
    }
}
