package io.caravan.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.MemoryStore;
import io.caravan.format.Buffer;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.Rows;
import io.caravan.format.StoredFile;
import io.caravan.model.S3Uri;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RecordLineTest {
    @Test
    void a_model_input_passes_byte_for_byte_under_an_id_of_the_run() throws IOException {
        String input = "{ \"a\" : [1.50e+3, \"\\u00e9é\\/\"],\t\"recordId\":\"inner\" , \"b\":{}}";
        var store = new MemoryStore();
        store.put("s3://caravan/own.jsonl", "{\"recordId\":\"mine\",\"note\":\"x\",\"modelInput\": " + input + " }\n");
        DataSet data = DataSets.open(StoredFile.in(store, new S3Uri("caravan", "own.jsonl")));
        var out = new Buffer(8);

        try (Rows rows = data.rows(data.index(read -> {}).slice(0, 1))) {
            rows.next();
            new RecordLine(data.columns().indexOf("modelInput")).append(rows.row(), 42, out);
        }

        assertThat(out).hasToString("{\"recordId\":\"r0000000042\",\"modelInput\":" + input + "}\n");
        assertThat(Envelope.row(out.toByteArray(), 0, out.length())).isEqualTo(42);
    }
}
