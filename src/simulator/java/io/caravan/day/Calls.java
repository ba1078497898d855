package io.caravan.day;

import java.util.SortedMap;
import java.util.TreeMap;

/** How often each operation of a service was called, by {@code service operation}. */
final class Calls {
    private final SortedMap<String, Long> counts = new TreeMap<>();

    void count(String service, String operation) {
        count(service, operation, 1);
    }

    void count(String service, String operation, long times) {
        if (times > 0) {
            counts.merge(service + " " + operation, times, Long::sum);
        }
    }

    SortedMap<String, Long> counts() {
        return counts;
    }
}
