package io.caravan;

import picocli.CommandLine.Command;

/** What the image does besides serving. */
@Command(name = "caravan", subcommands = RoutesCommand.class, mixinStandardHelpOptions = true)
final class Commands {}
