package io.caravan.collect;

import io.caravan.family.Model;
import io.caravan.format.AnswerColumns;
import io.caravan.format.PartWriter;
import io.caravan.format.Parts;
import io.caravan.format.Row;
import io.caravan.format.Table;
import io.caravan.model.Answer;
import io.caravan.model.Manifest;
import io.caravan.model.OutputFormat;
import io.caravan.model.RecordId;
import io.caravan.model.RunFolder;
import io.caravan.port.ObjectStore;
import io.caravan.schema.OutputSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A part of the result, and the errors of its rows beside it. */
final class ResultPart implements Target {
    private final ObjectStore.Upload part;
    private final ObjectStore.Upload errors;
    private final PartWriter partRows;
    private final PartWriter errorRows;

    private ResultPart(ObjectStore.Upload part, ObjectStore.Upload errors, PartWriter partRows, PartWriter errorRows) {
        this.part = part;
        this.errors = errors;
        this.partRows = partRows;
        this.errorRows = errorRows;
    }

    /**
     * Begins a part.
     *
     * @param data the rows' columns
     * @param joined the last attempt whose answers it holds
     * @param first whether it is the first of the result
     */
    static Target begin(
            ObjectStore store,
            RunFolder folder,
            Manifest manifest,
            Model model,
            Table data,
            int number,
            int joined,
            boolean first)
            throws IOException {
        OutputFormat format = manifest.outputFormat();
        ObjectStore.Upload part = store.write(folder.part(number, joined, format), format.contentType());
        ObjectStore.Upload errors = store.write(folder.partErrors(number, joined), "application/jsonl");
        try {
            return CountedPart.of(
                    new ResultPart(
                            part,
                            errors,
                            Parts.result(format, manifest.source().csv(), part, data, columns(manifest, model), first),
                            Parts.errors(errors, data.columns())),
                    store,
                    folder.partPrompts(number, joined),
                    manifest.prompts(),
                    data.columns());
        } catch (IOException | RuntimeException e) {
            try (errors) {
                part.close();
            }
            throw e;
        }
    }

    private static AnswerColumns columns(Manifest manifest, Model model) {
        return new AnswerColumns(
                model.family().embeds(),
                manifest.outputSchema()
                        .map(OutputSchema::of)
                        .map(OutputSchema::properties)
                        .orElse(List.of()));
    }

    @Override
    public void row(Row row, long record, Answer answer, Optional<BigDecimal> cost) throws IOException {
        String recordId = RecordId.of(record);
        partRows.row(row, recordId, answer, cost);
        errorRows.row(row, recordId, answer, cost);
    }

    @Override
    public void complete() throws IOException {
        partRows.finish();
        errorRows.finish();
        part.complete();
        errors.complete();
    }

    @Override
    public void close() throws IOException {
        try (part;
                errors;
                partRows) {
            errorRows.close();
        }
    }
}
