package io.caravan.family;

import java.util.Optional;

/** A model's price in a Region or geography and, where that differs, through its {@code global.} profile. */
record Prices(Price regional, Optional<Price> global) {
    Price through(String geography) {
        return geography.equals("global") ? global.orElse(regional) : regional;
    }
}
