package io.caravan.inbox;

import io.caravan.model.CsvForm;
import io.caravan.model.Source;
import java.util.Optional;

/** Reads where a manifest's data set comes from: {@code s3_uri}, {@code csv}. */
record SourceFields(Fields fields, SourceCheck check) {

    /** A data set and its beginning, which is absent, with the reason noted, when it could not be looked at. */
    record Found(Source source, Optional<Head> head) {}

    Optional<Found> read() {
        boolean hub = fields.has("dataset_id");
        if (fields.has("s3_uri") && hub) {
            return fields.wrong("s3_uri", "is given beside dataset_id; a run has one source, so leave one out");
        }
        if (!fields.has("s3_uri")) {
            return hub
                    ? Optional.empty()
                    : fields.wrong("s3_uri", "is missing: name the data set, as s3://bucket/key.csv or .jsonl");
        }
        var csv = new CsvFields(fields);
        Optional<CsvForm> form = csv.read();
        return fields.text("s3_uri")
                .flatMap(text -> fields.noting(() -> check.locate(text)))
                .map(uri -> new Found(
                        new Source.Stored(uri, form.orElse(CsvForm.USUAL)),
                        fields.noting(() -> check.head(uri, form, csv.saysSeparator()))));
    }
}
