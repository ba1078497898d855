package io.caravan.inbox;

import java.util.List;

/**
 * What the beginning of a data set tells.
 *
 * @param records whether its rows are records already, with a {@code modelInput} of their own
 */
record Head(List<String> columns, boolean records) {
    Head {
        columns = List.copyOf(columns);
    }
}
