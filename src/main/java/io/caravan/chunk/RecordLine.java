package io.caravan.chunk;

import io.caravan.format.Buffer;
import io.caravan.format.Row;
import io.caravan.model.RecordId;

/**
 * The line of a row that is a record already: an id of the run in place of its own, its model input as it stands.
 *
 * @param input the column that holds it
 */
record RecordLine(int input) implements Line {
    @Override
    public void append(Row row, long number, Buffer out) {
        Envelope.begin(RecordId.bytes(number), out);
        row.jsonValue(input, out);
        Envelope.end(out);
    }
}
