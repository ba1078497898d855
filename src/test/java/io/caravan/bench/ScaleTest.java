package io.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static final Scale.Shape SHAPE = new Scale.Shape(100_000, 1000, 1500, 2000, 20, 1, 50);

    @Test
    void a_hundred_million_records_are_a_thousand_jobs_in_fifty_waves() {
        Scale scale = scale(100_000_000);

        assertThat(scale.jobs()).isEqualTo(1000);
        assertThat(scale.runs()).isEqualTo(1);
        assertThat(scale.bedrock()).isEqualTo(50);
        assertThat(scale.replicas()).isEqualTo(1);
        assertThat(scale.calls().get("S3 PutObject")).isEqualTo(4000);
        assertThat(scale.calls().get("SQS ReceiveMessage")).isEqualTo(50 * 720);
        assertThat(scale.dollars().get("SQS")).isEqualTo(50 * 720 * 0.4e-6);
    }

    /** A record's id has ten digits, a chunk's number five. */
    @Test
    void ten_billion_records_do_not_fit_one_run() {
        Scale scale = scale(10_000_000_000L);

        assertThat(scale.runs()).isEqualTo(2);
        assertThat(scale.limits())
                .contains("a run has at most 99,999 chunks and 9,999,999,999 records: it takes 2 runs");
    }

    @Test
    void a_job_that_is_long_at_bedrock_costs_a_transaction_each_time_it_is_asked_about() {
        assertThat(scale(1_000_000).calls().get("DynamoDB TransactWriteItems")).isEqualTo(10 * (6 + 60));
    }

    private static Scale scale(long records) {
        return new Scale(
                records,
                SHAPE,
                new TreeMap<>(Map.of("S3 PutObject", 4.0, "DynamoDB TransactWriteItems", 6.0)),
                new TreeMap<>(Map.of("SQS ReceiveMessage", 720.0)),
                60);
    }
}
