package io.caravan.chaos;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened. Thread-safe. */
final class Counts {
    private final Map<String, Integer> counts = new TreeMap<>();

    synchronized void add(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    synchronized int all() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** {@code 3 this, 4 that}. */
    @Override
    public synchronized String toString() {
        var words = new java.util.ArrayList<String>();
        counts.forEach((what, count) -> words.add(count + " " + what));
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
