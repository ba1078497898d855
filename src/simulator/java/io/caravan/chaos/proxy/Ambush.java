package io.caravan.chaos.proxy;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lies in wait before or after some of the steps, and has the replica that takes one of them killed. A point at which
 * somebody died has its turn again after all others; one that nobody comes by gives way for a while. Thread-safe.
 */
public final class Ambush {
    /** Points that are watched at once: few enough for all to have their turn, enough for rare ones to be met. */
    private static final int WATCHED = 12;
    /** About a third of the points. */
    private static final int SPREAD = 37;

    /** Where a replica dies: before the call of a step, or after it and before its response. */
    private record Trap(Step step, boolean after) {
        String name() {
            return step.name() + (after ? " (after)" : " (before)");
        }
    }

    private final Deque<Trap> turns;
    private final TreeMap<String, Integer> sprung = new TreeMap<>();
    private final List<Step> untaken;
    private boolean armed;

    /**
     * Begins with the point of that number, counted round and round, so that one seed can go on where another stops.
     * Steps that follow each other in a run are far apart: else the first of them would always be met before the next.
     */
    public Ambush(List<Step> steps, long first) {
        List<Trap> traps = traps(steps).toList();
        int size = traps.size();
        int stride = SPREAD;
        while (BigInteger.valueOf(stride).gcd(BigInteger.valueOf(size)).intValue() > 1) {
            stride++;
        }
        this.turns = new ArrayDeque<>();
        for (long i = first; i < first + size; i++) {
            turns.addLast(traps.get((int) Math.floorMod(i * stride, (long) size)));
        }
        this.untaken = new ArrayList<>(steps);
    }

    /** The names of the points at which replicas can die. */
    public static List<String> points(List<Step> steps) {
        return traps(steps).map(Trap::name).toList();
    }

    private static Stream<Trap> traps(List<Step> steps) {
        return steps.stream().flatMap(step -> Stream.of(new Trap(step, false), new Trap(step, true)));
    }

    /** Waits for the next one; after a wait in vain, elsewhere. */
    public synchronized void arm() {
        if (armed) {
            for (int i = 0; i < Math.min(WATCHED, turns.size()); i++) {
                turns.addLast(turns.removeFirst());
            }
        }
        armed = true;
    }

    public synchronized void disarm() {
        armed = false;
    }

    public synchronized boolean armed() {
        return armed;
    }

    /** The caller's death, if it takes a step that is watched. */
    public synchronized Optional<Disturbance> meets(Call call) {
        untaken.removeIf(step -> step.taken().test(call));
        if (!armed) {
            return Optional.empty();
        }
        Iterator<Trap> watched = turns.iterator();
        for (int i = 0; i < WATCHED && watched.hasNext(); i++) {
            Trap trap = watched.next();
            if (trap.step().taken().test(call)) {
                watched.remove();
                turns.addLast(trap);
                armed = false;
                sprung.merge(trap.name(), 1, Integer::sum);
                return Optional.of(trap.after() ? new Disturbance.DeathAfter() : new Disturbance.DeathBefore());
            }
        }
        return Optional.empty();
    }

    /** The names of the steps that nobody took so far, watched or not. */
    public synchronized List<String> untaken() {
        return untaken.stream().map(Step::name).toList();
    }

    /** The points at which replicas were killed, and how often. */
    public synchronized SortedMap<String, Integer> sprung() {
        return new TreeMap<>(sprung);
    }
}
