package io.caravan.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Audience;
import io.caravan.model.Milestone;
import io.caravan.model.WebhookHosts;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code notify}: a target, a list of them, or an object with {@code to} and {@code events}.
 *
 * @param region topics are in it, as the service is
 */
record NotifyFields(Fields fields, String region, WebhookHosts hosts) {
    private static final String FIELD = "notify";
    private static final Set<String> MEMBERS = Set.of("to", "events");
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):\\d{12}:[A-Za-z0-9_-]{1,256}(?:\\.fifo)?");
    private static final Set<String> EVENTS =
            Arrays.stream(Milestone.values()).map(Milestone::word).collect(Collectors.toUnmodifiableSet());

    Audience read() {
        if (!fields.has(FIELD)) {
            return Audience.NONE;
        }
        JsonNode value = fields.value(FIELD);
        if (!(value instanceof ObjectNode object)) {
            return Audience.ofAll(targets(FIELD, value));
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                fields.wrong(FIELD + "." + name, "is not a field of notify, which has 'to' and 'events'");
            }
        });
        List<String> targets = targets(FIELD + ".to", object.path("to"));
        return object.hasNonNull("events")
                ? new Audience(targets, events(object.path("events")))
                : Audience.ofAll(targets);
    }

    private List<String> targets(String field, JsonNode value) {
        var targets = new ArrayList<String>();
        for (JsonNode target : value.isArray() ? value : List.of(value)) {
            if (!target.isTextual()) {
                fields.wrong(
                        field,
                        "must be an SNS topic's ARN or a webhook's https:// address, or a list of them, found "
                                + Fields.shown(target));
            } else if (fits(field, target.asText()) && !targets.contains(target.asText())) {
                targets.add(target.asText());
            }
        }
        if (value.isArray() && value.isEmpty()) {
            fields.wrong(field, "is an empty list; leave it out");
        }
        if (targets.size() > Audience.MOST) {
            fields.wrong(field, "has " + targets.size() + " targets; at most " + Audience.MOST + " are told of a run");
        }
        return targets;
    }

    private boolean fits(String field, String target) {
        Matcher topic = TOPIC.matcher(target);
        if (topic.matches()) {
            if (!topic.group(1).equals(region)) {
                fields.wrong(field, "'" + target + "' is in " + topic.group(1) + "; a topic has to be in " + region);
            }
            return topic.group(1).equals(region);
        }
        if (target.startsWith("arn:")) {
            fields.wrong(
                    field,
                    "'" + target + "' is not an SNS topic's ARN; one is arn:aws:sns:" + region + ":123456789012:runs");
            return false;
        }
        return webhook(field, target);
    }

    private boolean webhook(String field, String target) {
        try {
            URI uri = URI.create(target);
            if (uri.getHost() != null && uri.getFragment() == null && hosts.allows(uri)) {
                return true;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        String where = hosts.names().isEmpty()
                ? "this service sends no webhooks (caravan.notify.hosts is empty)"
                : "webhooks are https:// addresses at " + String.join(", ", hosts.names());
        fields.wrong(field, "'" + target + "' cannot be notified: " + where);
        return false;
    }

    private Set<Milestone> events(JsonNode value) {
        var events = EnumSet.noneOf(Milestone.class);
        for (JsonNode event : value.isArray() ? value : List.of(value)) {
            if (EVENTS.contains(event.asText())) {
                events.add(Milestone.valueOf(
                        event.asText().toUpperCase(java.util.Locale.ROOT).replace('-', '_')));
            } else {
                fields.wrong(
                        FIELD + ".events",
                        Fields.shown(event) + " is no event; valid are accepted, done, failed and"
                                + " needs-attention");
            }
        }
        if (value.isArray() && value.isEmpty()) {
            fields.wrong(FIELD + ".events", "is an empty list; leave it out for all events");
        }
        return events;
    }
}
