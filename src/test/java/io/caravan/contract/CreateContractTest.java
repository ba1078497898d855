package io.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest.Builder;
import software.amazon.awssdk.services.bedrock.model.Tag;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

/** CreateModelInvocationJob: sections 1.3, 1.6 and 1.8 of the table of facts. */
class CreateContractTest extends BedrockContract {

    static Stream<Arguments> brokenRules() {
        return Stream.of(
                breaking("jobName", b -> b.jobName(null)),
                breaking("jobName", b -> b.jobName("")),
                breaking("jobName", b -> b.jobName("a".repeat(64))),
                breaking("jobName", b -> b.jobName("under_score")),
                breaking("jobName", b -> b.jobName("a space")),
                breaking("jobName", b -> b.jobName("a:colon")),
                breaking("jobName", b -> b.jobName("a/slash")),
                breaking("jobName", b -> b.jobName("é")),
                breaking("jobName", b -> b.jobName("-dash-first")),
                breaking("roleArn", b -> b.roleArn(null)),
                breaking("roleArn", b -> b.roleArn("arn:aws:iam::123:role/short")),
                breaking("roleArn", b -> b.roleArn("arn:aws:iam::123456789012:user/not-a-role")),
                breaking("modelId", b -> b.modelId(null)),
                breaking("modelId", b -> b.modelId("")),
                breaking("inputDataConfig", b -> b.inputDataConfig(c -> {})),
                breaking("outputDataConfig", b -> b.outputDataConfig(c -> {})),
                breaking("s3Uri", b -> input(b, null)),
                breaking("s3Uri", b -> input(b, "s3://caravan/dt=2026-01-01/input.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://caravan/a b.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://caravan/a+b.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://caravan/a:b.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://caravan/a@b.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://caravan/a%20b.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://caravan/é.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://caravan//input.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://No-Capitals/input.jsonl")),
                breaking("s3Uri", b -> input(b, "s3://caravan/" + "a".repeat(1024))),
                breaking("s3Uri", b -> output(b, "s3://caravan/day=1/", null, null)),
                breaking(
                        "s3InputFormat",
                        b -> b.inputDataConfig(c -> c.s3InputDataConfig(
                                s3 -> s3.s3Uri("s3://caravan/a.jsonl").s3InputFormat("CSV")))),
                breaking("s3BucketOwner", b -> output(b, "s3://caravan/out/", null, "12345")),
                breaking("s3EncryptionKeyId", b -> output(b, "s3://caravan/out/", "no key!", null)),
                breaking("clientRequestToken", b -> b.clientRequestToken("under_score")),
                breaking("clientRequestToken", b -> b.clientRequestToken("a.dot")),
                breaking("clientRequestToken", b -> b.clientRequestToken("dash-last-")),
                breaking("clientRequestToken", b -> b.clientRequestToken("a".repeat(257))),
                breaking("modelInvocationType", b -> b.modelInvocationType("Chat")),
                breaking("timeoutDurationInHours", b -> b.timeoutDurationInHours(23)),
                breaking("timeoutDurationInHours", b -> b.timeoutDurationInHours(169)),
                breaking(
                        "vpcConfig.subnetIds",
                        b -> b.vpcConfig(v -> v.subnetIds(List.of()).securityGroupIds("sg-1"))),
                breaking("vpcConfig.subnetIds", b -> b.vpcConfig(v -> v.securityGroupIds("sg-1"))),
                breaking(
                        "vpcConfig.subnetIds",
                        b -> b.vpcConfig(
                                v -> v.subnetIds(numbered("subnet-", 17)).securityGroupIds("sg-1"))),
                breaking(
                        "vpcConfig.securityGroupIds",
                        b -> b.vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds(numbered("sg-", 6)))),
                breaking(
                        "tags",
                        b -> b.tags(numbered("k", 201).stream()
                                .map(key -> tag(key, "v"))
                                .toList())),
                breaking("tags.1.member.key", b -> b.tags(tag("no!", "v"))),
                breaking("tags.1.member.key", b -> b.tags(tag("k".repeat(129), "v"))),
                breaking("tags.1.member.value", b -> b.tags(tag("k", "v".repeat(257)))));
    }

    private static Arguments breaking(String member, Consumer<Builder> change) {
        return arguments(member, change);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static void input(Builder request, String uri) {
        request.inputDataConfig(c -> c.s3InputDataConfig(s3 -> s3.s3Uri(uri)));
    }

    private static void output(Builder request, String uri, String key, String owner) {
        request.outputDataConfig(c ->
                c.s3OutputDataConfig(s3 -> s3.s3Uri(uri).s3EncryptionKeyId(key).s3BucketOwner(owner)));
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("brokenRules")
    @BelievedFrom("botocore 1.43, bedrock/2023-04-20/service-2.json, CreateModelInvocationJobRequest")
    void a_request_that_breaks_a_rule_is_refused_and_the_member_is_named(String member, Consumer<Builder> change) {
        Builder request = request();
        change.accept(request);

        assertThatThrownBy(() -> create(request))
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(400))
                .hasMessageContaining(member);
    }

    @Test
    @BelievedFrom("the wording of AWS's validators in general; Bedrock's own is not documented")
    void every_broken_rule_is_named_in_one_message() {
        assertThatThrownBy(() -> create(request().jobName("under_score").timeoutDurationInHours(1)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("2 validation errors detected")
                .hasMessageContaining("'jobName'")
                .hasMessageContaining("'timeoutDurationInHours'");
    }

    @Test
    @BelievedFrom("botocore 1.43, CreateModelInvocationJobResponse; Bedrock User Guide, batch-inference-create")
    void a_job_is_accepted_before_its_input_is_looked_at() {
        String arn = create(request());

        assertThat(arn).matches("arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:model-invocation-job/[a-z0-9]{12}");
    }

    @Test
    @BelievedFrom("botocore 1.43: 'Amazon Bedrock ignores the request but does not return an error'")
    void a_token_sent_again_is_the_same_job() {
        Builder request = request().clientRequestToken(prefix);

        assertThat(create(request)).isEqualTo(create(request));
    }

    @Test
    @BelievedFrom("nothing that Bedrock says: the EC2 page that its model links to")
    void a_token_sent_again_with_another_body_is_refused() {
        create(request().clientRequestToken(prefix));

        assertThatThrownBy(() -> create(request().clientRequestToken(prefix).jobName(prefix + "-other")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    @BelievedFrom("nothing: Bedrock does not say whether names must be unique")
    void a_name_may_be_used_again() {
        assertThat(create(request())).isNotEqualTo(create(request()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl",
                "arn:aws:bedrock:us-east-1:123456789012:imported-model/abcdefghijkl",
                "arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abcdefghijkl"
            })
    @BelievedFrom("botocore 1.43, the pattern of modelId; Bedrock User Guide, batch-inference")
    void provisioned_and_imported_models_and_deployments_are_refused(String model) {
        assertThatThrownBy(() -> create(request().modelId(model)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("modelId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cohere.embed-english-v3", "ai21.jamba-1-5-mini-v1:0", "anthropic.claude-haiku-4-5-20251001-v1:0"
            })
    @BelievedFrom("Bedrock User Guide, batch-inference-supported; re:Post 'Bedrock Batch Inference with Claude'")
    void a_model_that_batch_does_not_offer_by_this_name_is_refused_without_detail(String model) {
        assertThatThrownBy(() -> create(request().modelId(model)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The provided request is not valid");
    }

    @Test
    @BelievedFrom("botocore 1.43, CreateModelInvocationJobRequest")
    void every_member_at_its_longest_is_taken() {
        String arn = create(request()
                .jobName((prefix + "+.-" + "a".repeat(63)).substring(0, 63))
                .clientRequestToken((prefix + "a".repeat(256)).substring(0, 256))
                .timeoutDurationInHours(168)
                .tags(tag("team @ _.:/=+-", ""))
                .modelInvocationType("Converse"));

        assertThat(get(arn).timeoutDurationInHours()).isEqualTo(168);
        assertThat(get(arn).modelInvocationTypeAsString()).isEqualTo("Converse");
    }

    @Test
    @BelievedFrom("botocore 1.43, patterns of jobName and s3Uri")
    void a_bucket_with_no_key_and_names_that_end_in_a_dot_are_taken() {
        Builder request = request().jobName(prefix + ".");
        input(request, "s3://" + account().bucket());

        assertThat(create(request)).contains(":model-invocation-job/");
    }
}
