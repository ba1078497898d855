package io.caravan.inbox;

import io.caravan.model.CsvForm;
import io.caravan.model.Source;
import io.caravan.port.Hub;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads where a manifest's data set comes from: {@code s3_uri} and {@code csv}, or {@code dataset_id} and what belongs to it. */
record SourceFields(Fields fields, SourceCheck stored, HubCheck hub) {
    private static final List<String> OF_THE_HUB = List.of("dataset_config", "split", "dataset_revision");

    /** A data set and its beginning, which is absent, with the reason noted, when it could not be looked at. */
    record Found(Source source, Optional<Head> head) {}

    Optional<Found> read() {
        if (fields.has("s3_uri") && fields.has("dataset_id")) {
            return fields.wrong("s3_uri", "is given beside dataset_id; a run has one source, so leave one out");
        }
        if (fields.has("dataset_id")) {
            return ofTheHub();
        }
        OF_THE_HUB.stream()
                .filter(fields::has)
                .forEach(field -> fields.wrong(field, "belongs to dataset_id, which is not given"));
        if (!fields.has("s3_uri")) {
            return fields.wrong(
                    "s3_uri",
                    "is missing: name the data set, as s3://bucket/key.csv or .jsonl, or one of the Hugging Face Hub by"
                            + " dataset_id");
        }
        var csv = new CsvFields(fields);
        Optional<CsvForm> form = csv.read();
        return fields.text("s3_uri")
                .flatMap(text -> fields.noting(() -> stored.locate(text)))
                .map(uri -> new Found(
                        new Source.Stored(uri, form.orElse(CsvForm.USUAL)),
                        fields.noting(() -> stored.head(uri, form, csv.saysSeparator()))));
    }

    private Optional<Found> ofTheHub() {
        if (fields.has("csv")) {
            fields.wrong("csv", "is for CSV files of s3_uri; data sets of the Hub are read as Parquet");
        }
        Optional<String> config = fields.text("dataset_config");
        Optional<String> split = fields.text("split");
        Optional<String> revision = fields.text("dataset_revision");
        return fields.text("dataset_id")
                .map(id -> new Hub.Wish(id, config, split, revision))
                .flatMap(wish -> fields.noting(() -> hub.find(wish)))
                .map(found -> new Found(found.source(), fields.noting(head(found))));
    }

    private Supplier<Head> head(Hub.Split found) {
        return () -> {
            HubCheck.whole(found, fields.has("max_records"));
            return hub.head(found);
        };
    }
}
