package io.caravan.chaos;

import java.util.ArrayList;
import java.util.List;

/** What is to be done when, in milliseconds from the start. Used by one thread. */
final class Timetable {
    private final List<Entry> entries = new ArrayList<>();

    private static final class Entry {
        private final Runnable task;
        private final long period;
        private long due;

        Entry(long due, long period, Runnable task) {
            this.due = due;
            this.period = period;
            this.task = task;
        }
    }

    /** Once. */
    void at(long millis, Runnable task) {
        entries.add(new Entry(millis, Long.MAX_VALUE, task));
    }

    void every(long first, long period, Runnable task) {
        entries.add(new Entry(first, period, task));
    }

    /** Does what is due by now. */
    void run(long now) {
        for (Entry entry : entries) {
            if (entry.due <= now) {
                entry.due = entry.period == Long.MAX_VALUE ? Long.MAX_VALUE : now + entry.period;
                entry.task.run();
            }
        }
    }
}
