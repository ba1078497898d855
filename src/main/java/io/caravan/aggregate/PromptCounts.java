package io.caravan.aggregate;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.PromptCount;
import io.caravan.model.RunFolder;
import io.caravan.model.S3Uri;
import io.caravan.model.Tally;
import io.caravan.port.ObjectStore;
import io.caravan.port.ObjectStore.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How each of a run's several prompts came out, by what the parts of its result say beside them. */
record PromptCounts(ObjectStore store, RunFolder folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Puts together what stands beside the parts. Those that an earlier version wrote have nothing: then nothing is known. */
    void deliver(List<S3Uri> parts) throws IOException {
        Set<S3Uri> missing = new HashSet<>(parts);
        store.list(folder.parts()).forEach(info -> missing.remove(info.uri()));
        if (missing.isEmpty()) {
            store.concatenate(parts.stream().map(Piece::whole).toList(), folder.prompts(), "application/jsonl");
        } else {
            store.delete(folder.prompts());
        }
    }

    /**
     * The counts by the prompts' ids.
     *
     * @param tally of the run
     * @return empty where nothing is known, or not of all rows of this tally
     */
    Map<String, PromptCount> of(Tally tally) throws IOException {
        var counts = new TreeMap<String, PromptCount>();
        Optional<ObjectStore.Info> file = store.head(folder.prompts());
        if (file.isPresent()) {
            try (InputStream in = store.read(folder.prompts(), 0, file.get().size());
                    MappingIterator<PromptCount> lines =
                            JSON.readerFor(PromptCount.class).readValues(in)) {
                lines.forEachRemaining(line -> counts.merge(line.id(), line, PromptCount::plus));
            }
        }
        return ofAll(counts.values(), tally) ? counts : Map.of();
    }

    private static boolean ofAll(Collection<PromptCount> counts, Tally tally) {
        PromptCount sum = counts.stream().reduce(PromptCount.none(""), PromptCount::plus);
        return sum.ok() == tally.ok() && sum.failed() == tally.failed() && sum.skipped() == tally.skipped();
    }
}
