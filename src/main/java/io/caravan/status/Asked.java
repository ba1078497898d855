package io.caravan.status;

import org.jspecify.annotations.Nullable;

/** Reads what a request asks for. */
final class Asked {
    private Asked() {}

    /** How many items a page may have. */
    static int limit(@Nullable String text, int usual, int most) {
        if (text == null) {
            return usual;
        }
        long limit = number("limit", text);
        if (limit < 1 || limit > most) {
            throw Declined.wrong("limit: '" + text + "' must be from 1 to " + most);
        }
        return (int) limit;
    }

    static long number(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Declined.wrong(name + ": '" + text + "' must be a whole number");
    }
}
