package io.caravan.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Opens the writers of result parts. A writer closes its stream. */
public final class Parts {
    private Parts() {}

    /**
     * Writes CSV: each row as the file has it, then {@code record_id}, {@code response} or {@code embedding}, {@code
     * status}, {@code error} ({@code <class>: <message>}), {@code stop_reason}, {@code input_tokens} and {@code
     * output_tokens}. Lines end with LF.
     *
     * @param columns the data set's
     * @param embeds whether the answers are embeddings
     * @param header whether to begin with the line of column names
     */
    public static PartWriter csv(OutputStream out, List<String> columns, boolean embeds, boolean header)
            throws IOException {
        var part = new CsvPart(out);
        if (header) {
            part.header(columns, ResultColumns.ofResult(columns, embeds));
        }
        return part;
    }

    /**
     * Writes the rows that have no answer, failed or skipped, one JSON object a line: the row's columns, then {@code
     * record_id}, {@code status}, {@code error_class}, {@code error_code} and {@code error_message}. It is a JSONL data
     * set. Rows that are ok leave nothing.
     */
    public static PartWriter errors(OutputStream out, List<String> columns) {
        return new ErrorsPart(out, columns);
    }
}
