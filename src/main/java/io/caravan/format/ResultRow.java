package io.caravan.format;

import java.util.SequencedMap;

/**
 * A row of a run's result, as texts; what there is not is empty.
 *
 * @param row the data set's columns
 * @param answer what the model said, or the vector of an embedding as JSON
 * @param values of the output schema's properties, by their columns
 */
public record ResultRow(
        String recordId,
        SequencedMap<String, String> row,
        String answer,
        SequencedMap<String, String> values,
        String status,
        String error) {}
