package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How many jobs of a run were at Bedrock, from its first one to its last one or to now.
 *
 * @param limit slots of its model now
 * @param times in milliseconds since 1970
 * @param atBedrock the most jobs from that time until the next
 */
public record Timeline(
        int limit,
        List<Long> times,
        @JsonProperty("at_bedrock") List<Integer> atBedrock) {
    /** Finer than a plot can show. */
    private static final int STEPS = 400;

    static Timeline of(List<Job> jobs, int limit, Instant now) {
        var changes = new TreeMap<Long, Integer>();
        for (Job job : jobs) {
            switch (job.state()) {
                case JobState.Submitted there -> add(changes, there.since(), now);
                case JobState.Ended ended -> add(changes, ended.since(), ended.at());
                case JobState.Collected done -> add(changes, done.since(), done.ended());
                default -> {}
            }
        }
        var timeline = new Timeline(limit, new ArrayList<>(), new ArrayList<>());
        if (!changes.isEmpty()) {
            timeline.fill(changes, Math.max(1, (changes.lastKey() - changes.firstKey()) / STEPS));
        }
        return timeline;
    }

    private static void add(TreeMap<Long, Integer> changes, Instant from, Instant to) {
        if (from.isBefore(to)) {
            changes.merge(from.toEpochMilli(), 1, Integer::sum);
            changes.merge(to.toEpochMilli(), -1, Integer::sum);
        }
    }

    /** Within a step the most counts; what is left at its end goes on behind it. */
    private void fill(TreeMap<Long, Integer> changes, long step) {
        long begin = Long.MIN_VALUE;
        int most = 0;
        int running = 0;
        for (var change : changes.entrySet()) {
            long at = change.getKey() / step * step;
            if (at != begin) {
                if (running != most && at > begin + step) {
                    note(begin + step, running);
                }
                begin = at;
                most = 0;
            }
            running += change.getValue();
            if (running >= most || most == 0) {
                most = running;
                note(begin, most);
            }
        }
        if (running != most) {
            note(begin + step, running);
        }
    }

    private void note(long time, int jobs) {
        int last = times.size() - 1;
        if (last >= 0 && times.get(last) == time) {
            atBedrock.set(last, jobs);
        } else {
            times.add(time);
            atBedrock.add(jobs);
        }
    }
}
