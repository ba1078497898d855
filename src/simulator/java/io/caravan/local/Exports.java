package io.caravan.local;

import io.caravan.simulator.Cloud;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How clients reach the stand-ins. */
public final class Exports {
    /** Signs webhooks of the embedded cloud, and of nothing else. */
    static final String SECRET = "whsec_bG9jYWwtd2ViaG9va3Mtb2YtdGhlLWVtYmVkZGVkLWNsb3Vk";

    private Exports() {}

    /** Lines to paste into a shell, for AWS's own clients and for {@code caravan serve}. */
    static List<String> lines(Cloud cloud, LocalHub hub) {
        var lines = new ArrayList<String>();
        cloud.environment().forEach((name, value) -> lines.add(export(name, value)));
        var settings = service(cloud);
        settings.putAll(hub.settings());
        settings.forEach((key, value) ->
                lines.add(export(key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"), value)));
        return lines;
    }

    /** In quotes where the shell would read more than a word: the stars and spaces of a cron expression. */
    private static String export(String name, String value) {
        boolean plain = value.matches("[A-Za-z0-9_./:@+-]+");
        return "export " + name + "=" + (plain ? value : "'" + value + "'");
    }

    /** The settings of a service that runs on the stand-ins. */
    public static Map<String, String> service(Cloud cloud) {
        var settings = new LinkedHashMap<String, String>();
        String queue = cloud.queueUrl("caravan-plan").toString();
        settings.put("caravan.bucket", Blueprint.BUCKET);
        settings.put("caravan.queues", queue.substring(0, queue.length() - "caravan-plan".length()));
        settings.put("caravan.table.create", "true");
        settings.put("caravan.region", Cloud.REGION);
        settings.put("caravan.role-arn", "arn:aws:iam::" + Cloud.ACCOUNT + ":role/caravan-bedrock");
        settings.put("caravan.access.local", "true");
        settings.put("caravan.notify.hosts", "127.0.0.1,localhost");
        settings.put("caravan.notify.plain", "true");
        settings.put("caravan.notify.secret", SECRET);
        // The stand-ins forget their queues' messages when they stop, and their jobs last seconds rather than hours.
        settings.put("caravan.patience", "15");
        settings.put("caravan.silence", "10");
        settings.put("caravan.sweep.cron", "0/5 * * * * ?");
        settings.put("caravan.list.cron", "0/10 * * * * ?");
        settings.put("caravan.quota-pause", "2");
        settings.put("caravan.poll", "1");
        return settings;
    }

    /** Points AWS clients of this JVM to the stand-ins, as the environment would for another one. */
    static void apply(Cloud cloud) {
        cloud.environment().forEach((name, value) -> {
            switch (name) {
                case "AWS_ACCESS_KEY_ID" -> System.setProperty("aws.accessKeyId", value);
                case "AWS_SECRET_ACCESS_KEY" -> System.setProperty("aws.secretAccessKey", value);
                case "AWS_REGION" -> System.setProperty("aws.region", value);
                case "AWS_ENDPOINT_URL_S3" -> System.setProperty("aws.endpointUrlS3", value);
                case "AWS_ENDPOINT_URL_SQS" -> System.setProperty("aws.endpointUrlSqs", value);
                case "AWS_ENDPOINT_URL_DYNAMODB" -> System.setProperty("aws.endpointUrlDynamoDb", value);
                case "AWS_ENDPOINT_URL_SNS" -> System.setProperty("aws.endpointUrlSns", value);
                case "AWS_ENDPOINT_URL_BEDROCK" -> System.setProperty("aws.endpointUrlBedrock", value);
                case "AWS_ENDPOINT_URL_SERVICE_QUOTAS" -> System.setProperty("aws.endpointUrlServiceQuotas", value);
                case "AWS_ENDPOINT_URL_BEDROCK_RUNTIME" -> System.setProperty("aws.endpointUrlBedrockRuntime", value);
                default -> {}
            }
        });
    }
}
