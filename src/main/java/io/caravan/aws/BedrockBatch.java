package io.caravan.aws;

import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.JobState;
import io.caravan.port.BatchInference;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobSummary;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationType;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.S3InputFormat;
import software.amazon.awssdk.services.bedrock.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrock.model.ThrottlingException;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

/** Bedrock's batch control plane by the SDK. */
public final class BedrockBatch implements BatchInference {
    private static final int PAGE = 1000;

    private final BedrockClient bedrock;
    private final String roleArn;

    /** Jobs run under {@code roleArn}. */
    public BedrockBatch(BedrockClient bedrock, String roleArn) {
        this.bedrock = bedrock;
        this.roleArn = roleArn;
    }

    @Override
    public Creation create(Order order) {
        try {
            return new Creation.Created(
                    bedrock.createModelInvocationJob(request(order)).jobArn());
        } catch (ServiceQuotaExceededException | ThrottlingException e) {
            return new Creation.Busy(message(e));
        } catch (AccessDeniedException e) {
            return new Creation.Rejected(ErrorClass.DENIED, message(e));
        } catch (ValidationException | ConflictException | ResourceNotFoundException e) {
            return new Creation.Rejected(ErrorClass.VALIDATION, message(e));
        } catch (SdkException e) {
            return new Creation.Unknown(message(e));
        }
    }

    private CreateModelInvocationJobRequest request(Order order) {
        return CreateModelInvocationJobRequest.builder()
                .jobName(order.id().name())
                .clientRequestToken(order.clientRequestToken())
                .roleArn(roleArn)
                .modelId(order.modelId())
                .modelInvocationType(order.converse() ? ModelInvocationType.CONVERSE : ModelInvocationType.INVOKE_MODEL)
                .inputDataConfig(input -> input.s3InputDataConfig(
                        s3 -> s3.s3Uri(order.input().toString()).s3InputFormat(S3InputFormat.JSONL)))
                .outputDataConfig(output ->
                        output.s3OutputDataConfig(s3 -> s3.s3Uri(order.output().toString())))
                .timeoutDurationInHours(order.timeoutHours())
                .tags(order.tags().entrySet().stream()
                        .map(tag -> software.amazon.awssdk.services.bedrock.model.Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    @Override
    public Optional<Report> get(String arn) {
        try {
            GetModelInvocationJobResponse job = bedrock.getModelInvocationJob(request -> request.jobIdentifier(arn));
            return Optional.of(new Report(
                    job.jobArn(),
                    orEmpty(job.jobName()),
                    BatchStatus.parse(orEmpty(job.statusAsString())),
                    orEmpty(job.message()),
                    progress(
                            job.totalRecordCount(),
                            job.processedRecordCount(),
                            job.successRecordCount(),
                            job.errorRecordCount()),
                    job.submitTime()));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Report> list(Instant submittedAfter) {
        return bedrock
                .listModelInvocationJobsPaginator(
                        request -> request.submitTimeAfter(submittedAfter).maxResults(PAGE))
                .invocationJobSummaries()
                .stream()
                .map(BedrockBatch::report)
                .toList();
    }

    @Override
    public void stop(String arn) {
        try {
            bedrock.stopModelInvocationJob(request -> request.jobIdentifier(arn));
        } catch (ValidationException | ConflictException | ResourceNotFoundException e) {
            // already over, or on its way there: its state is read anyway
        }
    }

    private static Report report(ModelInvocationJobSummary job) {
        return new Report(
                job.jobArn(),
                job.jobName(),
                BatchStatus.parse(orEmpty(job.statusAsString())),
                orEmpty(job.message()),
                progress(
                        job.totalRecordCount(),
                        job.processedRecordCount(),
                        job.successRecordCount(),
                        job.errorRecordCount()),
                job.submitTime());
    }

    private static JobState.Progress progress(
            @Nullable Long total, @Nullable Long processed, @Nullable Long success, @Nullable Long error) {
        return new JobState.Progress(orZero(total), orZero(processed), orZero(success), orZero(error));
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The service's own words, without the SDK's request ids around them. */
    static String message(SdkException e) {
        if (e instanceof software.amazon.awssdk.awscore.exception.AwsServiceException service
                && service.awsErrorDetails() != null) {
            return String.format(
                    Locale.ROOT,
                    "%s: %s",
                    service.awsErrorDetails().errorCode(),
                    service.awsErrorDetails().errorMessage());
        }
        return orEmpty(e.getMessage());
    }
}
