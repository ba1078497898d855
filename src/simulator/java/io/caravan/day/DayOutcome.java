package io.caravan.day;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * How a day went.
 *
 * @param done jobs that were collected
 * @param mostAtOnce jobs that Bedrock had at the same time
 * @param refused creations that Bedrock refused because the quota was used up
 * @param idle the share of the slots that was free while a job was ready for it
 * @param took from the first run's arrival to the last job's end
 * @param ideal the lengths of all jobs, divided by the quota
 * @param meanJob the mean length of a job
 * @param waits from a run's arrival to its first job's start
 * @param refill from a job's end to the start of the one that took its slot, where one was ready
 * @param calls by service and operation
 */
public record DayOutcome(
        DayPlan plan,
        int done,
        int mostAtOnce,
        int refused,
        double idle,
        Duration took,
        Duration ideal,
        Duration meanJob,
        List<Wait> waits,
        Refill refill,
        SortedMap<String, Long> calls) {

    /** How long runs of a kind waited. */
    public record Wait(String kind, int runs, Duration median, Duration longest) {
        static Wait of(String kind, List<Duration> waits) {
            List<Duration> sorted = waits.stream().sorted().toList();
            return sorted.isEmpty()
                    ? new Wait(kind, 0, Duration.ZERO, Duration.ZERO)
                    : new Wait(kind, sorted.size(), sorted.get((sorted.size() - 1) / 2), sorted.get(sorted.size() - 1));
        }
    }

    /** How long slots stood empty; the longest are those of which no event told. */
    public record Refill(Duration median, Duration ofNinetyNine, Duration longest) {
        static Refill of(List<Duration> refills) {
            List<Duration> sorted = refills.stream().sorted().toList();
            return sorted.isEmpty()
                    ? new Refill(Duration.ZERO, Duration.ZERO, Duration.ZERO)
                    : new Refill(at(sorted, 50), at(sorted, 99), at(sorted, 100));
        }

        private static Duration at(List<Duration> sorted, int percent) {
            return sorted.get((sorted.size() - 1) * percent / 100);
        }
    }

    public Wait small() {
        return waits.get(0);
    }

    /** What was promised and is not so; empty when all is. */
    public List<String> broken() {
        var broken = new ArrayList<String>();
        if (done != plan.jobs()) {
            broken.add("%d of %d jobs were done".formatted(done, plan.jobs()));
        }
        if (refused > 0 || mostAtOnce > plan.quota()) {
            broken.add("%d creations were beyond the quota".formatted(refused));
        }
        if (idle >= 0.01) {
            broken.add(String.format(Locale.ROOT, "slots were idle for %.2f %% while jobs were ready", 100 * idle));
        }
        if (small().longest().compareTo(DayPlan.LONGEST) > 0) {
            broken.add("a small run waited longer than the longest job takes: " + minutes(small().longest()));
        }
        return broken;
    }

    /** For people. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "jobs done          %,d of %,d, in %d runs; mean length %s",
                done,
                plan.jobs(),
                plan.runs(),
                minutes(meanJob)));
        lines.add("at once            %d at most, quota %d; %d creations refused"
                .formatted(mostAtOnce, plan.quota(), refused));
        lines.add(String.format(Locale.ROOT, "slots idle         %.3f %% while jobs were ready", 100 * idle));
        lines.add(String.format(
                Locale.ROOT,
                "a slot was empty   for %.1f s (median) until the next start; 99 in 100 for %.1f s or less, one for %.1f s",
                seconds(refill.median()),
                seconds(refill.ofNinetyNine()),
                seconds(refill.longest())));
        lines.add(String.format(Locale.ROOT, "all took           %.1f h; ideal %.1f h", hours(took), hours(ideal)));
        lines.add("");
        lines.add("runs                                      number      median wait     longest wait");
        waits.forEach(wait -> lines.add("%-41s %6d %16s %16s"
                .formatted(wait.kind(), wait.runs(), minutes(wait.median()), minutes(wait.longest()))));
        lines.add("");
        lines.add("calls                                            all      a job");
        calls.forEach((call, times) ->
                lines.add(String.format(Locale.ROOT, "%-36s %,15d %10.2f", call, times, (double) times / plan.jobs())));
        return lines;
    }

    /** For programs; seconds. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("jobs", plan.jobs())
                .put("runs", plan.runs())
                .put("quota", plan.quota())
                .put("seed", plan.seed())
                .put("done", done)
                .put("most_at_once", mostAtOnce)
                .put("refused", refused)
                .put("idle", idle)
                .put("took", took.toSeconds())
                .put("ideal", ideal.toSeconds())
                .put("mean_job", meanJob.toSeconds());
        waits.forEach(wait -> json.withArray("/waits")
                .addObject()
                .put("kind", wait.kind())
                .put("runs", wait.runs())
                .put("median", wait.median().toSeconds())
                .put("longest", wait.longest().toSeconds()));
        json.withObject("/refill")
                .put("median", seconds(refill.median()))
                .put("of_ninety_nine", seconds(refill.ofNinetyNine()))
                .put("longest", seconds(refill.longest()));
        calls.forEach((call, times) -> json.withObject("/calls").put(call, times));
        return json;
    }

    private static double seconds(Duration length) {
        return length.toMillis() / 1000.0;
    }

    private static double hours(Duration length) {
        return length.toSeconds() / 3600.0;
    }

    private static String minutes(Duration length) {
        return String.format(Locale.ROOT, "%.1f min", length.toSeconds() / 60.0);
    }
}
