package io.caravan.chaos;

import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.EventFaults;
import io.caravan.simulator.bedrock.Faults.JobFault;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import io.caravan.simulator.bedrock.Oddity;
import io.caravan.simulator.bedrock.Status;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong at Bedrock. Each kind takes turns by itself, so that at any time one of each is on. */
record Mishap(String name, Change change) {
    private static final int JOBS = 2;

    /** Adds the mishap to the faults in force. */
    interface Change {
        Faults to(Faults faults);
    }

    private static final Mishap NONE = new Mishap("nothing", faults -> faults);

    /** Every kind, with the mishaps of the kind. {@code limit}: jobs that the simulator takes in all. */
    static List<List<Mishap>> kinds(int limit) {
        return List.of(records(), jobs(), events(), creates(limit), lags());
    }

    private static List<Mishap> records() {
        return List.of(
                NONE,
                records("every 2nd record fails once with 500", 2, 500, 1),
                records("every 3rd record fails twice with 429", 3, 429, 2),
                records("every 2nd record fails once with 408", 2, 408, 1),
                records("every 5th record fails with 400", 5, 400, 0),
                records("every 7th record fails with 503", 7, 503, 0));
    }

    private static List<Mishap> jobs() {
        return List.of(
                NONE,
                new Mishap(
                        "all records of a job fail",
                        faults -> faults.withJobs(new JobFault(null, null, null, 0, true, null, JOBS))),
                ends(Status.PartiallyCompleted, 40),
                ends(Status.PartiallyCompleted, 0),
                ends(Status.PartiallyCompleted, 70, Oddity.NOTHING),
                ends(Status.Expired, 0),
                ends(Status.Expired, 30, Oddity.NO_MANIFEST),
                ends(Status.Failed, 0),
                ends(Status.Failed, 60),
                ends(Status.Failed, 60, Oddity.NOTHING),
                ends(Status.Stopped, 0),
                ends(Status.Stopped, 50, Oddity.LAST_LINE_CUT),
                odd(Oddity.NO_MANIFEST),
                odd(Oddity.SEVERAL_FILES),
                odd(Oddity.LAST_LINE_CUT, Oddity.SEVERAL_FILES),
                odd(Oddity.LINES_REPEATED, Oddity.UNKNOWN_RECORDS),
                odd(Oddity.UNKNOWN_MEMBERS, Oddity.CODES_AS_TEXT),
                odd(Oddity.values()));
    }

    private static List<Mishap> events() {
        return List.of(
                NONE,
                events("all events lost", new EventFaults(100, 0, 0, 0, 0, false)),
                events("half of the events lost", new EventFaults(50, 0, 0, 0, 0, false)),
                events("events repeated", new EventFaults(0, 70, 0, 0, 1000, false)),
                events("events of others", new EventFaults(0, 0, 90, 0, 0, false)),
                events("events 4 s late", new EventFaults(0, 0, 0, 4000, 0, false)),
                events("events out of order", new EventFaults(0, 30, 0, 0, 3000, false)),
                events("events before the create's response", new EventFaults(0, 0, 0, 0, 0, true)));
    }

    private static List<Mishap> creates(int limit) {
        return List.of(
                NONE,
                creates("others take all but one job of the quota", limit - 1, 0, 0, 0),
                creates("others take the whole quota", limit, 0, 0, 0),
                creates("creates throttled", 0, 4, 0, 0),
                creates("creates answered 500", 0, 0, 4, 0),
                creates("responses of creates lost", 0, 0, 0, 4));
    }

    private static List<Mishap> lags() {
        return List.of(
                NONE,
                new Mishap("slow lists", faults -> faults.withLag(1500, 0)),
                new Mishap("record counts lag behind", faults -> faults.withLag(0, 2000)));
    }

    private static Mishap records(String name, int everyNth, int code, int times) {
        return new Mishap(name, faults -> faults.withRecords(new RecordFault(null, everyNth, code, null, times)));
    }

    private static Mishap ends(Status end, int atPercent, Oddity... oddities) {
        return new Mishap(
                "jobs end " + end + " at " + atPercent + " %"
                        + (oddities.length == 0 ? "" : " with " + List.of(oddities)),
                faults -> faults.withJobs(job(end, atPercent, oddities)));
    }

    private static Mishap odd(Oddity... oddities) {
        return new Mishap("output with " + List.of(oddities), faults -> faults.withJobs(job(null, 0, oddities)));
    }

    private static JobFault job(@Nullable Status end, int atPercent, Oddity... oddities) {
        return new JobFault(null, end, null, atPercent, false, Set.of(oddities), JOBS);
    }

    private static Mishap events(String name, EventFaults events) {
        return new Mishap(name, faults -> faults.with(events));
    }

    private static Mishap creates(String name, int foreign, int throttled, int failed, int lost) {
        return new Mishap(name, faults -> faults.withCreates(foreign, throttled, failed, lost));
    }
}
