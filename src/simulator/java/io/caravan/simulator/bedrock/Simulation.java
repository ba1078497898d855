package io.caravan.simulator.bedrock;

import java.util.Map;

/**
 * How the simulated Bedrock behaves.
 *
 * @param seed of all that is left to chance: job ids, the order of output lines, which events are lost
 * @param clockRate how many times faster than the wall's time jobs live; 0 stands still until moved
 * @param replayWithOtherBodyFails whether a known token with another body is a ValidationException; otherwise the body
 *     is ignored. AWS does not say
 */
public record Simulation(
        Limits limits,
        Delays delays,
        Faults faults,
        long seed,
        double clockRate,
        boolean replayWithOtherBodyFails,
        Map<String, String> applicationProfiles) {

    /** The quotas of a new account, and jobs of seconds. */
    public static final Simulation DEFAULT =
            new Simulation(Limits.DEFAULT, Delays.SHORT, Faults.NONE, 1, 1, true, Map.of());

    public Simulation with(Limits limits) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails, applicationProfiles);
    }

    public Simulation with(Delays delays) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails, applicationProfiles);
    }

    public Simulation with(Faults faults) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails, applicationProfiles);
    }

    public Simulation withSeed(long seed) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails, applicationProfiles);
    }

    public Simulation withClockRate(double clockRate) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails, applicationProfiles);
    }

    /** Refuses nothing when a known token comes with another body. */
    public Simulation ignoringOtherBodies() {
        return new Simulation(limits, delays, faults, seed, clockRate, false, applicationProfiles);
    }

    public Simulation withApplicationProfiles(Map<String, String> applicationProfiles) {
        return new Simulation(
                limits, delays, faults, seed, clockRate, replayWithOtherBodyFails, Map.copyOf(applicationProfiles));
    }
}
