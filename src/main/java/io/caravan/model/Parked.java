package io.caravan.model;

import java.time.Instant;

/**
 * A message that no route could handle.
 *
 * @param id {@code <time>#} and something that no other note of the same time has
 * @param reason the failure, in words
 * @param message the message as it came, cut when it is very long
 */
public record Parked(String id, Instant at, String route, String reason, String message) {}
