package io.caravan;

import io.caravan.access.Access;
import io.caravan.hub.Endpoints;
import io.caravan.model.S3Uri;
import io.caravan.model.WebhookHosts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is configured, read once at start. {@code config/application.properties} explains every key.
 *
 * @param bucket holds the inbox and the runs, in the jobs' Region
 * @param allowedBuckets data sets may be read from these
 * @param maxUnpackedBytes how many bytes a packed data set may unpack to
 * @param table the inventory
 * @param createTable make the table when it is missing
 * @param roleArn what Bedrock assumes for a job; its account is the account of the quotas
 * @param region of the jobs
 * @param slots concurrent jobs a base model; 0 leaves it to the account's quotas, then to models.yaml
 * @param quotasEvery how long the account's quotas are believed
 * @param patience how long something may wait for a stage before the stage is woken again
 * @param silence how long nothing may be heard of a job before it is asked about
 * @param lease after so long without a word, another replica takes over what one replica at a time does
 * @param quotaPause how long a pool rests after Bedrock said that its quota is used up
 * @param chunksAhead how many inputs are to be written now; the others wait for their turn
 * @param onDemand how many records of a job are invoked on demand at the same time
 * @param onDemandPause how long a record rests, at first, for which Bedrock has no room on demand
 * @param models the file of the models
 * @param prompts the folder of the prompt library
 * @param routes the folder of routes that replace shipped ones, by the name of their file, or are added
 * @param hub where the Hugging Face Hub is
 * @param access who may read and steer
 * @param webhooks where webhooks may lead
 * @param webhookSecret signs them
 * @param attention how long a run may be without any slot before it is told of
 * @param traces where traces go, by OpenTelemetry's names of settings; empty when nowhere
 */
public record Settings(
        String bucket,
        List<String> allowedBuckets,
        long maxUnpackedBytes,
        String table,
        boolean createTable,
        String roleArn,
        String region,
        int slots,
        Duration quotasEvery,
        Duration patience,
        Duration silence,
        Duration lease,
        Duration quotaPause,
        int chunksAhead,
        int onDemand,
        Duration onDemandPause,
        Path models,
        Path prompts,
        Path routes,
        Endpoints hub,
        Access access,
        WebhookHosts webhooks,
        String webhookSecret,
        Duration attention,
        Map<String, String> traces) {

    /** Reads the settings; {@code property} gives a key's value. */
    static Settings read(UnaryOperator<String> property) {
        String bucket = property.apply("caravan.bucket");
        return new Settings(
                bucket,
                Arrays.stream(property.apply("caravan.allowed-buckets").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                Long.parseLong(property.apply("caravan.max-unpacked-bytes")),
                property.apply("caravan.table"),
                Boolean.parseBoolean(property.apply("caravan.table.create")),
                property.apply("caravan.role-arn"),
                property.apply("caravan.region"),
                Integer.parseInt(property.apply("caravan.slots")),
                seconds(property, "caravan.quotas.every"),
                seconds(property, "caravan.patience"),
                seconds(property, "caravan.silence"),
                seconds(property, "caravan.lease"),
                seconds(property, "caravan.quota-pause"),
                Integer.parseInt(property.apply("caravan.chunks.ahead")),
                Integer.parseInt(property.apply("caravan.on-demand")),
                seconds(property, "caravan.on-demand.pause"),
                Path.of(property.apply("caravan.models")),
                Path.of(property.apply("caravan.prompts")),
                Path.of(property.apply("caravan.routes")),
                Endpoints.of(
                        property.apply("caravan.hub.endpoint"),
                        property.apply("caravan.hub.viewer"),
                        property.apply("caravan.hub.hosts")),
                Access.of(
                        property.apply("camel.server.host"),
                        property.apply("caravan.access.token"),
                        property.apply("caravan.access.issuer"),
                        property.apply("caravan.access.audience"),
                        Boolean.parseBoolean(property.apply("caravan.access.local"))),
                WebhookHosts.of(
                        property.apply("caravan.notify.hosts"),
                        Boolean.parseBoolean(property.apply("caravan.notify.plain"))),
                property.apply("caravan.notify.secret"),
                seconds(property, "caravan.notify.attention"),
                Stream.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint")
                        .filter(key -> !property.apply(key).isBlank())
                        .collect(Collectors.toMap(key -> key, property)));
    }

    /** Whether a data set may be read from there. */
    public boolean allows(S3Uri uri) {
        return uri.bucket().equals(bucket) || allowedBuckets.contains(uri.bucket());
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "Settings[bucket=" + bucket + ", table=" + table + ", region=" + region + "]";
    }

    /** The account of the role, {@code arn:aws:iam::<account>:role/…}. */
    public String account() {
        String[] words = roleArn.split(":", -1);
        if (words.length < 6 || words[4].length() != 12) {
            throw new IllegalArgumentException("caravan.role-arn: '" + roleArn
                    + "' is not a role's ARN; it looks like arn:aws:iam::123456789012:role/caravan-bedrock");
        }
        return words[4];
    }

    private static Duration seconds(UnaryOperator<String> property, String key) {
        return Duration.ofSeconds(Long.parseLong(property.apply(key)));
    }
}
