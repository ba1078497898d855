package io.caravan;

import io.caravan.command.Steering;
import picocli.CommandLine.Command;

/** What the image does besides serving. */
@Command(
        subcommands = {DoctorCommand.class, RoutesCommand.class},
        footer = {"", "Without a command: the service. CARAVAN_URL and CARAVAN_TOKEN name the service that is steered."
        })
final class Commands extends Steering {}
