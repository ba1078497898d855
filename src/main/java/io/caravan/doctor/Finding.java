package io.caravan.doctor;

/**
 * What one check found.
 *
 * @param check what was looked at, in a word or two
 * @param words what was found and, where it is wrong, how to mend it
 */
public record Finding(String check, Verdict verdict, String words) {
    /** Whether a service can work so. */
    public enum Verdict {
        FINE,
        /** It cannot be told, or the service does with less. */
        UNSURE,
        WRONG
    }

    static Finding fine(String check, String words) {
        return new Finding(check, Verdict.FINE, words);
    }

    static Finding unsure(String check, String words) {
        return new Finding(check, Verdict.UNSURE, words);
    }

    static Finding wrong(String check, String words) {
        return new Finding(check, Verdict.WRONG, words);
    }
}
