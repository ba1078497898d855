package io.caravan.chaos;

import io.caravan.chaos.check.Violation;
import java.util.List;
import java.util.Set;

/**
 * What came of a life under fire.
 *
 * @param found what was not as promised
 * @param killedAt the points at which replicas were killed, of {@link Chaos#points}
 * @param untaken the steps that no replica took
 */
public record Outcome(List<Violation> found, Set<String> killedAt, List<String> untaken) {}
