package io.caravan.format;

import io.caravan.model.CsvForm;
import io.caravan.model.OutputFormat;
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
        return csv(out, CsvForm.USUAL, columns, embeds, header);
    }

    private static PartWriter csv(OutputStream out, CsvForm form, List<String> columns, boolean embeds, boolean header)
            throws IOException {
        var part = new CsvPart(out, form.separator());
        if (header) {
            part.header(columns, ResultColumns.ofResult(columns, embeds));
        }
        return part;
    }

    /**
     * Writes a result part in a format.
     *
     * @param csv how the data set's CSV files are written: a result has their separator
     * @param embeds whether the answers are embeddings
     * @param first whether it is the result's first part
     */
    public static PartWriter result(
            OutputFormat format, CsvForm csv, OutputStream out, DataSet data, boolean embeds, boolean first)
            throws IOException {
        return switch (format) {
            case CSV -> csv(out, csv, data.columns(), embeds, first);
            case JSONL -> jsonl(out, data.columns(), embeds);
            case PARQUET -> parquet(out, data, embeds);
        };
    }

    /**
     * Writes JSON, an object a line: the row's columns as the values they are in the file (texts, of CSV), then the
     * names that {@link #csv} adds. An embedding is an array, tokens are numbers, and null stands for what there is not,
     * such as a value that cannot be given as text.
     */
    static PartWriter jsonl(OutputStream out, List<String> columns, boolean embeds) {
        return new JsonlPart(out, columns, embeds);
    }

    /**
     * Writes a Parquet file: the row's columns in the types that {@link DataSet#types} gives, then the names that {@link
     * #csv} adds. An embedding is a list of floats, tokens are 64-bit integers, all else is text, and null stands for
     * what there is not.
     */
    static PartWriter parquet(OutputStream out, DataSet data, boolean embeds) throws IOException {
        return new ParquetPart(
                out, ParquetTypes.result(data.types(), embeds), data.types().size());
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
