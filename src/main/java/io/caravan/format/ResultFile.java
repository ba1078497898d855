package io.caravan.format;

import io.caravan.model.CsvForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads the beginning of a run's result, whatever its format. */
public final class ResultFile {
    /** Columns that every result adds. */
    private static final int ADDED =
            ResultColumns.ofResult(List.of(), AnswerColumns.TEXT).size();

    private ResultFile() {}

    /**
     * The first rows, {@code most} of them where there are as many; no more of the file is read than they take.
     *
     * @param csv how the data set's CSV files are written: a result has their separator
     * @param properties of the output schema
     */
    public static List<ResultRow> first(Bytes file, CsvForm csv, int properties, int most) throws IOException {
        DataFile data = DataSets.open(file, csv);
        int own = data.columns().size() - ADDED - properties;
        var found = new ArrayList<ResultRow>();
        try (Rows rows = data.rows(data.first(), 0)) {
            while (found.size() < most && rows.next()) {
                found.add(row(rows.row(), data.columns(), own, properties));
            }
        }
        return found;
    }

    private static ResultRow row(Row row, List<String> columns, int own, int properties) {
        int answer = own + 1;
        int status = own + ResultColumns.LEADING + properties;
        return new ResultRow(
                text(row, own),
                texts(row, columns, 0, own),
                text(row, answer),
                texts(row, columns, own + ResultColumns.LEADING, status),
                text(row, status),
                text(row, status + 1));
    }

    private static SequencedMap<String, String> texts(Row row, List<String> columns, int from, int to) {
        var texts = new LinkedHashMap<String, String>();
        for (int column = from; column < to; column++) {
            texts.put(columns.get(column), text(row, column));
        }
        return texts;
    }

    private static String text(Row row, int column) {
        return row.has(column) ? row.text(column) : "";
    }
}
