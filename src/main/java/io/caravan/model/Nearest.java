package io.caravan.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** The "did you mean" of Caravan's messages: the valid name that a mistyped one most likely stands for. */
public final class Nearest {
    /** Shorter names are part of too many others to say anything. */
    private static final int SHORTEST_PART = 4;

    private Nearest() {}

    /**
     * The valid name nearest to the one given, or empty when none is near: at most a third of its letters differ, or
     * one is a part of the other ({@code prompt} in {@code prompt_id}). Case, hyphens and underscores count as little.
     */
    public static Optional<String> to(String given, Collection<String> valid) {
        String wanted = plain(given);
        Optional<String> best = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (String candidate : new TreeSet<>(valid)) { // of two that are as near, always the same
            String name = plain(candidate);
            int distance = distance(wanted, name);
            if (distance < least && (distance <= Math.max(1, wanted.length() / 3) || partOf(wanted, name))) {
                best = Optional.of(candidate);
                least = distance;
            }
        }
        return best;
    }

    /** The end of a message: {@code ; did you mean 'x'?}, or nothing when no name is near. */
    public static String didYouMean(String given, Collection<String> valid) {
        return to(given, valid).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    /** The same inside a message, which goes on with a new sentence. */
    public static String sentence(String given, Collection<String> valid) {
        String question = didYouMean(given, valid);
        return question.isEmpty() ? "." : question;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static boolean partOf(String a, String b) {
        return Math.min(a.length(), b.length()) >= SHORTEST_PART && (a.contains(b) || b.contains(a));
    }

    /** Letters to insert, delete, change or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, steps);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] steps) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
    }
}
