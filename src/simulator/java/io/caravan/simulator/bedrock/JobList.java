package io.caravan.simulator.bedrock;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** ListModelInvocationJobs: filters, order and pages. */
record JobList(List<Job> page, Optional<String> nextToken) {

    /** Neither the default size of a page nor the default order is documented. */
    private static final int DEFAULT_PAGE = 100;

    /** @param oldestFirst all jobs of the account */
    static JobList of(List<Job> oldestFirst, Map<String, String> query) {
        Constraints constraints = new Constraints();
        String name = query.getOrDefault("nameContains", "");
        if (query.containsKey("nameContains")) {
            constraints.text(name, "nameContains", TextRule.JOB_NAME);
        }
        String status = query.getOrDefault("statusEquals", "");
        if (query.containsKey("statusEquals")) {
            constraints.oneOf(
                    status,
                    "statusEquals",
                    Stream.of(Status.values()).map(Status::name).toList());
        }
        int size = DEFAULT_PAGE;
        if (query.containsKey("maxResults")) {
            size = number(query.getOrDefault("maxResults", ""));
            constraints.between(size, "maxResults", 1, 1000);
        }
        if (query.containsKey("sortBy")) {
            constraints.oneOf(query.getOrDefault("sortBy", ""), "sortBy", List.of("CreationTime"));
        }
        String order = query.getOrDefault("sortOrder", "Descending");
        constraints.oneOf(order, "sortOrder", List.of("Ascending", "Descending"));
        if (query.containsKey("nextToken")) {
            constraints.text(query.getOrDefault("nextToken", ""), "nextToken", TextRule.NEXT_TOKEN);
        }
        constraints.check();
        Instant after = time(query, "submitTimeAfter", Instant.MIN);
        Instant before = time(query, "submitTimeBefore", Instant.MAX);
        List<Job> matching = oldestFirst.stream()
                .filter(job -> job.request().jobName().contains(name))
                .filter(job -> status.isEmpty() || job.status().name().equals(status))
                .filter(job ->
                        job.submitTime().isAfter(after) && job.submitTime().isBefore(before))
                .toList();
        return page(order.equals("Ascending") ? matching : matching.reversed(), size, query.get("nextToken"));
    }

    private static JobList page(List<Job> jobs, int size, @org.jspecify.annotations.Nullable String token) {
        int from = token == null ? 0 : after(jobs, decoded(token));
        int to = Math.min(from + size, jobs.size());
        List<Job> page = from >= to ? Collections.emptyList() : jobs.subList(from, to);
        return new JobList(
                page, to < jobs.size() ? Optional.of(encoded(page.getLast().id())) : Optional.empty());
    }

    /** The place after the job where the last page ended; a job that no longer matches ends the list. */
    private static int after(List<Job> jobs, String id) {
        for (int i = 0; i < jobs.size(); i++) {
            if (jobs.get(i).id().equals(id)) {
                return i + 1;
            }
        }
        return jobs.size();
    }

    private static String encoded(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("after:" + id).getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith("after:")) {
                return text.substring("after:".length());
            }
        } catch (IllegalArgumentException e) {
            // Not one of ours; answered below.
        }
        throw ApiError.validation("The provided nextToken is not valid");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiError.validation("The member 'maxResults' must be an integer, found '" + text + "'");
        }
    }

    private static Instant time(Map<String, String> query, String name, Instant otherwise) {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ApiError.validation("The member '" + name + "' must be an ISO-8601 time, found '" + text + "'");
        }
    }
}
