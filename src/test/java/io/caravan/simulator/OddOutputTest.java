package io.caravan.simulator;

import static io.caravan.simulator.SimulatedBedrock.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;

/** Ends that come too soon, and outputs that are not as in the documentation's examples. */
class OddOutputTest {
    @TempDir
    Path folder;

    private SimulatedBedrock bedrock;

    @BeforeEach
    void open() throws IOException {
        bedrock = SimulatedBedrock.start(folder, Simulation.DEFAULT.with(Delays.NONE));
    }

    @AfterEach
    void close() throws IOException {
        bedrock.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Expired", "PartiallyCompleted", "Stopped"})
    void a_job_may_end_midway_with_what_was_done(String end) {
        bedrock.faults("{\"jobs\":[{\"end\":\"" + end + "\",\"atPercent\":40}]}");
        String arn = bedrock.createJob("jokes", 100);

        assertThat(awaitStatus(arn, end).processedRecordCount()).isEqualTo(40);
        assertThat(lines(arn)).hasSize(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Expired", "Stopped"})
    void a_job_may_end_before_its_first_record(String end) {
        bedrock.faults("{\"jobs\":[{\"end\":\"" + end + "\"}]}");
        String arn = bedrock.createJob("jokes", 100);

        awaitStatus(arn, end);
        assertThat(bedrock.storage().keys("out/")).isEmpty();
    }

    @Test
    void a_job_may_deliver_nothing_of_what_was_done() {
        bedrock.faults("{\"jobs\":[{\"end\":\"PartiallyCompleted\",\"atPercent\":40,\"output\":[\"nothing\"]}]}");
        String arn = bedrock.createJob("jokes", 100);

        awaitStatus(arn, "PartiallyCompleted");
        assertThat(bedrock.storage().keys("out/")).isEmpty();
    }

    @Test
    void the_last_line_of_an_output_may_break_off() {
        bedrock.faults("{\"jobs\":[{\"output\":[\"lastLineCut\"]}]}");
        List<String> lines = lines(completed());

        assertThat(lines).hasSize(100);
        assertThat(lines.subList(0, 99)).allMatch(line -> line.endsWith("}"));
        assertThat(lines.getLast()).doesNotEndWith("}");
    }

    @Test
    void an_output_may_hold_lines_twice_and_records_that_nobody_asked_for() {
        bedrock.faults("{\"jobs\":[{\"output\":[\"linesRepeated\",\"unknownRecords\"]}]}");
        List<String> lines = lines(completed());

        assertThat(lines).hasSize(100 + 33 + 33);
        assertThat(lines.stream()
                        .map(line -> json(line).path("recordId").asText())
                        .distinct())
                .hasSize(101);
    }

    @Test
    void an_output_may_hold_unknown_members_and_codes_as_text() {
        bedrock.faults("{\"records\":[{\"everyNth\":2,\"errorCode\":429}],"
                + "\"jobs\":[{\"output\":[\"unknownMembers\",\"codesAsText\"]}]}");
        List<JsonNode> errors = lines(completed()).stream()
                .map(SimulatedBedrock::json)
                .filter(line -> line.has("error"))
                .toList();

        assertThat(errors).hasSize(50).allMatch(line -> line.has("trace"));
        assertThat(errors)
                .allMatch(line -> line.at("/error/errorCode").asText().equals("429")
                        && line.at("/error/errorCode").isTextual());
    }

    private List<String> lines(String arn) {
        String key = "out/" + SimulatedBedrock.id(arn) + "/jokes.jsonl.out";
        return bedrock.storage().read(key).lines().toList();
    }

    private String completed() {
        String arn = bedrock.createJob("jokes", 100);
        awaitStatus(arn, "Completed");
        return arn;
    }

    private GetModelInvocationJobResponse awaitStatus(String arn, String status) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(bedrock.status(arn)).isEqualTo(status));
        return bedrock.get(arn);
    }
}
