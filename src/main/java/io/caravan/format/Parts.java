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
     * Writes CSV: each row as the file has it, then {@code record_id}, {@code response} or {@code embedding}, the
     * properties of an output schema, {@code status}, {@code error} ({@code <class>: <message>}), {@code stop_reason},
     * {@code input_tokens}, {@code output_tokens} and {@code cost_usd}. Objects and lists among the properties are
     * JSON. Lines end with LF.
     *
     * @param columns the data set's
     * @param header whether to begin with the line of column names
     */
    public static PartWriter csv(OutputStream out, List<String> columns, AnswerColumns answers, boolean header)
            throws IOException {
        return csv(out, CsvForm.USUAL, columns, answers, header);
    }

    private static PartWriter csv(
            OutputStream out, CsvForm form, List<String> columns, AnswerColumns answers, boolean header)
            throws IOException {
        var part = new CsvPart(out, form.separator(), answers.properties().size());
        if (header) {
            part.header(columns, ResultColumns.ofResult(columns, answers));
        }
        return part;
    }

    /**
     * Writes a result part in a format.
     *
     * @param csv how the data set's CSV files are written: a result has their separator
     * @param first whether it is the result's first part
     */
    public static PartWriter result(
            OutputFormat format, CsvForm csv, OutputStream out, Table data, AnswerColumns answers, boolean first)
            throws IOException {
        return switch (format) {
            case CSV -> csv(out, csv, data.columns(), answers, first);
            case JSONL -> jsonl(out, data.columns(), answers);
            case PARQUET -> parquet(out, data, answers);
        };
    }

    /**
     * Writes JSON, an object a line: the row's columns as the values they are in the file (texts, of CSV), then the
     * names that {@link #csv} adds. An embedding is an array, properties are the values that the model wrote, tokens and
     * cost are numbers, and null stands for what there is not, such as a value that cannot be given as text.
     */
    static PartWriter jsonl(OutputStream out, List<String> columns, AnswerColumns answers) {
        return new JsonlPart(out, columns, answers);
    }

    /**
     * Writes a Parquet file: the row's columns in the types that {@link Table#types} gives, then the names that {@link
     * #csv} adds. An embedding is a list of floats, tokens are 64-bit integers, the cost is a decimal of 15 places, and
     * null stands for what there is not. A property of a simple type has it (whole numbers are 64-bit integers, others
     * doubles; what these cannot hold is null); all else is text, JSON where it is no text by itself.
     */
    static PartWriter parquet(OutputStream out, Table data, AnswerColumns answers) throws IOException {
        return new ParquetPart(
                out, ParquetTypes.result(data.types(), answers), data.types().size(), answers);
    }

    /**
     * Writes the rows that have no answer, failed or skipped, one JSON object a line: the row's columns, then {@code
     * record_id}, {@code status}, {@code error_class}, {@code error_code} and {@code error_message}, and {@code
     * error_answer} where the model said something that is no answer. It is a JSONL data set. Rows that are ok leave
     * nothing.
     */
    public static PartWriter errors(OutputStream out, List<String> columns) {
        return new ErrorsPart(out, columns);
    }
}
