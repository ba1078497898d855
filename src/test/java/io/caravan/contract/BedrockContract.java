package io.caravan.contract;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.MemoryStorage;
import io.caravan.simulator.SimulatedBedrock;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * What we hold to be true of Bedrock's batch inference. The tests of its subclasses run against the simulator, and
 * against the account of {@code CARAVAN_CONTRACT_ENDPOINT} instead when it is given.
 */
abstract class BedrockContract {

    @TempDir
    Path folder;

    private ContractAccount account;

    /** Names of this test's own: a real account holds the jobs of others. */
    final String prefix = "contract-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void openAccount() throws IOException {
        Optional<ContractAccount> real = RealAccount.given();
        account = real.isPresent()
                ? real.get()
                : new SimulatedAccount(SimulatedBedrock.start(folder, Simulation.DEFAULT.with(Delays.NONE)));
    }

    @AfterEach
    void closeAccount() throws Exception {
        account.close();
    }

    ContractAccount account() {
        return account;
    }

    BedrockClient bedrock() {
        return account.bedrock();
    }

    /** A request that is all right, on {@code <prefix>/in/input.jsonl}. */
    CreateModelInvocationJobRequest.Builder request() {
        return CreateModelInvocationJobRequest.builder()
                .jobName(prefix)
                .roleArn(account.role())
                .modelId(account.model())
                .inputDataConfig(in -> in.s3InputDataConfig(s3 -> s3.s3Uri(uri("in/input.jsonl"))))
                .outputDataConfig(out -> out.s3OutputDataConfig(s3 -> s3.s3Uri(uri("out/"))));
    }

    String uri(String key) {
        return "s3://" + account.bucket() + "/" + prefix + "/" + key;
    }

    void put(String name, String content) {
        account.put(prefix + "/" + name, content);
    }

    String create(CreateModelInvocationJobRequest.Builder request) {
        return bedrock().createModelInvocationJob(request.build()).jobArn();
    }

    GetModelInvocationJobResponse get(String arn) {
        return bedrock().getModelInvocationJob(b -> b.jobIdentifier(arn));
    }

    GetModelInvocationJobResponse awaitEnd(String arn) {
        return await().atMost(account.patience())
                .pollInterval(
                        account.patience().compareTo(Duration.ofMinutes(1)) > 0
                                ? Duration.ofSeconds(30)
                                : Duration.ofMillis(20))
                .until(() -> get(arn), job -> job.endTime() != null);
    }

    /** A job of 100 good records, at its end. */
    GetModelInvocationJobResponse finished() {
        put("in/input.jsonl", SimulatedBedrock.haikuRecords(100));
        return awaitEnd(create(request()));
    }

    List<JsonNode> output(String arn, String file) {
        return account.read(prefix + "/out/" + SimulatedBedrock.id(arn) + "/" + file)
                .lines()
                .map(SimulatedBedrock::json)
                .toList();
    }

    private record SimulatedAccount(SimulatedBedrock simulated) implements ContractAccount {

        @Override
        public BedrockClient bedrock() {
            return simulated.client();
        }

        @Override
        public BedrockRuntimeClient runtime() {
            return simulated.runtime();
        }

        @Override
        public String bucket() {
            return MemoryStorage.BUCKET;
        }

        @Override
        public String role() {
            return SimulatedBedrock.ROLE;
        }

        @Override
        public String model() {
            return SimulatedBedrock.HAIKU;
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(30);
        }

        @Override
        public void put(String key, String content) {
            simulated.storage().put(key, content);
        }

        @Override
        public String read(String key) {
            return simulated.storage().read(key);
        }

        @Override
        public List<String> keys(String prefix) {
            return simulated.storage().keys(prefix);
        }

        @Override
        public void close() throws IOException {
            simulated.close();
        }
    }
}
