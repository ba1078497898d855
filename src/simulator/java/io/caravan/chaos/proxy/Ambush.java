package io.caravan.chaos.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Lies in wait at one step at a time, before it or after it, and has the replica that takes it killed; each step comes in
 * turn. Thread-safe.
 */
public final class Ambush {
    /** Where a replica dies: before the call of a step, or after it and before its response. */
    private record Trap(Step step, boolean after) {
        String name() {
            return step.name() + (after ? " (after)" : " (before)");
        }
    }

    private final Deque<Trap> turns;
    private final TreeMap<String, Integer> sprung = new TreeMap<>();
    private final int all;
    private Optional<Trap> armed = Optional.empty();

    /** The order of the steps is left to chance. */
    public Ambush(List<Step> steps, SplittableRandom chance) {
        var traps = new ArrayList<Trap>();
        for (Step step : steps) {
            traps.add(new Trap(step, false));
            traps.add(new Trap(step, true));
        }
        for (int i = traps.size() - 1; i > 0; i--) {
            Collections.swap(traps, i, chance.nextInt(i + 1));
        }
        this.turns = new ArrayDeque<>(traps);
        this.all = traps.size();
    }

    /** Goes on to the next step; one that was waited for in vain has its turn again later. */
    public synchronized void arm() {
        armed.ifPresent(turns::addLast);
        armed = Optional.ofNullable(turns.pollFirst());
    }

    public synchronized void disarm() {
        armed.ifPresent(turns::addFirst);
        armed = Optional.empty();
    }

    public synchronized boolean armed() {
        return armed.isPresent();
    }

    /** The caller's death, if it takes the step that is waited at. */
    public synchronized Optional<Disturbance> meets(Call call) {
        if (armed.isEmpty() || !armed.get().step().taken().test(call)) {
            return Optional.empty();
        }
        Trap trap = armed.get();
        armed = Optional.empty();
        turns.addLast(trap);
        sprung.merge(trap.name(), 1, Integer::sum);
        return Optional.of(trap.after() ? new Disturbance.DeathAfter() : new Disturbance.DeathBefore());
    }

    /** The points at which replicas were killed, and how often. */
    public synchronized SortedMap<String, Integer> sprung() {
        return new TreeMap<>(sprung);
    }

    /** How many points there are. */
    public int points() {
        return all;
    }
}
