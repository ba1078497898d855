package io.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.SimulatedBedrock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobStatus;

/** What a job makes of its input: sections 1.7, 2 and 3 of the table of facts. Each job of a real account is billed. */
class RunContractTest extends BedrockContract {

    @Test
    @BelievedFrom("Bedrock User Guide, batch-inference-results; the listings of aws-samples/amazon-bedrock-samples")
    void output_lies_below_the_job_s_id_beside_a_manifest_that_counts() {
        GetModelInvocationJobResponse job = finished();
        String id = SimulatedBedrock.id(job.jobArn());

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.COMPLETED);
        assertThat(account().keys(prefix + "/out/"))
                .containsExactly(
                        prefix + "/out/" + id + "/input.jsonl.out", prefix + "/out/" + id + "/manifest.json.out");
        JsonNode manifest = SimulatedBedrock.json(account().read(prefix + "/out/" + id + "/manifest.json.out"));
        assertThat(manifest.path("totalRecordCount").asLong()).isEqualTo(job.totalRecordCount());
        assertThat(manifest.path("processedRecordCount").asLong()).isEqualTo(job.processedRecordCount());
        assertThat(manifest.path("successRecordCount").asLong()).isEqualTo(job.successRecordCount());
        assertThat(manifest.path("errorRecordCount").asLong()).isEqualTo(job.errorRecordCount());
        assertThat(manifest.path("inputTokenCount").isIntegralNumber()).isTrue();
        assertThat(manifest.path("outputTokenCount").isIntegralNumber()).isTrue();
        assertThat(job.processedRecordCount()).isEqualTo(job.successRecordCount() + job.errorRecordCount());
    }

    @Test
    @BelievedFrom("Bedrock User Guide, batch-inference-results: the order is not guaranteed")
    void every_record_is_answered_once_with_its_input_echoed_in_whatever_order() {
        List<JsonNode> lines = output(finished().jobArn(), "input.jsonl.out");

        assertThat(lines)
                .extracting(line -> line.path("recordId").asText())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).mapToObj("r%010d"::formatted).toList());
        assertThat(lines)
                .allSatisfy(line -> assertThat(
                                line.at("/modelInput/messages/0/content").asText())
                        .isEqualTo("joke "
                                + Integer.parseInt(
                                        line.path("recordId").asText().substring(1))))
                .allSatisfy(line -> assertThat(
                                line.at("/modelOutput/content/0/text").asText())
                        .isNotEmpty());
    }

    @Test
    @BelievedFrom("Bedrock User Guide, batch-inference-results; BerriAI/litellm#36159, a live job")
    void a_job_whose_every_record_failed_is_completed_and_its_errors_stand_in_the_output_s_place() {
        put("in/input.jsonl", records(100, "{\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"));
        GetModelInvocationJobResponse job = awaitEnd(create(request()));

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.COMPLETED);
        assertThat(job.errorRecordCount()).isEqualTo(100);
        assertThat(output(job.jobArn(), "input.jsonl.out")).allSatisfy(line -> {
            assertThat(line.has("modelOutput")).isFalse();
            assertThat(line.at("/error/errorCode").isInt()).isTrue();
            assertThat(line.at("/error/errorMessage").asText()).contains("anthropic_version: Field required");
        });
    }

    @Test
    @BelievedFrom(
            "AWS General Reference, bedrock quotas (October 2026); the text is a user's, from get-model-invocation-job")
    void fewer_records_than_the_minimum_fail_in_validation() {
        put("in/input.jsonl", SimulatedBedrock.haikuRecords(1));
        GetModelInvocationJobResponse job = awaitEnd(create(request()));

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.FAILED);
        assertThat(job.message()).isEqualTo("Batch job contains less records (1) than the required minimum of: 100");
        assertThat(job.totalRecordCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "in/input.txt|in/|No .jsonl file was found",
                "in/input.jsonl|in/other.jsonl|No .jsonl file was found",
            })
    @BelievedFrom("Bedrock User Guide, batch-inference-data; the wording is the simulator's own")
    void without_a_jsonl_file_at_the_uri_a_job_fails_in_validation(String file, String uri, String message) {
        put(file, SimulatedBedrock.haikuRecords(100));
        GetModelInvocationJobResponse job =
                awaitEnd(create(request().inputDataConfig(in -> in.s3InputDataConfig(s3 -> s3.s3Uri(uri(uri))))));

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.FAILED);
        assertThat(job.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "not json|it is not valid JSON",
                "[]|it is not a JSON object",
                "{'recordId':'x'}|'modelInput' is missing",
                "{'recordId':'x','modelInput':'text'}|'modelInput' is not a JSON object",
                "{'recordId':1,'modelInput':{}}|'recordId' is not a string",
            })
    @BelievedFrom("botocore 1.43, the text of state Validating; the wording is the simulator's own")
    void a_line_without_the_envelope_fails_the_job_in_validation(String line, String message) {
        put("in/input.jsonl", SimulatedBedrock.haikuRecords(100) + line.replace('\'', '"') + "\n");
        GetModelInvocationJobResponse job = awaitEnd(create(request()));

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.FAILED);
        assertThat(job.message()).contains("line 101: " + message);
    }

    @Test
    @BelievedFrom("botocore 1.43: in Validating, modelInput is not checked against the model's schema")
    void a_model_input_that_no_model_takes_passes_validation_and_costs_its_record() {
        put("in/input.jsonl", SimulatedBedrock.haikuRecords(99) + "{\"recordId\":\"odd\",\"modelInput\":{}}\n");
        GetModelInvocationJobResponse job = awaitEnd(create(request()));

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.COMPLETED);
        assertThat(job.errorRecordCount()).isEqualTo(1);
        assertThat(job.successRecordCount()).isEqualTo(99);
    }

    @Test
    @BelievedFrom("Bedrock User Guide, batch-inference-create: a folder stands for all JSONL files below it")
    void every_jsonl_file_below_a_folder_is_answered_in_a_file_of_its_own() {
        put("in/a.jsonl", records("a", 60));
        put("in/b.jsonl", records("b", 40));
        put("in/notes.txt", "no records");
        GetModelInvocationJobResponse job =
                awaitEnd(create(request().inputDataConfig(in -> in.s3InputDataConfig(s3 -> s3.s3Uri(uri("in/"))))));

        assertThat(job.totalRecordCount()).isEqualTo(100);
        assertThat(output(job.jobArn(), "a.jsonl.out")).hasSize(60);
        assertThat(output(job.jobArn(), "b.jsonl.out")).hasSize(40);
    }

    @Test
    @BelievedFrom("Bedrock User Guide, batch-inference-data: recordId is optional")
    void a_record_without_an_id_gets_one() {
        put(
                "in/input.jsonl",
                SimulatedBedrock.haikuRecords(99)
                        + SimulatedBedrock.haikuRecords(1).replaceFirst("\"recordId\":\"[^\"]+\",", ""));
        List<JsonNode> lines = output(awaitEnd(create(request())).jobArn(), "input.jsonl.out");

        assertThat(lines)
                .hasSize(100)
                .allSatisfy(line -> assertThat(line.path("recordId").asText()).isNotEmpty());
    }

    @Test
    @BelievedFrom("Bedrock User Guide, batch-inference: records with toolConfig fail in jobs of type Converse")
    void converse_answers_in_its_own_form_and_refuses_tools() {
        String converse = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}]%s}";
        List<String> lines = new ArrayList<>(List.of(
                records(99, converse.formatted("")),
                "{\"recordId\":\"tools\",\"modelInput\":" + converse.formatted(",\"toolConfig\":{\"tools\":[]}")
                        + "}\n"));
        put("in/input.jsonl", String.join("", lines));
        GetModelInvocationJobResponse job = awaitEnd(create(request().modelInvocationType("Converse")));

        assertThat(job.modelInvocationTypeAsString()).isEqualTo("Converse");
        for (JsonNode line : output(job.jobArn(), "input.jsonl.out")) {
            if (line.path("recordId").asText().equals("tools")) {
                assertThat(line.at("/error/errorCode").asInt()).isEqualTo(400);
            } else {
                assertThat(line.at("/modelOutput/output/message/content/0/text").asText())
                        .isNotEmpty();
            }
        }
    }

    @Test
    @BelievedFrom("aws-samples/amazon-bedrock-samples, postprocess.py, which cuts between records only")
    void a_line_ends_at_a_newline_alone() {
        String separators = "\u2028\u0085\u2029";
        put("in/input.jsonl", SimulatedBedrock.haikuRecords(100).replace("joke 7\"", "joke" + separators + "7\""));
        List<JsonNode> lines = output(awaitEnd(create(request())).jobArn(), "input.jsonl.out");

        assertThat(lines)
                .hasSize(100)
                .anySatisfy(line -> assertThat(
                                line.at("/modelInput/messages/0/content").asText())
                        .isEqualTo("joke" + separators + "7"));
    }

    private static String records(int count, String modelInput) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"recordId\":\"r" + i + "\",\"modelInput\":" + modelInput + "}\n")
                .collect(Collectors.joining());
    }

    private static String records(String prefix, int count) {
        return SimulatedBedrock.haikuRecords(count).replace("\"r0", "\"" + prefix + "0");
    }
}
