package io.caravan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.caravan.routes.Finding;
import io.caravan.routes.Flow;
import io.caravan.routes.WrongRoutes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan routes}: a folder of routes, looked at before a service has it. */
@Command(name = "routes", description = "Looks at routes of yours.", mixinStandardHelpOptions = true)
public final class RoutesCommand {
    @Spec
    @Nullable
    CommandSpec spec;

    /** Boots with the folder, starting nothing: no AWS is needed. */
    @Command(
            description = {
                "Says what is wrong with the routes of a folder, each with file, line and reason, and starts nothing.",
                "",
                "Files are held against Camel's schema and catalog, the service's beans and settings, and the shipped"
                        + " routes; then the service is put together with them."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:the service starts with them (advice may be printed)",
                "1:it does not",
                "2:there are none"
            },
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(paramLabel = "DIR", description = "Holds <name>.camel.yaml files.") Path folder,
            @Option(names = "--json", description = "Prints findings as a JSON array and nothing else.") boolean json)
            throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(command.commandLine(), folder + " is no folder");
        }
        long files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(Flow.ENDING)).count();
        }
        if (files == 0) {
            throw new ParameterException(command.commandLine(), folder + " holds no <name>" + Flow.ENDING);
        }
        List<Finding> findings = findings(folder);
        boolean wrong = findings.stream().anyMatch(finding -> finding.weight() == Finding.Weight.WRONG);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(json(findings).toPrettyString());
        } else {
            findings.forEach(out::println);
            out.println(files + (files == 1 ? " file: " : " files: ") + (wrong ? "not fit to start" : "fit to start"));
        }
        out.flush();
        return wrong ? 1 : 0;
    }

    private static List<Finding> findings(Path folder) {
        try (var application = new Application(new HashMap<>(Map.of(
                "caravan.routes", folder.toString(),
                "camel.main.auto-startup", "false",
                "camel.server.enabled", "false",
                "camel.server.host", "127.0.0.1", // on which no token is asked for
                "camel.management.enabled", "false",
                "camel.metrics.enabled", "false")))) {
            application.start();
            return application.advice();
        } catch (WrongRoutes e) {
            return e.findings();
        }
    }

    private static ArrayNode json(List<Finding> findings) {
        ArrayNode list = new ObjectMapper().createArrayNode();
        for (Finding finding : findings) {
            list.addObject()
                    .put("file", finding.file())
                    .put("line", finding.line())
                    .put("weight", finding.weight().name().toLowerCase(Locale.ROOT))
                    .put("reason", finding.reason());
        }
        return list;
    }
}
