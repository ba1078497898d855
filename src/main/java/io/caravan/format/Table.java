package io.caravan.format;

import io.caravan.model.Slice;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.schema.Type;

/** Rows with the same columns, of which slices can be read. Thread-safe. */
public interface Table {
    /** The columns' names in file order. */
    List<String> columns();

    /** The columns as a Parquet result has them: their own types where the data set is Parquet, text otherwise. */
    List<Type> types();

    /** Reads the rows of a slice that its {@link RecordIndex#slice} gave; the caller closes it. */
    Rows rows(Slice slice) throws IOException;
}
