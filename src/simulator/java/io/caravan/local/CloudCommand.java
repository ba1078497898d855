package io.caravan.local;

import io.caravan.simulator.Cloud;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan cloud}: the stand-ins alone. */
@Command(
        name = "cloud",
        description =
                "Starts stand-ins of S3, SQS, DynamoDB, Bedrock and SNS on 127.0.0.1 and prints how to reach them.",
        mixinStandardHelpOptions = true)
final class CloudCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LocalOptions options = new LocalOptions();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8081",
            description =
                    "First of five ports: S3, SQS, DynamoDB, Bedrock, SNS; 0 for free ones (default: ${DEFAULT-VALUE}).")
    private int port;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (DataFolder folder = DataFolder.take(options.data);
                LocalHub hub = LocalHub.start(options.hub);
                Cloud cloud = Cloud.start(options.cloud(port))) {
            out.println("Simulated AWS services are up. To use them, or to run replicas of the service against them:");
            out.println();
            Exports.lines(cloud, hub).forEach(out::println);
            out.println();
            out.println("  ./caravan serve");
            out.println();
            out.println("Ctrl-C stops them; their state stays in "
                    + options.data.toAbsolutePath().normalize());
            out.flush();
            Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "stop-cloud"));
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
