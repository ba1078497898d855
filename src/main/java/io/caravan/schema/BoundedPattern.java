package io.caravan.schema;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A regular expression that gives up: some take longer than anybody waits on a text made for it. Thread-safe.
 *
 * @param steps how often a character may be looked at
 */
record BoundedPattern(Pattern pattern, int steps) implements RegularExpression {
    private static final int STEPS = 10_000_000;

    /** It gave up. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted(String pattern) {
            super("the answer makes the regular expression '" + pattern + "' take too long");
        }
    }

    static BoundedPattern of(String regex) {
        return new BoundedPattern(Pattern.compile(regex), STEPS);
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(new Watched(value)).find();
    }

    /** A text that counts how often it is looked at. */
    private final class Watched implements CharSequence {
        private final CharSequence text;
        private int looks;

        Watched(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > steps) {
                throw new Exhausted(pattern.pattern());
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
