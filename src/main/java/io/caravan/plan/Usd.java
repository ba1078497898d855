package io.caravan.plan;

import java.util.Locale;

/** US dollars as people read them. */
final class Usd {
    private Usd() {}

    /** {@code $12.30}; below a dollar with as many digits as say something: {@code $0.0045}. */
    static String of(double amount) {
        int digits = amount >= 1 || amount == 0 ? 2 : Math.min(8, 2 - (int) Math.floor(Math.log10(amount)));
        return String.format(Locale.ROOT, "$%." + digits + "f", amount);
    }
}
