package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The template against CloudFormation's own types, and its roles against what the code calls.
 *
 * <p>{@code cloudformation/types.json} is an extract of AWS's resource specification 117.0.0 (August 2023, from
 * {@code @aws-cdk/cfnspec}): the types that the template uses, {@code !} before what is required, {@code []} before lists. Of autoscaling, what the
 * documentation had later: metric math for a target, and a role that need not be named.
 */
class TemplateTest {
    private static final Path TYPES = Path.of("src/test/resources/cloudformation/types.json");

    /** The calls of the SDK's clients, and what a role must allow for each. */
    private static final Map<String, Set<String>> ACTIONS = Map.ofEntries(
            Map.entry("S3Client.getObject", Set.of("s3:GetObject")),
            Map.entry("S3Client.headObject", Set.of("s3:GetObject")),
            Map.entry("S3Client.headBucket", Set.of("s3:ListBucket")),
            Map.entry("S3Client.listObjectsV2", Set.of("s3:ListBucket")),
            Map.entry("S3Client.listObjectsV2Paginator", Set.of("s3:ListBucket")),
            Map.entry("S3Client.copyObject", Set.of("s3:GetObject", "s3:PutObject")),
            Map.entry("S3Client.putObject", Set.of("s3:PutObject")),
            Map.entry("S3Client.createMultipartUpload", Set.of("s3:PutObject")),
            Map.entry("S3Client.uploadPart", Set.of("s3:PutObject")),
            Map.entry("S3Client.uploadPartCopy", Set.of("s3:GetObject", "s3:PutObject")),
            Map.entry("S3Client.completeMultipartUpload", Set.of("s3:PutObject")),
            Map.entry("S3Client.abortMultipartUpload", Set.of("s3:AbortMultipartUpload")),
            Map.entry("S3Client.deleteObject", Set.of("s3:DeleteObject")),
            Map.entry("DynamoDbClient.describeTable", Set.of("dynamodb:DescribeTable")),
            Map.entry("DynamoDbClient.getItem", Set.of("dynamodb:GetItem")),
            Map.entry("DynamoDbClient.batchGetItemPaginator", Set.of("dynamodb:BatchGetItem")),
            Map.entry("DynamoDbClient.query", Set.of("dynamodb:Query")),
            Map.entry("DynamoDbClient.queryPaginator", Set.of("dynamodb:Query")),
            Map.entry("DynamoDbClient.putItem", Set.of("dynamodb:PutItem")),
            Map.entry("DynamoDbClient.updateItem", Set.of("dynamodb:UpdateItem")),
            // Of puts and updates alone: a deletion or a mere check in one would need an action of its own.
            Map.entry("DynamoDbClient.transactWriteItems", Set.of("dynamodb:PutItem", "dynamodb:UpdateItem")),
            // Where caravan.table.create is set, which a deployment does not.
            Map.entry("DynamoDbClient.createTable", Set.of()),
            Map.entry("DynamoDbClient.waiter", Set.of()),
            Map.entry("SqsClient.getQueueUrl", Set.of("sqs:GetQueueUrl")),
            Map.entry(
                    "BedrockClient.createModelInvocationJob",
                    Set.of("bedrock:CreateModelInvocationJob", "bedrock:TagResource", "iam:PassRole")),
            Map.entry("BedrockClient.getModelInvocationJob", Set.of("bedrock:GetModelInvocationJob")),
            Map.entry("BedrockClient.stopModelInvocationJob", Set.of("bedrock:StopModelInvocationJob")),
            Map.entry("BedrockClient.listModelInvocationJobs", Set.of("bedrock:ListModelInvocationJobs")),
            Map.entry("BedrockClient.listModelInvocationJobsPaginator", Set.of("bedrock:ListModelInvocationJobs")),
            Map.entry("BedrockRuntimeClient.invokeModel", Set.of("bedrock:InvokeModel")),
            Map.entry("BedrockRuntimeClient.converse", Set.of("bedrock:InvokeModel")),
            Map.entry("ServiceQuotasClient.listServiceQuotasPaginator", Set.of("servicequotas:ListServiceQuotas")),
            Map.entry("DynamoDbClient.deleteItem", Set.of("dynamodb:DeleteItem")),
            Map.entry("S3Client.serviceClientConfiguration", Set.of()),
            Map.entry("SnsClient.publish", Set.of("sns:Publish")));

    /** What the components of Camel call for the routes, and what a key of KMS takes where there is one. */
    private static final Set<String> BESIDES = Set.of(
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:SendMessage",
            "kms:Decrypt",
            "kms:GenerateDataKey");

    private final Map<String, Object> template = map(new Yaml(new Tagged()).load(read()));

    @Test
    void every_property_is_one_of_its_type_and_none_that_is_required_is_missing() throws IOException {
        JsonNode types = new ObjectMapper().readTree(TYPES.toFile());
        var complaints = new ArrayList<String>();
        map(template.get("Resources")).forEach((name, resource) -> {
            String type = String.valueOf(map(resource).get("Type"));
            if (!types.has(type)) {
                complaints.add(name + ": " + type + " is not in " + TYPES);
                return;
            }
            check(name, types, type, map(resource).getOrDefault("Properties", Map.of()), complaints);
        });
        assertThat(complaints).isEmpty();
    }

    @Test
    void slips_are_noticed() throws IOException {
        JsonNode types = new ObjectMapper().readTree(TYPES.toFile());
        var complaints = new ArrayList<String>();

        check("Queue", types, "AWS::SQS::Queue", Map.of("Name", "x", "VisibilityTimeout", List.of(1)), complaints);
        check("Rule", types, "AWS::ECS::Cluster", Map.of("ClusterSettings", Map.of("Name", "x")), complaints);
        check("Bucket", types, "AWS::SQS::QueuePolicy", Map.of("Queues", List.of("x")), complaints);

        assertThat(complaints)
                .containsExactlyInAnyOrder(
                        "Queue.Name: AWS::SQS::Queue has no such property",
                        "Queue.VisibilityTimeout: a list where there is to be one Integer",
                        "Rule.ClusterSettings: no list of AWS::ECS::Cluster.ClusterSettings",
                        "Bucket.PolicyDocument is missing");
    }

    @Test
    void the_service_may_do_what_its_code_calls_and_nothing_else() {
        var needed = new TreeSet<>(BESIDES);
        var unknown = new TreeSet<String>();
        for (JavaClass type : new ClassFileImporter().importPath(Path.of("target/classes"))) {
            if (type.getPackageName().equals("io.caravan.doctor")) {
                continue; // asks with the rights of whoever runs it, and says what it was not allowed to see
            }
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                JavaClass owner = call.getTargetOwner();
                if (!owner.getName().matches("software\\.amazon\\.awssdk\\.services\\.\\w+\\.\\w+Client")
                        || Set.of("builder", "close", "serviceName").contains(call.getName())) {
                    continue;
                }
                String name = owner.getSimpleName() + "." + call.getName();
                if (ACTIONS.containsKey(name)) {
                    needed.addAll(ACTIONS.get(name));
                } else {
                    unknown.add(name);
                }
            }
        }

        assertThat(unknown).as("calls whose action this test does not know").isEmpty();
        assertThat(actions("TaskRole")).isEqualTo(needed);
    }

    @Test
    void no_role_may_do_everything() {
        assertThat(actions("TaskRole")).noneMatch(action -> action.contains("*"));
        assertThat(actions("BedrockRole")).noneMatch(action -> action.contains("*"));
    }

    private Set<String> actions(String role) {
        var actions = new TreeSet<String>();
        Map<String, Object> properties =
                map(map(map(template.get("Resources")).get(role)).get("Properties"));
        for (Object policy : list(properties.get("Policies"))) {
            collect(map(policy).get("PolicyDocument"), actions);
        }
        return actions;
    }

    private static void collect(Object node, Set<String> actions) {
        if (node instanceof List<?> list) {
            list.forEach(element -> collect(element, actions));
        } else if (node instanceof Map<?, ?> map) {
            if (map.get("Action") instanceof List<?> several) {
                several.forEach(action -> actions.add(String.valueOf(action)));
            } else if (map.get("Action") != null) {
                actions.add(String.valueOf(map.get("Action")));
            }
            map.values().forEach(value -> collect(value, actions));
        }
    }

    private static void check(String place, JsonNode types, String type, Object value, List<String> complaints) {
        if (value instanceof Map<?, ?> function && isFunction(function)) {
            branches(function).forEach(branch -> check(place, types, type, branch, complaints));
            return;
        }
        if (!(value instanceof Map<?, ?> properties)) {
            complaints.add(place + ": no " + type);
            return;
        }
        JsonNode known = types.path(type);
        properties.forEach((key, property) -> {
            String at = place + "." + key;
            if (!known.has(String.valueOf(key))) {
                complaints.add(at + ": " + type + " has no such property");
                return;
            }
            String shape = known.path(String.valueOf(key)).asText().replace("!", "");
            if (shape.startsWith("[]")) {
                elements(at, types, shape.substring(2), property, complaints);
            } else if (types.has(shape)) {
                check(at, types, shape, property, complaints);
            } else if (property instanceof List<?> && !shape.equals("Json")) {
                complaints.add(at + ": a list where there is to be one " + shape);
            }
        });
        known.properties().forEach(property -> {
            if (property.getValue().asText().startsWith("!") && !properties.containsKey(property.getKey())) {
                complaints.add(place + "." + property.getKey() + " is missing");
            }
        });
    }

    private static void elements(String place, JsonNode types, String type, Object value, List<String> complaints) {
        if (value instanceof Map<?, ?> function && isFunction(function)) {
            branches(function).forEach(branch -> elements(place, types, type, branch, complaints));
        } else if (!(value instanceof List<?> list)) {
            complaints.add(place + ": no list of " + type);
        } else if (types.has(type)) {
            list.forEach(element -> check(place, types, type, element, complaints));
        }
    }

    private static boolean isFunction(Map<?, ?> value) {
        return value.size() == 1
                && String.valueOf(value.keySet().iterator().next()).startsWith("!");
    }

    /** What an {@code !If} may become; of other functions nothing is known. */
    private static List<?> branches(Map<?, ?> function) {
        return function.get("!If") instanceof List<?> parts
                ? parts.subList(1, parts.size()).stream()
                        .filter(part -> !Map.of("!Ref", "AWS::NoValue").equals(part))
                        .toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static String read() {
        try {
            return Files.readString(Path.of("config/aws/caravan.yaml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
