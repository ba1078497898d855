package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.aws.InventoryTable;
import io.caravan.local.Blueprint;
import io.caravan.simulator.s3.NotificationRule;
import io.caravan.simulator.sqs.QueueDeclaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.AliasEvent;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/** What is deployed on AWS, what the embedded cloud deploys, and what the code and the routes use are the same things. */
class DeploymentTest {
    private static final Path TEMPLATE = Path.of("config/aws/caravan.yaml");
    private static final Path KUBERNETES = Path.of("config/kubernetes/caravan.yaml");

    private static final Path KEDA = Path.of("config/kubernetes/keda.yaml");

    private final Map<String, Object> template = map(new Yaml(new Tagged()).load(read(TEMPLATE)));

    @Test
    void every_reference_of_the_template_leads_to_something_in_it() {
        var known = new HashSet<>(names("Parameters"));
        known.addAll(names("Resources"));
        var references = new TreeSet<String>();
        var conditions = new TreeSet<String>();
        walk(template.get("Resources"), references, conditions);
        walk(template.get("Outputs"), references, conditions);
        walk(template.get("Conditions"), references, conditions);

        assertThat(references.stream().filter(name -> !name.startsWith("AWS::")))
                .isNotEmpty()
                .isSubsetOf(known);
        assertThat(references)
                .containsAll(names("Parameters").stream()
                        .filter(name -> !name.equals("BucketName"))
                        .toList());
        assertThat(conditions).isEqualTo(new TreeSet<>(names("Conditions")));
    }

    @Test
    void the_template_has_no_aliases_which_CloudFormation_refuses() throws IOException {
        for (var event : new Yaml().parse(Files.newBufferedReader(TEMPLATE))) {
            assertThat(event).isNotInstanceOf(AliasEvent.class);
        }
    }

    @Test
    void routes_template_and_embedded_cloud_name_the_same_queues() throws IOException {
        var declared = new TreeSet<String>();
        Blueprint.deployment().queues().forEach(queue -> declared.add(queue.name()));

        assertThat(queuesOfRoutes()).isEqualTo(declared);
        assertThat(queuesOfTemplate().keySet().stream().filter(name -> !name.endsWith("-dlq")))
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void each_queue_that_a_route_consumes_has_its_dead_letters_after_as_many_receives_as_locally() {
        Map<String, Map<String, Object>> queues = queuesOfTemplate();
        for (QueueDeclaration queue : Blueprint.deployment().queues()) {
            if (queue.name().equals("caravan-failures")) {
                continue; // nobody consumes it
            }
            Map<String, Object> redrive = map(queues.get(queue.name()).get("RedrivePolicy"));
            String target =
                    String.valueOf(map(redrive.get("deadLetterTargetArn")).get("!GetAtt"));
            assertThat(properties(target.replaceFirst("\\.Arn$", "")))
                    .containsEntry("QueueName", queue.name() + "-dlq");
            assertThat(redrive).containsEntry("maxReceiveCount", queue.maxReceiveCount());
        }
    }

    @Test
    void the_bucket_tells_of_the_same_objects_as_locally() {
        var configuration = map(properties("Bucket").get("NotificationConfiguration"));
        var rules = new ArrayList<NotificationRule>();
        for (Object told : list(configuration.get("QueueConfigurations"))) {
            var filter = new TreeMap<String, String>();
            for (Object entry :
                    list(map(map(map(told).get("Filter")).get("S3Key")).get("Rules"))) {
                filter.put(
                        String.valueOf(map(entry).get("Name")),
                        String.valueOf(map(entry).get("Value")));
            }
            String queue =
                    String.valueOf(map(map(told).get("Queue")).get("!GetAtt")).replaceFirst("\\.Arn$", "");
            rules.add(new NotificationRule(
                    Blueprint.BUCKET,
                    String.valueOf(filter.get("prefix")),
                    String.valueOf(filter.get("suffix")),
                    String.valueOf(properties(queue).get("QueueName"))));
        }
        assertThat(rules).isEqualTo(Blueprint.deployment().notifications());
    }

    @Test
    void the_table_of_the_template_is_the_table_that_the_code_creates() {
        var creates = new Creates();
        InventoryTable.create(creates, "caravan");
        CreateTableRequest code = creates.requests.get(0);
        Map<String, Object> table = properties("Inventory");

        assertThat(table).containsEntry("TableName", code.tableName());
        assertThat(table).containsEntry("BillingMode", code.billingModeAsString());
        assertThat(keys(table.get("KeySchema"))).isEqualTo(keys(code.keySchema()));
        assertThat(list(table.get("AttributeDefinitions")))
                .containsExactlyInAnyOrderElementsOf(code.attributeDefinitions().stream()
                        .<Object>map(a ->
                                Map.of("AttributeName", a.attributeName(), "AttributeType", a.attributeTypeAsString()))
                        .toList());
        GlobalSecondaryIndex index = code.globalSecondaryIndexes().get(0);
        Map<String, Object> deployed =
                map(list(table.get("GlobalSecondaryIndexes")).get(0));
        assertThat(list(table.get("GlobalSecondaryIndexes"))).hasSameSizeAs(code.globalSecondaryIndexes());
        assertThat(deployed).containsEntry("IndexName", index.indexName());
        assertThat(keys(deployed.get("KeySchema"))).isEqualTo(keys(index.keySchema()));
        assertThat(map(deployed.get("Projection")))
                .containsEntry("ProjectionType", index.projection().projectionTypeAsString());
    }

    @Test
    void the_environment_of_both_deployments_is_made_of_settings() throws IOException {
        var settings = new Properties();
        try (var in = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(in);
        }
        Set<String> variables = settings.stringPropertyNames().stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(Collectors.toCollection(HashSet::new));
        variables.add("AWS_REGION");

        Map<String, Object> container =
                map(list(properties("Task").get("ContainerDefinitions")).get(0));
        for (Object entry : list(container.get("Environment"))) {
            assertThat(variables).contains(String.valueOf(map(entry).get("Name")));
        }
        assertThat(variables)
                .containsAll(map(kubernetes("ConfigMap").get("data")).keySet());
    }

    /** The image listens on all addresses, where the service does not start without a token. */
    @Test
    void both_deployments_take_the_token_from_a_secret() {
        Map<String, Object> container =
                map(list(properties("Task").get("ContainerDefinitions")).get(0));
        Map<String, Object> pod = map(
                map(map(kubernetes("Deployment").get("spec")).get("template")).get("spec"));
        Map<String, Object> variable =
                map(list(map(list(pod.get("containers")).get(0)).get("env")).get(0));

        assertThat(list(container.get("Secrets")))
                .contains(Map.of("Name", "CARAVAN_ACCESS_TOKEN", "ValueFrom", Map.of("!Ref", "AccessToken")));
        assertThat(resource("AccessToken")).containsEntry("Type", "AWS::SecretsManager::Secret");
        assertThat(variable).containsEntry("name", "CARAVAN_ACCESS_TOKEN");
        assertThat(map(variable.get("valueFrom"))).containsKey("secretKeyRef");
    }

    @Test
    void replicas_are_scaled_on_queues_that_there_are() throws IOException {
        Set<String> queues = queuesOfRoutes();
        Matcher scaled = Pattern.compile("queueURL: \\S*/([a-z-]+)").matcher(read(KEDA));
        var names = new TreeSet<String>();
        while (scaled.find()) {
            names.add(scaled.group(1));
        }
        assertThat(names).isNotEmpty().isSubsetOf(queues);
        for (Object document : new Yaml().loadAll(read(KEDA))) {
            if ("ScaledObject".equals(map(document).get("kind"))) {
                Object target = map(map(document).get("spec")).get("scaleTargetRef");
                assertThat(target)
                        .isEqualTo(Map.of(
                                "name",
                                map(kubernetes("Deployment").get("metadata")).get("name")));
            }
        }
    }

    @Test
    void both_deployments_wait_longer_than_the_shutdown_takes() throws IOException {
        var settings = new Properties();
        try (var in = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(in);
        }
        int shutdown = Integer.parseInt(settings.getProperty("camel.main.shutdown-timeout"));
        Map<String, Object> container =
                map(list(properties("Task").get("ContainerDefinitions")).get(0));
        Map<String, Object> pod = map(
                map(map(kubernetes("Deployment").get("spec")).get("template")).get("spec"));

        assertThat((Integer) container.get("StopTimeout")).isGreaterThan(shutdown);
        assertThat((Integer) pod.get("terminationGracePeriodSeconds")).isGreaterThan(shutdown);
    }

    private static Set<String> queuesOfRoutes() throws IOException {
        var queues = new TreeSet<String>();
        try (Stream<Path> routes = Files.list(Path.of("src/main/resources/routes"))) {
            for (Path route : routes.toList()) {
                Matcher queue =
                        Pattern.compile("\\{\\{caravan\\.queues}}([a-z-]+)").matcher(read(route));
                while (queue.find()) {
                    queues.add(queue.group(1));
                }
            }
        }
        return queues;
    }

    private Map<String, Map<String, Object>> queuesOfTemplate() {
        var queues = new TreeMap<String, Map<String, Object>>();
        for (String name : names("Resources")) {
            if ("AWS::SQS::Queue".equals(resource(name).get("Type"))) {
                queues.put(String.valueOf(properties(name).get("QueueName")), properties(name));
            }
        }
        return queues;
    }

    private Map<String, Object> resource(String name) {
        return map(map(template.get("Resources")).get(name));
    }

    private Map<String, Object> properties(String name) {
        assertThat(names("Resources")).contains(name);
        return map(resource(name).get("Properties"));
    }

    private Set<String> names(String section) {
        return map(template.get(section)).keySet();
    }

    private static Map<String, Object> kubernetes(String kind) {
        for (Object document : new Yaml().loadAll(read(KUBERNETES))) {
            if (kind.equals(map(document).get("kind"))) {
                return map(document);
            }
        }
        throw new AssertionError("no " + kind + " in " + KUBERNETES);
    }

    private static void walk(Object node, Set<String> references, Set<String> conditions) {
        if (node instanceof List<?> list) {
            list.forEach(element -> walk(element, references, conditions));
        } else if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                switch (String.valueOf(key)) {
                    case "!Ref" -> references.add(String.valueOf(value));
                    case "!GetAtt" -> references.add(String.valueOf(value).replaceFirst("\\..*", ""));
                    case "!Condition" -> conditions.add(String.valueOf(value));
                    case "!If" -> conditions.add(String.valueOf(list(value).get(0)));
                    case "!Sub" -> substitutions(value, references);
                    case "DependsOn" -> references.add(String.valueOf(value));
                    case "Condition" -> {
                        if (value instanceof String condition) {
                            conditions.add(condition);
                        }
                    }
                    default -> {}
                }
                walk(value, references, conditions);
            });
        }
    }

    private static void substitutions(Object sub, Set<String> references) {
        String text = sub instanceof List<?> list ? String.valueOf(list.get(0)) : String.valueOf(sub);
        Set<String> own = sub instanceof List<?> list ? map(list.get(1)).keySet() : Set.of();
        Matcher name = Pattern.compile("\\$\\{([A-Za-z0-9:]+)(\\.[A-Za-z]+)?}").matcher(text);
        while (name.find()) {
            if (!own.contains(name.group(1))) {
                references.add(name.group(1));
            }
        }
    }

    private static Map<String, Object> keys(Object schema) {
        var keys = new TreeMap<String, Object>();
        for (Object key : list(schema)) {
            if (key instanceof KeySchemaElement element) {
                keys.put(element.keyTypeAsString(), element.attributeName());
            } else {
                keys.put(String.valueOf(map(key).get("KeyType")), map(key).get("AttributeName"));
            }
        }
        return keys;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps what would be created. */
    private static final class Creates implements DynamoDbClient {
        private final List<CreateTableRequest> requests = new ArrayList<>();

        @Override
        public CreateTableResponse createTable(CreateTableRequest request) {
            requests.add(request);
            return CreateTableResponse.builder().build();
        }

        @Override
        public DescribeTableResponse describeTable(DescribeTableRequest request) {
            return DescribeTableResponse.builder()
                    .table(table -> table.tableStatus(TableStatus.ACTIVE))
                    .build();
        }

        @Override
        public DynamoDbWaiter waiter() {
            return DynamoDbWaiter.builder().client(this).build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
