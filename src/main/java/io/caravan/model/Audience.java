package io.caravan.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whom a manifest wants told, and of what.
 *
 * @param targets ARNs of SNS topics, and addresses of webhooks
 */
public record Audience(List<String> targets, Set<Milestone> events) {
    /** More would have no room in the transaction that moves the run. */
    public static final int MOST = 10;

    public static final Audience NONE = new Audience(List.of(), Set.of());

    public static Audience ofAll(List<String> targets) {
        return new Audience(targets, EnumSet.allOf(Milestone.class));
    }

    public boolean wants(Milestone milestone) {
        return !targets.isEmpty() && events.contains(milestone);
    }
}
