package io.caravan.doctor;

import static io.caravan.doctor.Finding.fine;
import static io.caravan.doctor.Finding.unsure;
import static io.caravan.doctor.Finding.wrong;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Looks at one thing after the other; what cannot be looked at is a finding too. */
public record Doctor(Clients clients, Place place) {
    private static final String TEMPLATE = "deploy config/aws/caravan.yaml";
    private static final List<String> QUEUES = List.of(
            "inbox",
            "plan",
            "canary",
            "chunk",
            "invoke",
            "submit",
            "events",
            "collect",
            "aggregate",
            "cancel",
            "retry",
            "notify",
            "failures");

    /** All findings, in the order in which one leads to the next. */
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.add(needed(
                "credentials",
                "set credentials as the AWS SDK has them (a profile, variables, a role)",
                this::credentials));
        findings.add(
                needed("bucket", "caravan.bucket names it; " + TEMPLATE + ", or allow s3:ListBucket", this::bucket));
        findings.add(needed(
                "table", "caravan.table names it; " + TEMPLATE + ", or allow dynamodb:DescribeTable", this::table));
        findings.add(needed("queues", "caravan.queues is where they are; allow sqs:GetQueueUrl", this::queues));
        findings.add(helpful(
                "rule", "allow events:ListRuleNamesByTarget and events:DescribeRule to have it looked at", this::rule));
        findings.add(helpful("role", "allow iam:GetRole to have it looked at", this::role));
        findings.add(needed(
                "bedrock",
                "allow bedrock:ListModelInvocationJobs; batch inference is not in every Region",
                this::bedrock));
        findings.add(helpful(
                "quotas",
                "allow servicequotas:ListServiceQuotas; until then the limits of models.yaml hold",
                this::quotas));
        return findings;
    }

    private Finding credentials() {
        var caller = clients.sts().getCallerIdentity();
        return fine("credentials", caller.arn() + " of account " + caller.account());
    }

    private Finding bucket() {
        HeadBucketResponse head = clients.s3().headBucket(request -> request.bucket(place.bucket()));
        String region = head.bucketRegion();
        return region == null || region.equals(place.region())
                ? fine("bucket", place.bucket() + (region == null ? "" : " in " + region))
                : wrong(
                        "bucket",
                        place.bucket() + " is in " + region + " and the jobs in " + place.region()
                                + "; Bedrock needs both in one Region: set caravan.region to " + region
                                + ", or caravan.bucket to one in " + place.region());
    }

    private Finding table() {
        TableDescription table = clients.dynamo()
                .describeTable(request -> request.tableName(place.table()))
                .table();
        boolean index = table.hasGlobalSecondaryIndexes()
                && table.globalSecondaryIndexes().stream()
                        .anyMatch(next -> next.indexName().equals("next"));
        return index
                ? fine("table", place.table() + ", " + table.tableStatusAsString())
                : wrong(
                        "table",
                        place.table() + " has no index 'next', so it is not Caravan's; " + TEMPLATE
                                + " and set caravan.table to its Outputs' table");
    }

    private Finding queues() {
        var missing = new ArrayList<String>();
        var elsewhere = new ArrayList<String>();
        for (String queue : QUEUES) {
            String name = "caravan-" + queue;
            try {
                String url = clients.sqs()
                        .getQueueUrl(request -> request.queueName(name))
                        .queueUrl();
                if (!url.equals(place.queues() + name)) {
                    elsewhere.add(url);
                }
            } catch (QueueDoesNotExistException e) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            return wrong(
                    "queues", "there is no " + String.join(", ", missing) + " in " + place.region() + "; " + TEMPLATE);
        }
        return elsewhere.isEmpty()
                ? fine("queues", "all " + QUEUES.size() + " at " + place.queues())
                : wrong(
                        "queues",
                        "they are not where caravan.queues says (" + place.queues() + "), but " + elsewhere.get(0)
                                + "; set caravan.queues to what that begins with");
    }

    private Finding rule() {
        String target = "arn:aws:sqs:" + place.region() + ":" + account() + ":caravan-events";
        for (String name : clients.events()
                .listRuleNamesByTarget(request -> request.targetArn(target))
                .ruleNames()) {
            DescribeRuleResponse rule = clients.events().describeRule(request -> request.name(name));
            if (rule.eventPattern() != null && rule.eventPattern().contains("aws.bedrock")) {
                return rule.state() == RuleState.ENABLED
                        ? fine("rule", name)
                        : wrong(
                                "rule",
                                name + " is " + rule.stateAsString() + ", so no job is heard of before "
                                        + "caravan.silence is over; enable it: aws events enable-rule --name " + name);
            }
        }
        return wrong(
                "rule",
                "no rule sends Bedrock's events to " + target
                        + ", so no job is heard of before caravan.silence is over; " + TEMPLATE);
    }

    private Finding role() {
        String name = place.roleArn().substring(place.roleArn().lastIndexOf('/') + 1);
        var role = clients.iam().getRole(request -> request.roleName(name)).role();
        if (!role.arn().equals(place.roleArn())) {
            return wrong(
                    "role", "caravan.role-arn is " + place.roleArn() + ", and the account's role is " + role.arn());
        }
        String trust = URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8);
        return trust.contains("bedrock.amazonaws.com")
                ? fine("role", role.arn())
                : wrong(
                        "role",
                        role.arn() + " does not trust bedrock.amazonaws.com, so no job can read or write; " + TEMPLATE);
    }

    private Finding bedrock() {
        clients.bedrock().listModelInvocationJobs(request -> request.maxResults(1));
        return fine("bedrock", "jobs can be listed in " + place.region());
    }

    private Finding quotas() {
        long batch =
                clients.quotas().listServiceQuotasPaginator(request -> request.serviceCode("bedrock")).quotas().stream()
                        .filter(quota ->
                                quota.quotaName().startsWith("Sum of in-progress and submitted batch inference jobs"))
                        .count();
        return batch == 0
                ? unsure(
                        "quotas",
                        "the account has none for batch inference in " + place.region()
                                + "; the limits of models.yaml hold, or CARAVAN_SLOTS")
                : fine("quotas", batch + " models have one for batch jobs");
    }

    private String account() {
        String[] words = place.roleArn().split(":", -1);
        return words.length < 6 ? "" : words[4];
    }

    private static Finding needed(String check, String cure, Supplier<Finding> look) {
        try {
            return look.get();
        } catch (SdkException e) {
            return wrong(check, e.getMessage() + "; " + cure);
        }
    }

    private static Finding helpful(String check, String cure, Supplier<Finding> look) {
        try {
            return look.get();
        } catch (SdkException e) {
            return unsure(check, "cannot be told: " + e.getMessage() + "; " + cure);
        }
    }
}
