package io.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.simulator.Cloud;
import io.caravan.simulator.CloudSettings;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What the image holds, started as the image starts it: tests have all of Camel on their class path, it has not. */
class PackagedServiceIT {
    private static final Path JAR = Path.of("target/caravan.jar");
    private static final Path LIB = Path.of("target/lib");
    private static final String TOKEN = "correct-horse-battery-staple";
    /** Seconds that the deployment gives a container to end; see DeploymentTest. */
    private static final int GRACE = 60;

    /** The stand-ins, what they bring, and what only builds and tests need. DynamoDB Local may not be passed on. */
    private static final Pattern NOT_OURS = Pattern.compile(
            "(?i)(dynamodb-?local|sqlite4java|s3proxy|elasticmq|jclouds|pekko|scala-|jetty|junit|assertj"
                    + "|awaitility|archunit|camel-test|jqwik|error_prone_core|nullaway).*");

    @Test
    void the_image_holds_nothing_of_the_stand_ins() throws IOException {
        try (Stream<Path> jars = Files.list(LIB)) {
            List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
            assertThat(names).anyMatch(name -> name.startsWith("camel-main"));
            assertThat(names).noneMatch(name -> NOT_OURS.matcher(name).matches());
        }
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .contains("io/caravan/Application.class")
                    .noneMatch(name -> name.startsWith("io/caravan/simulator") || name.startsWith("io/caravan/local"));
        }
    }

    @Test
    void the_packaged_service_runs_the_example_on_what_the_printed_exports_name(@TempDir Path data) throws Exception {
        try (Cloud cloud =
                Cloud.start(CloudSettings.in(data).withInMemoryDynamo().with(Blueprint.deployment()))) {
            int page = freePort();
            int management = freePort();
            Process service = service(cloud, page, management, data.resolve("service.log"));
            try {
                await("the service is healthy")
                        .atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(() -> get(management, "/q/health").statusCode() == 200);
                assertThat(get(management, "/q/health/live").statusCode()).isEqualTo(200);
                assertThat(get(management, "/q/health/ready").statusCode()).isEqualTo(200);
                drop(cloud);
                JsonNode run = await("the run is over")
                        .atMost(Duration.ofMinutes(2))
                        .until(
                                () -> new ObjectMapper()
                                        .readTree(get(page, "/api/runs").body())
                                        .path(0),
                                known -> known.path("state").asText().matches("done|failed"));
                assertThat(run.path("state").asText()).isEqualTo("done");
                assertThat(run.path("ok").asInt()).isEqualTo(120);
                service.destroy();
                assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(Files.readString(data.resolve("service.log"))).doesNotContain(TOKEN);
            } finally {
                service.destroyForcibly();
            }
        }
    }

    @Test
    void a_service_that_is_up_before_the_cloud_waits_for_it(@TempDir Path data) throws Exception {
        var settings = CloudSettings.in(data)
                .withInMemoryDynamo()
                .withPort(freePorts(5))
                .with(Blueprint.deployment());
        Map<String, String> environment;
        try (Cloud cloud = Cloud.start(settings)) {
            environment = exported(cloud);
        }
        int management = freePort();
        Path log = data.resolve("service.log");
        Process service = service(environment, freePort(), management, log);
        try {
            await("the service says what it waits for")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Files.readString(log).contains("DynamoDB does not answer; asked again in 5 s"));
            assertThat(service.isAlive()).isTrue();
            try (Cloud cloud = Cloud.start(settings)) {
                await("the service is ready")
                        .atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(() -> get(management, "/q/health/ready").statusCode() == 200);
            }
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void a_service_without_its_bucket_ends_and_says_so(@TempDir Path data) throws Exception {
        try (Cloud cloud =
                Cloud.start(CloudSettings.in(data).withInMemoryDynamo().with(Blueprint.deployment()))) {
            Map<String, String> environment = new HashMap<>(exported(cloud));
            environment.put("CARAVAN_BUCKET", "nowhere");
            Path log = data.resolve("service.log");
            Process service = service(environment, freePort(), freePort(), log);

            assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(service.exitValue()).isEqualTo(1);
            assertThat(Files.readString(log)).contains("S3 has no bucket 'nowhere' (caravan.bucket) for us");
        }
    }

    /** What SIGTERM finds it at is finished, within the time that a container has. */
    @Test
    void a_terminated_service_drains_within_its_grace_time(@TempDir Path data) throws Exception {
        try (Cloud cloud =
                Cloud.start(CloudSettings.in(data).withInMemoryDynamo().with(Blueprint.deployment()))) {
            Path log = data.resolve("service.log");
            int page = freePort();
            Process first = service(exported(cloud), page, freePort(), log);
            try {
                drop(cloud);
                await("the run is under way")
                        .atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(() -> get(page, "/api/runs").body().contains("\"Submitted\""));
                first.destroy();
                assertThat(first.waitFor(GRACE, TimeUnit.SECONDS)).isTrue();
                assertThat(Files.readString(log))
                        .contains("shutdown in")
                        .doesNotContain("Forcing the routes to be shutdown");
            } finally {
                first.destroyForcibly();
            }
        }
    }

    private static Process service(Cloud cloud, int page, int management, Path log) throws IOException {
        return service(exported(cloud), page, management, log);
    }

    private static Process service(Map<String, String> environment, int page, int management, Path log)
            throws IOException {
        String classPath = String.join(File.pathSeparator, "config", JAR.toString(), LIB + "/*");
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@config/image/jvm.options",
                "-Xmx512m",
                "-Dcaravan.home=.",
                "-cp",
                classPath,
                "io.caravan.Application");
        environment.forEach(builder.environment()::put);
        builder.environment().put("CARAVAN_ACCESS_TOKEN", TOKEN);
        builder.environment().put("CAMEL_SERVER_PORT", Integer.toString(page));
        builder.environment().put("CAMEL_MANAGEMENT_PORT", Integer.toString(management));
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** What a shell makes of the printed lines. */
    private static Map<String, String> exported(Cloud cloud) throws IOException {
        String names = "AWS_|CARAVAN_";
        Process shell = new ProcessBuilder(
                        "sh", "-c", String.join("\n", Exports.lines(cloud, LocalHub.start(null))) + "\nenv")
                .directory(Path.of(".").toFile())
                .start();
        try (var lines = shell.inputReader()) {
            return lines.lines()
                    .filter(line -> line.matches("(?:" + names + ")[A-Z0-9_]*=.*"))
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
        }
    }

    private static void drop(Cloud cloud) {
        var keys = AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY);
        try (S3Client s3 = S3Client.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.s3())
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            s3.putObject(
                    request -> request.bucket(Blueprint.BUCKET).key("data/topics.csv"),
                    RequestBody.fromFile(Path.of("examples/jokes/topics.csv")));
            s3.putObject(
                    request -> request.bucket(Blueprint.BUCKET).key("inbox/jokes.json"),
                    RequestBody.fromFile(Path.of("examples/jokes/run-s3.json")));
        }
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** The first of so many ports in a row that nothing listens on now. */
    private static int freePorts(int count) throws IOException {
        while (true) {
            int first = freePort();
            try {
                for (int i = 1; i < count; i++) {
                    new ServerSocket(first + i).close();
                }
                return first;
            } catch (BindException e) {
                // somebody has one of them: look elsewhere
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
