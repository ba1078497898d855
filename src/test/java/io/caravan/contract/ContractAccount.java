package io.caravan.contract;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** An account to check the contract in: the simulator's, or a real one. */
interface ContractAccount extends AutoCloseable {

    BedrockClient bedrock();

    /** Invokes on demand, and tries nothing again. */
    BedrockRuntimeClient runtime();

    String bucket();

    String role();

    /** A model that answers in Claude's Messages body and is taken by this name. */
    String model();

    /** How long a job may take. */
    Duration patience();

    void put(String key, String content);

    String read(String key);

    List<String> keys(String prefix);
}
