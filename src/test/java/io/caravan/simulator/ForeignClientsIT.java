package io.caravan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Simulation;
import io.caravan.simulator.s3.NotificationRule;
import io.caravan.simulator.sqs.QueueDeclaration;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded cloud, driven by clients that nobody here wrote: the AWS SDK for JavaScript and the AWS CLI. */
class ForeignClientsIT {

    private static final Path SOURCES = Path.of("src/test/foreign");
    private static final Path INSTALLED = Path.of("target/foreign");

    @TempDir
    static Path data;

    private static Cloud cloud;

    @BeforeAll
    static void start() throws IOException {
        cloud = Cloud.start(CloudSettings.in(data)
                .with(Deployment.EMPTY
                        .withBucket("caravan")
                        .withQueue(QueueDeclaration.of("inbox"))
                        .withQueue(QueueDeclaration.of("events"))
                        .withQueue(QueueDeclaration.of("commands"))
                        .withNotification(new NotificationRule("caravan", "inbox/", ".json", "inbox"))
                        .withEventsTo("events"))
                .with(Simulation.DEFAULT.with(Delays.NONE)));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void the_aws_sdk_for_javascript_drives_the_whole_cloud() throws Exception {
        needs("npm", "the tests with the AWS SDK for JavaScript");
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "cloud.mjs")) {
            Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        run(INSTALLED, List.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline"));

        assertThat(run(INSTALLED, List.of("node", "cloud.mjs"))).contains("all ok");
    }

    @Test
    void the_aws_cli_copies_lists_sends_and_receives() throws Exception {
        needs("aws", "the tests with the AWS CLI");
        Path file = Files.writeString(data.resolve("topics.csv"), "id,topic\n1,camels\n");
        String s3 = cloud.s3().toString();
        String sqs = cloud.sqs().toString();
        String queue = cloud.queueUrl("commands").toString();

        run(data, List.of("aws", "--endpoint-url", s3, "s3", "cp", file.toString(), "s3://caravan/data/topics.csv"));
        run(data, List.of("aws", "--endpoint-url", s3, "s3", "cp", file.toString(), "s3://caravan/inbox/run.json"));
        String objects = run(data, List.of("aws", "--endpoint-url", s3, "s3", "ls", "--recursive", "s3://caravan/"));
        String back = run(data, List.of("aws", "--endpoint-url", s3, "s3", "cp", "s3://caravan/data/topics.csv", "-"));
        run(
                data,
                List.of(
                        "aws",
                        "--endpoint-url",
                        sqs,
                        "sqs",
                        "send-message",
                        "--queue-url",
                        queue,
                        "--message-body",
                        "hi"));
        String messages =
                run(data, List.of("aws", "--endpoint-url", sqs, "sqs", "receive-message", "--queue-url", queue));

        assertThat(objects).contains("data/topics.csv", "inbox/run.json");
        assertThat(back).contains("1,camels");
        assertThat(messages).contains("\"Body\": \"hi\"");
        assertThat(run(data, List.of("aws", "--endpoint-url", cloud.dynamoDb().toString(), "dynamodb", "list-tables")))
                .contains("TableNames");
    }

    /** Without the program the test is skipped, but never in CI. */
    private static void needs(String program, String what) {
        boolean isThere = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!isThere) {
            String message = program + " is not on the PATH, so " + what + " were not run; install it to run them";
            assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
            abort(message);
        }
    }

    private static String run(Path folder, List<String> command) throws Exception {
        Path output = Files.createTempFile(data, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(cloud.environment());
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end in 5 minutes");
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as("%s printed:%n%s", command, printed).isZero();
        return printed;
    }
}
