package io.caravan.chaos;

import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.EventFaults;
import io.caravan.simulator.bedrock.Faults.JobFault;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import io.caravan.simulator.bedrock.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong at Bedrock. Each kind takes turns by itself, so that at any time one of each is on. */
record Mishap(String name, Change change) {

    /** Adds the mishap to the faults in force. */
    interface Change {
        Faults to(Faults faults);
    }

    private static final Mishap NONE = new Mishap("nothing", faults -> faults);

    /** Every kind, with the mishaps of the kind. {@code limit}: jobs that the simulator takes in all. */
    static List<List<Mishap>> kinds(int limit) {
        return List.of(
                List.of(
                        NONE,
                        records("every 2nd record fails once with 500", 2, 500, 1),
                        records("every 3rd record fails twice with 429", 3, 429, 2),
                        records("every 2nd record fails once with 408", 2, 408, 1),
                        records("every 5th record fails with 400", 5, 400, 0),
                        records("every 7th record fails with 503", 7, 503, 0)),
                List.of(
                        NONE,
                        jobs("all records of a job fail", null, 0, true, false, 1),
                        jobs("jobs end PartiallyCompleted", Status.PartiallyCompleted, 40, false, false, 1),
                        jobs(
                                "jobs end PartiallyCompleted with nothing done",
                                Status.PartiallyCompleted,
                                0,
                                false,
                                false,
                                1),
                        jobs("jobs end Expired", Status.Expired, 0, false, false, 1),
                        jobs("jobs end Failed", Status.Failed, 0, false, false, 1),
                        jobs("no manifest.json.out", null, 0, false, true, 1),
                        jobs("output in three files", null, 0, false, false, 3)),
                List.of(
                        NONE,
                        events("all events lost", new EventFaults(100, 0, 0, 0, 0, false)),
                        events("half of the events lost", new EventFaults(50, 0, 0, 0, 0, false)),
                        events("events repeated", new EventFaults(0, 70, 0, 0, 1000, false)),
                        events("events of others", new EventFaults(0, 0, 90, 0, 0, false)),
                        events("events 4 s late", new EventFaults(0, 0, 0, 4000, 0, false)),
                        events("events out of order", new EventFaults(0, 30, 0, 0, 3000, false)),
                        events("events before the create's response", new EventFaults(0, 0, 0, 0, 0, true))),
                List.of(
                        NONE,
                        calls("others take all but one job of the quota", limit - 1, 0, 0, 0),
                        calls("others take the whole quota", limit, 0, 0, 0),
                        calls("creates throttled", 0, 4, 0, 0),
                        calls("creates answered 500", 0, 0, 4, 0),
                        calls("responses of creates lost", 0, 0, 0, 4)),
                List.of(NONE, slow("slow lists", 1500, 0), slow("record counts lag behind", 0, 2000)));
    }

    private static Mishap records(String name, int everyNth, int code, int times) {
        var rule = new RecordFault(null, everyNth, code, null, times);
        return new Mishap(
                name,
                faults -> new Faults(
                        List.of(rule),
                        faults.jobs(),
                        faults.events(),
                        faults.foreignActiveJobs(),
                        faults.throttleCreates(),
                        faults.failCreates(),
                        faults.loseCreateResponses(),
                        faults.listDelayMillis(),
                        faults.counterLagMillis()));
    }

    private static Mishap jobs(
            String name, @Nullable Status end, int atPercent, boolean allFail, boolean withoutManifest, int files) {
        var rule = new JobFault(null, end, null, atPercent, allFail, withoutManifest, files, 2);
        return new Mishap(
                name,
                faults -> new Faults(
                        faults.records(),
                        List.of(rule),
                        faults.events(),
                        faults.foreignActiveJobs(),
                        faults.throttleCreates(),
                        faults.failCreates(),
                        faults.loseCreateResponses(),
                        faults.listDelayMillis(),
                        faults.counterLagMillis()));
    }

    private static Mishap events(String name, EventFaults events) {
        return new Mishap(
                name,
                faults -> new Faults(
                        faults.records(),
                        faults.jobs(),
                        events,
                        faults.foreignActiveJobs(),
                        faults.throttleCreates(),
                        faults.failCreates(),
                        faults.loseCreateResponses(),
                        faults.listDelayMillis(),
                        faults.counterLagMillis()));
    }

    private static Mishap calls(String name, int foreign, int throttled, int failed, int lost) {
        return new Mishap(
                name,
                faults -> new Faults(
                        faults.records(),
                        faults.jobs(),
                        faults.events(),
                        foreign,
                        throttled,
                        failed,
                        lost,
                        faults.listDelayMillis(),
                        faults.counterLagMillis()));
    }

    private static Mishap slow(String name, long listDelay, long counterLag) {
        return new Mishap(
                name,
                faults -> new Faults(
                        faults.records(),
                        faults.jobs(),
                        faults.events(),
                        faults.foreignActiveJobs(),
                        faults.throttleCreates(),
                        faults.failCreates(),
                        faults.loseCreateResponses(),
                        listDelay,
                        counterLag));
    }
}
