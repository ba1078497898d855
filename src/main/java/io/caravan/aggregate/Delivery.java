package io.caravan.aggregate;

import io.caravan.format.ParquetJoin;
import io.caravan.format.StoredFile;
import io.caravan.model.OutputFormat;
import io.caravan.model.RunFolder;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import io.caravan.port.ObjectStore.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a result of its parts, without their rows being read. */
record Delivery(ObjectStore store, RunFolder folder) {
    void result(List<S3Uri> parts, OutputFormat format) throws IOException {
        List<Piece> pieces = switch (format) {
            case CSV, JSONL -> parts.stream().map(Piece::whole).toList();
            case PARQUET -> rowGroups(parts);
        };
        store.concatenate(pieces, folder.result(format), format.contentType());
    }

    /** The row groups of all parts, and a footer for them that is an object of its own meanwhile. */
    private List<Piece> rowGroups(List<S3Uri> parts) throws IOException {
        var files = new ArrayList<StoredFile>();
        for (S3Uri part : parts) {
            files.add(
                    new StoredFile(store, store.head(part).orElseThrow(() -> new IOException("there is no " + part))));
        }
        ParquetJoin join = ParquetJoin.of(files);
        store.put(folder.resultEnd(), join.end(), "application/octet-stream");
        var pieces = new ArrayList<Piece>();
        for (int i = 0; i < parts.size(); i++) {
            pieces.add(new Piece(
                    parts.get(i),
                    join.stretches().get(i).from(),
                    join.stretches().get(i).to()));
        }
        pieces.add(Piece.whole(folder.resultEnd()));
        return pieces;
    }
}
