package io.caravan.simulator.bedrock;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What shall go wrong. Everything is off unless said otherwise; {@code PUT /simulator/faults} replaces the whole with a
 * JSON object of these members.
 *
 * @param records records that fail, by the first rule that matches
 * @param jobs jobs that end otherwise, by the first rule that matches
 * @param foreignActiveJobs slots of each model's quota that another user of the account holds
 * @param throttleCreates this many next creates answer 429
 * @param failCreates this many next creates answer 500
 * @param loseCreateResponses this many next creates are accepted, but the connection closes without a response
 * @param listDelayMillis how long List takes
 * @param counterLagMillis how far record counts of a running job lag behind, in simulated time
 * @param denyQuotas Service Quotas answers that the caller is not authorized
 * @param invocations what becomes of single records invoked on demand; {@code records} fail there too
 */
public record Faults(
        @Nullable List<RecordFault> records,
        @Nullable List<JobFault> jobs,
        @Nullable EventFaults events,
        int foreignActiveJobs,
        int throttleCreates,
        int failCreates,
        int loseCreateResponses,
        long listDelayMillis,
        long counterLagMillis,
        boolean denyQuotas,
        @Nullable InvocationFaults invocations) {

    private static final Set<Status> ENDS =
            Set.of(Status.Failed, Status.Expired, Status.PartiallyCompleted, Status.Stopped);

    private static final Set<String> MISFITS = Set.of("missing", "type", "prose");

    public static final Faults NONE = new Faults(null, null, null, 0, 0, 0, 0, 0, 0, false, null);

    /**
     * A record whose {@code modelInput}, as JSON text, holds {@code contains}, or every {@code everyNth} record of a job
     * (0: none), gets an error line.
     *
     * @param times how often the same input fails before it succeeds; 0 for always
     * @param misfit missing, type or prose: no error, but an answer that does not fit the schema it was asked for
     */
    public record RecordFault(
            @Nullable String contains,
            int everyNth,
            int errorCode,
            @Nullable String errorMessage,
            int times,
            @Nullable String misfit) {

        public RecordFault(
                @Nullable String contains, int everyNth, int errorCode, @Nullable String errorMessage, int times) {
            this(contains, everyNth, errorCode, errorMessage, times, null);
        }

        /** Records that are answered, but not by their schema. */
        public static RecordFault misfit(String contains, String how, int times) {
            return new RecordFault(contains, 0, 0, null, times, how);
        }
    }

    /**
     * What becomes of jobs whose name contains {@code nameContains} (all, when it is missing).
     *
     * @param end Failed (with {@code message}), Expired, PartiallyCompleted, Stopped (by somebody else), or none to end
     *     as usual
     * @param atPercent records done at that end; with none of them done, a job fails in validation and expires or is
     *     stopped before it is at work
     * @param allRecordsFail every record gets an error line, and the job is Completed all the same
     * @param output what is odd about what the job delivers
     * @param times for how many jobs; 0 for all
     */
    public record JobFault(
            @Nullable String nameContains,
            @Nullable Status end,
            @Nullable String message,
            int atPercent,
            boolean allRecordsFail,
            @Nullable Set<Oddity> output,
            int times) {

        Set<Oddity> oddities() {
            return output == null ? Set.of() : output;
        }
    }

    /**
     * What becomes of events; percentages are of all events, drawn by the simulation's seed.
     *
     * @param delayMillis how late each event is
     * @param shuffleMillis each event is late by a random time up to this, so that they overtake each other
     * @param early the Submitted event is delivered before the create is answered
     */
    public record EventFaults(
            int lostPercent,
            int duplicatedPercent,
            int foreignPercent,
            long delayMillis,
            long shuffleMillis,
            boolean early) {

        static final EventFaults NONE = new EventFaults(0, 0, 0, 0, 0, false);
    }

    /**
     * What becomes of InvokeModel and Converse.
     *
     * @param throttle this many next invocations answer 429
     * @param loseResponses this many next invocations are answered and billed, but the connection closes without a
     *     response
     * @param delayMillis how long each takes
     */
    public record InvocationFaults(int throttle, int loseResponses, long delayMillis) {

        static final InvocationFaults NONE = new InvocationFaults(0, 0, 0);
    }

    public Faults withRecords(RecordFault... given) {
        return with(draft -> draft.records = List.of(given));
    }

    public Faults withJobs(JobFault... given) {
        return with(draft -> draft.jobs = List.of(given));
    }

    public Faults with(EventFaults given) {
        return with(draft -> draft.events = given);
    }

    public Faults with(InvocationFaults given) {
        return with(draft -> draft.invocations = given);
    }

    /** The faults of create calls are replaced by these. */
    public Faults withCreates(int foreignActive, int throttled, int failed, int lost) {
        return with(draft -> {
            draft.foreignActiveJobs = foreignActive;
            draft.throttleCreates = throttled;
            draft.failCreates = failed;
            draft.loseCreateResponses = lost;
        });
    }

    /** Lists take so long, and counts lag so far behind. */
    public Faults withLag(long listMillis, long countsMillis) {
        return with(draft -> {
            draft.listDelayMillis = listMillis;
            draft.counterLagMillis = countsMillis;
        });
    }

    /** Service Quotas is not for this caller. */
    public Faults withoutQuotas() {
        return with(draft -> draft.denyQuotas = true);
    }

    private Faults with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** These faults while some of them are being replaced. */
    private static final class Draft {
        private @Nullable List<RecordFault> records;
        private @Nullable List<JobFault> jobs;
        private @Nullable EventFaults events;
        private int foreignActiveJobs;
        private int throttleCreates;
        private int failCreates;
        private int loseCreateResponses;
        private long listDelayMillis;
        private long counterLagMillis;
        private boolean denyQuotas;
        private @Nullable InvocationFaults invocations;

        Draft(Faults from) {
            records = from.records;
            jobs = from.jobs;
            events = from.events;
            foreignActiveJobs = from.foreignActiveJobs;
            throttleCreates = from.throttleCreates;
            failCreates = from.failCreates;
            loseCreateResponses = from.loseCreateResponses;
            listDelayMillis = from.listDelayMillis;
            counterLagMillis = from.counterLagMillis;
            denyQuotas = from.denyQuotas;
            invocations = from.invocations;
        }

        Faults done() {
            return new Faults(
                    records,
                    jobs,
                    events,
                    foreignActiveJobs,
                    throttleCreates,
                    failCreates,
                    loseCreateResponses,
                    listDelayMillis,
                    counterLagMillis,
                    denyQuotas,
                    invocations);
        }
    }

    /** What makes no sense in these faults, in words; empty when all is well. */
    Optional<String> problem() {
        for (int i = 0; i < recordFaults().size(); i++) {
            if (recordFaults().get(i).contains() == null
                    && recordFaults().get(i).everyNth() <= 0) {
                return Optional.of("'records[" + i + "]' needs 'contains' or 'everyNth' to say which records fail");
            }
        }
        for (int i = 0; i < recordFaults().size(); i++) {
            String misfit = recordFaults().get(i).misfit();
            if (misfit != null && !MISFITS.contains(misfit)) {
                return Optional.of("'records[" + i + "].misfit' must be missing, type or prose, found " + misfit);
            }
        }
        for (int i = 0; i < jobFaults().size(); i++) {
            Status end = jobFaults().get(i).end();
            if (end != null && !ENDS.contains(end)) {
                return Optional.of(
                        "'jobs[" + i + "].end' must be Failed, Expired, PartiallyCompleted or Stopped, found " + end);
            }
            if (!isPercent(jobFaults().get(i).atPercent())) {
                return percent("jobs[" + i + "].atPercent", jobFaults().get(i).atPercent());
            }
        }
        return numberProblem();
    }

    private Optional<String> numberProblem() {
        Map<String, Integer> percents = new TreeMap<>(Map.of(
                "events.lostPercent", eventFaults().lostPercent(),
                "events.duplicatedPercent", eventFaults().duplicatedPercent(),
                "events.foreignPercent", eventFaults().foreignPercent()));
        for (var percent : percents.entrySet()) {
            if (!isPercent(percent.getValue())) {
                return percent(percent.getKey(), percent.getValue());
            }
        }
        Map<String, Long> counts = new TreeMap<>(Map.of(
                "events.delayMillis",
                eventFaults().delayMillis(),
                "events.shuffleMillis",
                eventFaults().shuffleMillis(),
                "foreignActiveJobs",
                (long) foreignActiveJobs,
                "throttleCreates",
                (long) throttleCreates,
                "failCreates",
                (long) failCreates,
                "loseCreateResponses",
                (long) loseCreateResponses,
                "listDelayMillis",
                listDelayMillis,
                "counterLagMillis",
                counterLagMillis));
        counts.put("invocations.throttle", (long) invocationFaults().throttle());
        counts.put("invocations.loseResponses", (long) invocationFaults().loseResponses());
        counts.put("invocations.delayMillis", invocationFaults().delayMillis());
        return counts.entrySet().stream()
                .filter(count -> count.getValue() < 0)
                .map(count -> "'" + count.getKey() + "' must be 0 or more, found " + count.getValue())
                .findFirst();
    }

    private static boolean isPercent(int value) {
        return value >= 0 && value <= 100;
    }

    private static Optional<String> percent(String name, int value) {
        return Optional.of("'" + name + "' must be between 0 and 100, found " + value);
    }

    List<RecordFault> recordFaults() {
        return records == null ? List.of() : records;
    }

    List<JobFault> jobFaults() {
        return jobs == null ? List.of() : jobs;
    }

    InvocationFaults invocationFaults() {
        return invocations == null ? InvocationFaults.NONE : invocations;
    }

    EventFaults eventFaults() {
        return events == null ? EventFaults.NONE : events;
    }
}
