package io.caravan.local;

import io.caravan.simulator.Cloud;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan local}: the stand-ins and the service in one JVM. */
@Command(
        name = "local",
        description = {
            "Runs the service on simulated AWS services, in one process.",
            "With a manifest: runs it, shows progress and prints the result. Without: stays up until Ctrl-C."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all rows ok, or planned",
            "1:the run failed, or cannot be planned",
            "2:the manifest was refused, or the command line is wrong",
            "3:done, but some rows failed"
        },
        mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 8080;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LocalOptions options = new LocalOptions();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The page's port; S3, SQS, DynamoDB, Bedrock and SNS take the next five"
                    + " (default: 8080, or free ones with a manifest).")
    private @Nullable Integer port;

    @Option(names = "--dry-run", description = "Plans the manifest, prints what its run would take, and sends nothing.")
    private boolean dryRun;

    @Parameters(
            arity = "0..1",
            paramLabel = "run.json",
            description = "A manifest. A data set named by a path, relative to the manifest, is uploaded first.")
    private @Nullable Path manifest;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        int first = port != null ? port : manifest == null ? DEFAULT_PORT : 0;
        return new LocalService(options, first).during((cloud, page) -> {
            if (manifest == null) {
                return stay(out, cloud, page);
            }
            var run = new LocalRun(out, cloud, page, options.data);
            return dryRun ? run.plan(manifest) : run.of(manifest);
        });
    }

    private int stay(PrintWriter out, Cloud cloud, int page) throws InterruptedException {
        out.println("Caravan is up on simulated AWS services: http://127.0.0.1:" + page + "/");
        out.println();
        out.println("In another shell, for the AWS command line or any SDK:");
        out.println();
        cloud.environment().forEach((name, value) -> out.println("  export " + name + "=" + value));
        out.println();
        out.println("To drop a run, follow it and read its result (every version of the AWS command line takes"
                + " --endpoint-url):");
        out.println();
        commands().forEach(line -> out.println("  " + line));
        out.println();
        out.println("Ctrl-C stops it; state stays in "
                + options.data.toAbsolutePath().normalize() + ", and the next start goes on from there.");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private static List<String> commands() {
        String s3 = "aws --endpoint-url $AWS_ENDPOINT_URL_S3 s3 ";
        String bucket = "s3://" + Blueprint.BUCKET;
        return List.of(
                s3 + "cp examples/jokes/topics.csv " + bucket + "/data/topics.csv",
                s3 + "cp examples/jokes/run-s3.json " + bucket + "/inbox/jokes.json",
                "aws --endpoint-url $AWS_ENDPOINT_URL_BEDROCK bedrock list-model-invocation-jobs",
                s3 + "ls --recursive " + bucket + "/runs/",
                s3 + "cp --recursive --exclude '*' --include '*/result.csv' " + bucket + "/runs/ results/");
    }
}
