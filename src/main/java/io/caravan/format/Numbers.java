package io.caravan.format;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** JSON's numbers, which have any size, as those that columns hold. */
final class Numbers {
    private static final int LONG_DIGITS = 19;

    private Numbers() {}

    /** A whole number; empty when 64 bits don't hold it, or it is none. {@code 1.0} and {@code 1E+2} are whole. */
    static OptionalLong whole(String json) {
        BigDecimal value = new BigDecimal(json);
        if ((long) value.precision() - value.scale() > LONG_DIGITS) {
            return OptionalLong.empty(); // written out it may have more digits than memory
        }
        try {
            return OptionalLong.of(value.longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** The nearest double; empty when there is none. */
    static OptionalDouble finite(String json) {
        double value = Double.parseDouble(json);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
