package io.caravan.family;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How messages show a value that was found. */
final class Found {
    private static final int LONGEST = 200;

    private Found() {}

    /** A text in quotes, anything else as it is; cut where it gets long. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        return cut(value instanceof String text ? "'" + text + "'" : value.toString());
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    static String list(Collection<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Without a superfluous {@code .0}. */
    static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
