package io.caravan.chaos.check;

/**
 * Where the columns stand that a result adds to those of its source: record_id, response, status, error, stop_reason,
 * the two counts of tokens and cost_usd, in this order, whatever they had to be called.
 */
record Added(int recordId, int response, int status, int error) {
    private static final int COLUMNS = 8;

    static Added of(Table source, Table result) {
        int first = source.columns().size();
        if (result.columns().size() != first + COLUMNS) {
            throw new IllegalArgumentException("the result adds "
                    + result.columns().subList(first, result.columns().size()) + " instead of eight columns");
        }
        return new Added(first, first + 1, first + 2, first + 3);
    }
}
