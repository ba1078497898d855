package io.caravan.model;

import java.time.Instant;

/**
 * A message that no route could handle.
 *
 * @param reason the failure, in words
 * @param message the message as it came, cut when it is very long
 */
public record Parked(Instant at, String route, String reason, String message) {}
