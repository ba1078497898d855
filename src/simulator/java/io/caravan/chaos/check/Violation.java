package io.caravan.chaos.check;

/**
 * A promise that was not kept.
 *
 * @param rule the promise
 * @param where the run, job, object or ledger line
 * @param what what was found there, and what should have been
 */
public record Violation(String rule, String where, String what) {
    @Override
    public String toString() {
        return rule + ": " + where + ": " + what;
    }
}
