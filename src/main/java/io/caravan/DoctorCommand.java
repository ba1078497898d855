package io.caravan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.caravan.doctor.Clients;
import io.caravan.doctor.Doctor;
import io.caravan.doctor.Finding;
import io.caravan.doctor.Place;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan doctor}: what is wrong around a service. */
@Command(
        name = "doctor",
        description = {
            "Looks whether what a service needs of AWS is there and fits together, and says what to mend: credentials,"
                    + " bucket, table, queues, rule, role, Bedrock, quotas.",
            "It has the service's settings (config/application.properties, overridden by the environment) and makes"
                    + " calls that read, and no others."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong; what is unsure may be",
            "1:something has to be mended",
            "2:the command line is wrong"
        },
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Prints an array of {check, verdict, words} and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Place place = Place.read(Application::setting);
        List<Finding> findings;
        try (Clients clients = Clients.in(place.region())) {
            findings = new Doctor(clients, place).findings();
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            ArrayNode all = new ObjectMapper().createArrayNode();
            for (Finding finding : findings) {
                all.addObject()
                        .put("check", finding.check())
                        .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
                        .put("words", finding.words());
            }
            out.println(all.toPrettyString());
        } else {
            findings.forEach(
                    finding -> out.printf("%-6s  %-11s  %s%n", finding.verdict(), finding.check(), finding.words()));
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.WRONG) ? 1 : 0;
    }
}
