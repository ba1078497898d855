package io.caravan.doctor;

import static io.caravan.doctor.Finding.Verdict.FINE;
import static io.caravan.doctor.Finding.Verdict.UNSURE;
import static io.caravan.doctor.Finding.Verdict.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.local.Exports;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrock.model.ListModelInvocationJobsRequest;
import software.amazon.awssdk.services.bedrock.model.ListModelInvocationJobsResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Each thing that can be wrong is wrong once. The embedded cloud has no STS, IAM and EventBridge: these are fakes. */
class DoctorTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/caravan-bedrock";

    @TempDir
    static Path data;

    private static LocalCaravan caravan;
    private static Clients cloud;
    private static Place place;

    private String trust = "{\"Service\": \"bedrock.amazonaws.com\"}";
    private String role = ROLE;
    private RuleState state = RuleState.ENABLED;
    private List<String> rules = List.of("bedrock-jobs");

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, 1);
        cloud = Clients.in("us-east-1");
        place = new Place(
                "caravan",
                "caravan",
                "us-east-1",
                ROLE,
                Exports.service(caravan.cloud()).get("caravan.queues"));
    }

    @AfterAll
    static void stop() {
        cloud.close();
        caravan.close();
    }

    @AfterEach
    void mend() {
        caravan.cloud().simulator().faults(Faults.NONE);
    }

    @Test
    void where_all_is_there_nothing_is_wrong() {
        List<Finding> findings = new Doctor(clients(), place).findings();

        assertThat(findings)
                .allSatisfy(finding ->
                        assertThat(finding.verdict()).as(finding.words()).isEqualTo(FINE));
        assertThat(findings)
                .extracting(Finding::check)
                .containsExactly("credentials", "bucket", "table", "queues", "rule", "role", "bedrock", "quotas");
    }

    @Test
    void without_credentials_it_says_how_they_are_set() {
        StsClient none = new StsClient() {
            @Override
            public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
                throw SdkClientException.create("Unable to load credentials");
            }

            @Override
            public String serviceName() {
                return "sts";
            }

            @Override
            public void close() {}
        };

        assertThat(found("credentials", new Doctor(with(none, cloud.s3(), cloud.dynamo()), place)))
                .isEqualTo(
                        new Finding(
                                "credentials",
                                WRONG,
                                "Unable to load credentials; set credentials as the AWS SDK has them (a profile, variables, a role)"));
    }

    @Test
    void a_bucket_that_is_not_there_is_wrong() {
        Finding bucket = found("bucket", at("nowhere", "caravan", ROLE, place.queues()));

        assertThat(bucket.verdict()).isEqualTo(WRONG);
        assertThat(bucket.words())
                .endsWith("; caravan.bucket names it; deploy config/aws/caravan.yaml, or allow s3:ListBucket");
    }

    @Test
    void a_bucket_of_another_region_is_wrong_and_both_cures_are_named() {
        S3Client abroad = new S3Client() {
            @Override
            public HeadBucketResponse headBucket(HeadBucketRequest request) {
                return HeadBucketResponse.builder().bucketRegion("eu-west-1").build();
            }

            @Override
            public String serviceName() {
                return "s3";
            }

            @Override
            public void close() {}
        };

        assertThat(found("bucket", new Doctor(with(sts(), abroad, cloud.dynamo()), place)))
                .isEqualTo(new Finding(
                        "bucket",
                        WRONG,
                        "caravan is in eu-west-1 and the jobs in us-east-1; Bedrock needs both in one Region: set caravan.region"
                                + " to eu-west-1, or caravan.bucket to one in us-east-1"));
    }

    @Test
    void a_table_that_is_not_there_or_not_ours_is_wrong() {
        DynamoDbClient other = new DynamoDbClient() {
            @Override
            public DescribeTableResponse describeTable(DescribeTableRequest request) {
                return DescribeTableResponse.builder()
                        .table(table -> table.tableName("caravan"))
                        .build();
            }

            @Override
            public String serviceName() {
                return "dynamodb";
            }

            @Override
            public void close() {}
        };

        assertThat(found("table", at("caravan", "nowhere", ROLE, place.queues()))
                        .words())
                .endsWith("; caravan.table names it; deploy config/aws/caravan.yaml, or allow dynamodb:DescribeTable");
        Finding foreign = found("table", new Doctor(with(sts(), cloud.s3(), other), place));
        assertThat(foreign.verdict()).isEqualTo(WRONG);
        assertThat(foreign.words()).startsWith("caravan has no index 'next', so it is not Caravan's; ");
    }

    @Test
    void queues_at_another_address_than_the_setting_are_wrong() {
        Finding queues = found("queues", at("caravan", "caravan", ROLE, "https://sqs.example.com/1/"));

        assertThat(queues.verdict()).isEqualTo(WRONG);
        assertThat(queues.words())
                .isEqualTo("they are not where caravan.queues says (https://sqs.example.com/1/), but " + place.queues()
                        + "caravan-inbox; set caravan.queues to what that begins with");
    }

    @Test
    void queues_that_are_not_there_are_named() {
        SqsClient some = new SqsClient() {
            @Override
            public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
                if (request.queueName().matches("caravan-(chunk|retry)")) {
                    throw QueueDoesNotExistException.builder().build();
                }
                return cloud.sqs().getQueueUrl(request);
            }

            @Override
            public String serviceName() {
                return "sqs";
            }

            @Override
            public void close() {}
        };
        Clients all = clients();
        var clients = new Clients(
                all.sts(), all.iam(), all.s3(), some, all.dynamo(), all.events(), all.bedrock(), all.quotas());

        assertThat(found("queues", new Doctor(clients, place)))
                .isEqualTo(new Finding(
                        "queues",
                        WRONG,
                        "there is no caravan-chunk, caravan-retry in us-east-1; deploy config/aws/caravan.yaml"));
    }

    @Test
    void a_bedrock_that_lists_no_jobs_is_wrong() {
        BedrockClient closed = new BedrockClient() {
            @Override
            public ListModelInvocationJobsResponse listModelInvocationJobs(ListModelInvocationJobsRequest request) {
                throw AccessDeniedException.builder().message("not authorized").build();
            }

            @Override
            public String serviceName() {
                return "bedrock";
            }

            @Override
            public void close() {}
        };
        Clients all = clients();
        var clients = new Clients(
                all.sts(), all.iam(), all.s3(), all.sqs(), all.dynamo(), all.events(), closed, all.quotas());

        Finding bedrock = found("bedrock", new Doctor(clients, place));

        assertThat(bedrock.verdict()).isEqualTo(WRONG);
        assertThat(bedrock.words()).contains("; allow bedrock:ListModelInvocationJobs;");
    }

    @Test
    void a_rule_that_is_not_there_or_off_is_wrong() {
        state = RuleState.DISABLED;
        Finding off = found("rule", new Doctor(clients(), place));
        rules = List.of();
        Finding none = found("rule", new Doctor(clients(), place));

        assertThat(off)
                .isEqualTo(new Finding(
                        "rule",
                        WRONG,
                        "bedrock-jobs is DISABLED, so no job is heard of before caravan.silence is over; enable it: aws events"
                                + " enable-rule --name bedrock-jobs"));
        assertThat(none.verdict()).isEqualTo(WRONG);
        assertThat(none.words())
                .startsWith("no rule sends Bedrock's events to arn:aws:sqs:us-east-1:123456789012:caravan-events, so ");
    }

    @Test
    void a_role_of_another_name_or_without_bedrocks_trust_is_wrong_and_one_that_cannot_be_read_unsure() {
        trust = "{\"Service\": \"ec2.amazonaws.com\"}";
        Finding distrusted = found("role", new Doctor(clients(), place));
        role = "arn:aws:iam::999999999999:role/caravan-bedrock";
        Finding other = found("role", new Doctor(clients(), place));
        role = "";
        Finding denied = found("role", new Doctor(clients(), place));

        assertThat(distrusted.verdict()).isEqualTo(WRONG);
        assertThat(distrusted.words())
                .startsWith(ROLE + " does not trust bedrock.amazonaws.com, so no job can read or write; ");
        assertThat(other)
                .isEqualTo(new Finding(
                        "role",
                        WRONG,
                        "caravan.role-arn is " + ROLE
                                + ", and the account's role is arn:aws:iam::999999999999:role/caravan-bedrock"));
        assertThat(denied.verdict()).isEqualTo(UNSURE);
        assertThat(denied.words())
                .startsWith("cannot be told: not allowed")
                .endsWith("allow iam:GetRole to have it looked at");
    }

    @Test
    void quotas_that_may_not_be_read_are_unsure() {
        caravan.cloud().simulator().faults(Faults.NONE.withoutQuotas());

        Finding quotas = found("quotas", new Doctor(clients(), place));

        assertThat(quotas.verdict()).isEqualTo(UNSURE);
        assertThat(quotas.words())
                .endsWith("; allow servicequotas:ListServiceQuotas; until then the limits of models.yaml hold");
    }

    private Doctor at(String bucket, String table, String roleArn, String queues) {
        return new Doctor(clients(), new Place(bucket, table, "us-east-1", roleArn, queues));
    }

    private static Finding found(String check, Doctor doctor) {
        return doctor.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private Clients clients() {
        return with(sts(), cloud.s3(), cloud.dynamo());
    }

    private Clients with(StsClient sts, S3Client s3, DynamoDbClient dynamo) {
        return new Clients(sts, iam(), s3, cloud.sqs(), dynamo, events(), cloud.bedrock(), cloud.quotas());
    }

    private static StsClient sts() {
        return new StsClient() {
            @Override
            public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
                return GetCallerIdentityResponse.builder()
                        .account("123456789012")
                        .arn("arn:aws:iam::123456789012:user/ann")
                        .build();
            }

            @Override
            public String serviceName() {
                return "sts";
            }

            @Override
            public void close() {}
        };
    }

    private IamClient iam() {
        return new IamClient() {
            @Override
            public GetRoleResponse getRole(GetRoleRequest request) {
                if (role.isEmpty()) {
                    throw IamException.builder()
                            .message("not allowed")
                            .statusCode(403)
                            .build();
                }
                String policy = URLEncoder.encode(trust, StandardCharsets.UTF_8);
                return GetRoleResponse.builder()
                        .role(found -> found.arn(role).assumeRolePolicyDocument(policy))
                        .build();
            }

            @Override
            public String serviceName() {
                return "iam";
            }

            @Override
            public void close() {}
        };
    }

    private EventBridgeClient events() {
        return new EventBridgeClient() {
            @Override
            public ListRuleNamesByTargetResponse listRuleNamesByTarget(ListRuleNamesByTargetRequest request) {
                return ListRuleNamesByTargetResponse.builder().ruleNames(rules).build();
            }

            @Override
            public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
                return DescribeRuleResponse.builder()
                        .state(state)
                        .eventPattern("{\"source\": [\"aws.bedrock\"]}")
                        .build();
            }

            @Override
            public String serviceName() {
                return "events";
            }

            @Override
            public void close() {}
        };
    }
}
