package io.caravan.fakes;

import io.caravan.model.BatchStatus;
import io.caravan.model.JobState;
import io.caravan.port.BatchInference;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bedrock as a test wants it: it answers creates as told, and knows the jobs it is told of. */
public final class FakeBedrock implements BatchInference {
    private final Deque<Creation> answers = new ArrayDeque<>();
    private final Map<String, Report> jobs = new LinkedHashMap<>();

    /** All orders that came. */
    public final List<Order> orders = new ArrayList<>();

    /** The jobs that were asked to stop. */
    public final List<String> stopped = new ArrayList<>();

    /** How often jobs were listed. */
    public int listings;

    /** The next create is answered so. */
    public void answer(Creation creation) {
        answers.add(creation);
    }

    /** There is such a job now; its ARN. */
    public String job(String name, BatchStatus status, String message, long processed) {
        String arn = arn(name);
        jobs.put(
                arn,
                new Report(
                        arn,
                        name,
                        status,
                        message,
                        new JobState.Progress(100, processed, processed, 0),
                        Instant.EPOCH));
        return arn;
    }

    public static String arn(String name) {
        return "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/" + name;
    }

    /** A list that does not show a job which Get knows, as it is for a short time on AWS. */
    public boolean emptyList;

    @Override
    public Creation create(Order order) {
        orders.add(order);
        return answers.isEmpty() ? new Creation.Created(arn(order.id().name())) : answers.remove();
    }

    @Override
    public Optional<Report> get(String arn) {
        return Optional.ofNullable(jobs.get(arn));
    }

    @Override
    public List<Report> list(Instant submittedAfter) {
        listings++;
        return emptyList ? List.of() : List.copyOf(jobs.values());
    }

    @Override
    public void stop(String arn) {
        stopped.add(arn);
    }
}
