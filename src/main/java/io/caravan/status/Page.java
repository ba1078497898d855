package io.caravan.status;

import java.util.List;
import java.util.Optional;

/**
 * Some of a list.
 *
 * @param next the cursor of what comes behind them; empty at the end of the list
 */
public record Page<T>(List<T> items, Optional<String> next) {
    /** Whether the list goes on behind them. */
    public boolean more() {
        return next.isPresent();
    }
}
