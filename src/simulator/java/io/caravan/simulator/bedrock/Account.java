package io.caravan.simulator.bedrock;

/** Where the simulator stands, and whose keys it takes. */
public record Account(String id, String region, String accessKeyId) {}
