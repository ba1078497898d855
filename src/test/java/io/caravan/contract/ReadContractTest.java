package io.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.caravan.simulator.SimulatedBedrock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ListModelInvocationJobsRequest.Builder;
import software.amazon.awssdk.services.bedrock.model.ListModelInvocationJobsResponse;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobSummary;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.SortJobsBy;
import software.amazon.awssdk.services.bedrock.model.SortOrder;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

/** Get, List, Stop and tags: sections 1.4 and 1.5 of the table of facts. */
class ReadContractTest extends BedrockContract {

    @Test
    @BelievedFrom("botocore 1.43, GetModelInvocationJobRequest")
    void a_job_is_found_by_its_arn_and_by_its_id() {
        String arn = create(request());

        assertThat(get(SimulatedBedrock.id(arn)).jobArn()).isEqualTo(arn);
        assertThat(get(arn).jobArn()).isEqualTo(arn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-job-name", "ABCDEFGHIJKL", "short", "arn:aws:s3:::caravan"})
    @BelievedFrom("botocore 1.43, the pattern of jobIdentifier")
    void neither_a_name_nor_anything_else_identifies_a_job(String identifier) {
        assertThatThrownBy(() -> get(identifier))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("jobIdentifier");
    }

    @Test
    @BelievedFrom("prowler-cloud/prowler#12801, a live call")
    void an_unknown_job_is_not_found() {
        assertThatThrownBy(() -> get("000000000000"))
                .isInstanceOfSatisfying(
                        ResourceNotFoundException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(404));
        assertThatThrownBy(() -> bedrock().stopModelInvocationJob(b -> b.jobIdentifier("000000000000")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    @BelievedFrom("botocore 1.43, GetModelInvocationJobResponse; aws-samples/amazon-bedrock-samples for the modelId")
    void a_job_shows_what_was_asked_for() {
        String token = prefix + "-token";
        GetModelInvocationJobResponse job =
                get(create(request().clientRequestToken(token).timeoutDurationInHours(72)));

        assertThat(job.jobName()).isEqualTo(prefix);
        assertThat(job.clientRequestToken()).isEqualTo(token);
        assertThat(job.roleArn()).isEqualTo(account().role());
        assertThat(job.modelId())
                .startsWith("arn:aws:bedrock:")
                .endsWith("/" + account().model());
        assertThat(job.inputDataConfig()).isEqualTo(request().build().inputDataConfig());
        assertThat(job.outputDataConfig()).isEqualTo(request().build().outputDataConfig());
        assertThat(job.timeoutDurationInHours()).isEqualTo(72);
        assertThat(job.jobExpirationTime()).isEqualTo(job.submitTime().plus(Duration.ofHours(72)));
        assertThat(job.modelInvocationTypeAsString()).isEqualTo("InvokeModel");
        assertThat(job.submitTime())
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(60));
    }

    @Test
    @BelievedFrom("botocore 1.43, ModelInvocationJobSummary")
    void a_summary_in_a_list_shows_what_get_shows() {
        GetModelInvocationJobResponse job = finished();
        ModelInvocationJobSummary summary =
                list(b -> b.nameContains(prefix)).invocationJobSummaries().getFirst();

        assertThat(values(summary.sdkFields(), summary)).isEqualTo(values(job.sdkFields(), job));
    }

    private static List<String> values(List<SdkField<?>> fields, Object pojo) {
        return fields.stream()
                .map(field -> field.memberName() + "=" + field.getValueOrDefault(pojo))
                .sorted()
                .toList();
    }

    @Test
    @BelievedFrom("botocore 1.43, ListModelInvocationJobsRequest")
    void a_list_is_filtered_by_a_part_of_the_name_by_state_and_by_time() {
        GetModelInvocationJobResponse job = finished();
        Instant submitted = job.submitTime();
        String middle = prefix.substring(3);

        assertThat(arns(b -> b.nameContains(middle))).containsExactly(job.jobArn());
        assertThat(arns(b -> b.nameContains(prefix + "-none"))).isEmpty();
        assertThat(arns(b -> b.nameContains(middle).statusEquals(ModelInvocationJobStatus.COMPLETED)))
                .containsExactly(job.jobArn());
        assertThat(arns(b -> b.nameContains(middle).statusEquals(ModelInvocationJobStatus.FAILED)))
                .isEmpty();
        assertThat(arns(b -> b.nameContains(middle)
                        .submitTimeAfter(submitted.minusSeconds(1))
                        .submitTimeBefore(submitted.plusSeconds(1))))
                .containsExactly(job.jobArn());
        assertThat(arns(b -> b.nameContains(middle).submitTimeAfter(submitted.plusSeconds(1))))
                .isEmpty();
        assertThat(arns(b -> b.nameContains(middle).submitTimeBefore(submitted.minusSeconds(1))))
                .isEmpty();
    }

    @Test
    @BelievedFrom("botocore 1.43, ListModelInvocationJobs is paginated by nextToken")
    void a_list_comes_in_pages_and_in_the_order_asked_for() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            created.add(create(request().jobName(prefix + "-" + i)));
        }

        List<String> paged = bedrock()
                .listModelInvocationJobsPaginator(b -> b.nameContains(prefix)
                        .maxResults(1)
                        .sortBy(SortJobsBy.CREATION_TIME)
                        .sortOrder(SortOrder.ASCENDING))
                .stream()
                .map(page -> {
                    assertThat(page.invocationJobSummaries()).hasSizeLessThanOrEqualTo(1);
                    return page;
                })
                .flatMap(page -> page.invocationJobSummaries().stream())
                .map(ModelInvocationJobSummary::jobArn)
                .toList();

        assertThat(paged).isEqualTo(created);
        assertThat(arns(b -> b.nameContains(prefix).sortOrder(SortOrder.DESCENDING)))
                .isEqualTo(created.reversed());
        assertThat(list(b -> b.nameContains(prefix).maxResults(2)).nextToken()).matches("\\S{1,2048}");
    }

    static Stream<Arguments> brokenQueries() {
        return Stream.of(
                query("maxResults", b -> b.maxResults(0)),
                query("maxResults", b -> b.maxResults(1001)),
                query("statusEquals", b -> b.statusEquals("COMPLETED")),
                query("sortBy", b -> b.sortBy("Name")),
                query("sortOrder", b -> b.sortOrder("Down")),
                query("nameContains", b -> b.nameContains("under_score")),
                query("nextToken", b -> b.nextToken("not one of yours")));
    }

    private static Arguments query(String member, Consumer<Builder> change) {
        return arguments(member, change);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("brokenQueries")
    @BelievedFrom("botocore 1.43, ListModelInvocationJobsRequest")
    void a_query_that_breaks_a_rule_is_refused_and_the_member_is_named(String member, Consumer<Builder> change) {
        assertThatThrownBy(() -> list(change))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(member);
    }

    @Test
    @BelievedFrom("apache/airflow#48964, a system test that runs against AWS")
    void a_job_that_is_over_cannot_be_stopped() {
        String arn = finished().jobArn();

        assertThatThrownBy(() -> bedrock().stopModelInvocationJob(b -> b.jobIdentifier(arn)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("State was: Completed");
    }

    @Test
    @BelievedFrom("hashicorp/terraform-provider-aws#49877; which error it is, nobody says")
    void the_tags_of_a_job_that_is_over_cannot_be_read() {
        String arn = finished().jobArn();

        assertThatThrownBy(() -> bedrock().listTagsForResource(b -> b.resourceARN(arn)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private ListModelInvocationJobsResponse list(Consumer<Builder> query) {
        return bedrock().listModelInvocationJobs(query);
    }

    private List<String> arns(Consumer<Builder> query) {
        return list(query).invocationJobSummaries().stream()
                .map(ModelInvocationJobSummary::jobArn)
                .toList();
    }
}
