package io.caravan.format;

import io.caravan.model.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a slice's rows hold. */
final class Read {
    private Read() {}

    /** Each value as text. */
    static List<List<String>> texts(DataSet data, Slice slice) throws IOException {
        var all = new ArrayList<List<String>>();
        try (Rows rows = data.rows(slice)) {
            while (rows.next()) {
                var values = new ArrayList<String>();
                for (int i = 0; i < data.columns().size(); i++) {
                    values.add(rows.row().text(i));
                }
                all.add(values);
            }
        }
        return all;
    }

    /** All rows' values as text; none of an empty data set. */
    static List<List<String>> texts(DataSet data) throws IOException {
        long records = data.index(read -> {}).records();
        return records == 0 ? List.of() : texts(data, data.index(read -> {}).slice(0, records));
    }

    /** Each row as CSV. */
    static List<String> csv(DataSet data) throws IOException {
        var all = new ArrayList<String>();
        RecordIndex index = data.index(read -> {});
        try (Rows rows = data.rows(index.slice(0, index.records()))) {
            while (rows.next()) {
                var csv = new Buffer(64);
                rows.row().csv(csv, ',');
                all.add(csv.toString());
            }
        }
        return all;
    }
}
