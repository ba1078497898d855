package io.caravan.plan;

import java.util.function.DoubleUnaryOperator;

/** An estimate that says how far it may be off. */
record Band(double low, double expected, double high) {
    static final Band NOTHING = new Band(0, 0, 0);

    Band map(DoubleUnaryOperator change) {
        return new Band(change.applyAsDouble(low), change.applyAsDouble(expected), change.applyAsDouble(high));
    }
}
