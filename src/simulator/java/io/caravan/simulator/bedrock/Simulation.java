package io.caravan.simulator.bedrock;

/**
 * How the simulated Bedrock behaves.
 *
 * @param seed of all that is left to chance: job ids, the order of output lines, which events are lost
 * @param clockRate how many times faster than the wall's time jobs live; 0 stands still until moved
 * @param replayWithOtherBodyFails whether a known token with another body is a ValidationException; otherwise the body
 *     is ignored. AWS does not say
 */
public record Simulation(
        Limits limits, Delays delays, Faults faults, long seed, double clockRate, boolean replayWithOtherBodyFails) {

    /** The quotas of a new account, and jobs of seconds. */
    public static final Simulation DEFAULT = new Simulation(Limits.DEFAULT, Delays.SHORT, Faults.NONE, 1, 1, true);

    public Simulation with(Limits limits) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails);
    }

    public Simulation with(Delays delays) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails);
    }

    public Simulation with(Faults faults) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails);
    }

    public Simulation withSeed(long seed) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails);
    }

    public Simulation withClockRate(double clockRate) {
        return new Simulation(limits, delays, faults, seed, clockRate, replayWithOtherBodyFails);
    }
}
