package io.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.simulator.Cloud;
import io.caravan.simulator.SimulatedBedrock;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/** Against the stand-in, over HTTP: the client is of another version than the core of the SDK. */
class ServiceQuotasTest {
    @TempDir
    Path folder;

    private SimulatedBedrock aws;
    private ServiceQuotasClient client;
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @BeforeEach
    void start() throws IOException {
        aws = SimulatedBedrock.start(folder, Simulation.DEFAULT.with(Limits.DEFAULT.withActiveJobs(20)));
        client = ServiceQuotasClient.builder()
                .httpClient(Apache5HttpClient.create())
                .region(Region.US_EAST_1)
                .endpointOverride(aws.uri("/"))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        aws.close();
    }

    @Test
    void quotas_are_found_by_the_models_name_however_it_is_spelled() {
        assertThat(quotas().concurrentJobs("Claude 3 Haiku", false)).hasValue(20);
        assertThat(quotas().concurrentJobs("Claude Sonnet 4.5", false)).hasValue(20);
        assertThat(quotas().concurrentJobs("Titan Text Embeddings V2", false)).hasValue(20);
        assertThat(quotas().concurrentJobs("Titan Text Embeddings V2", true)).hasValue(3);
    }

    @Test
    void a_model_without_a_quota_of_its_own_has_none() {
        assertThat(quotas().concurrentJobs("Claude 3", false)).isEmpty();
        assertThat(quotas().concurrentJobs("Claude 3 Haiku", true)).isEmpty();
    }

    @Test
    void a_role_that_may_not_read_them_has_none_and_asks_again_only_after_a_while() {
        aws.faults("{\"denyQuotas\":true}");
        ServiceQuotas quotas = quotas();
        assertThat(quotas.concurrentJobs("Claude 3 Haiku", false)).isEmpty();

        aws.faults("{}");
        assertThat(quotas.concurrentJobs("Claude 3 Haiku", false)).isEmpty();
        now = now.plusSeconds(3600);
        assertThat(quotas.concurrentJobs("Claude 3 Haiku", false)).hasValue(20);
    }

    @Test
    void what_was_read_holds_when_it_cannot_be_read_again() {
        ServiceQuotas quotas = quotas();
        quotas.concurrentJobs("Claude 3 Haiku", false);
        aws.faults("{\"denyQuotas\":true}");
        now = now.plusSeconds(3600);

        assertThat(quotas.concurrentJobs("Claude 3 Haiku", false)).hasValue(20);
    }

    private ServiceQuotas quotas() {
        return new ServiceQuotas(client, Duration.ofHours(1), () -> now);
    }
}
