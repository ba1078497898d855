package io.caravan.simulator.hub;

/**
 * A request that came.
 *
 * @param server {@code hub}, {@code viewer} or {@code files}
 * @param path with its query, as it came
 * @param range the header of this name, or nothing
 * @param authorization the header of this name, or nothing
 */
public record HubCall(String server, String path, String range, String authorization) {}
