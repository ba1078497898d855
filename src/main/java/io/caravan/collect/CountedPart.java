package io.caravan.collect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.format.Row;
import io.caravan.model.Answer;
import io.caravan.model.Prompt;
import io.caravan.model.PromptCount;
import io.caravan.model.Prompts;
import io.caravan.model.S3Uri;
import io.caravan.model.Tally;
import io.caravan.port.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A part of the result of a run with several prompts, and beside it how each of them came out: a JSON line for each. */
final class CountedPart implements Target {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Target part;
    private final ObjectStore store;
    private final S3Uri file;
    private final Set<String> ids;
    private final int column;
    private final boolean named;
    private final Map<String, Count> counts = new TreeMap<>();

    private static final class Count {
        private final Tally.Counter counter = new Tally.Counter();
        private BigDecimal cost = BigDecimal.ZERO;
    }

    private CountedPart(Target part, ObjectStore store, S3Uri file, Prompts prompts, int column, boolean named) {
        this.part = part;
        this.store = store;
        this.file = file;
        this.ids =
                prompts.all().stream().map(Prompt::id).flatMap(Optional::stream).collect(Collectors.toSet());
        this.column = column;
        this.named = named;
    }

    /** The part itself where there is one prompt, or none. */
    static Target of(Target part, ObjectStore store, S3Uri file, Prompts prompts, List<String> columns) {
        return switch (prompts) {
            case Prompts.None none -> part;
            case Prompts.One one -> part;
            case Prompts.Each each -> new CountedPart(part, store, file, each, columns.size() - 1, false);
            case Prompts.Named some -> new CountedPart(part, store, file, some, columns.indexOf(some.column()), true);
        };
    }

    @Override
    public void row(Row row, long record, Answer answer, Optional<BigDecimal> cost) throws IOException {
        part.row(row, record, answer, cost);
        Count count = counts.computeIfAbsent(prompt(row), id -> new Count());
        count.counter.count(answer);
        count.cost = count.cost.add(cost.orElse(BigDecimal.ZERO));
    }

    /** What the data set names is counted by name only where it is a prompt of the run: there are only so many. */
    private String prompt(Row row) {
        if (named && (row.problem().isPresent() || !row.has(column))) {
            return "";
        }
        String id = row.text(column);
        return ids.contains(id) ? id : "";
    }

    @Override
    public void complete() throws IOException {
        var lines = new ByteArrayOutputStream();
        for (Map.Entry<String, Count> entry : counts.entrySet()) {
            Tally tally = entry.getValue().counter.tally();
            lines.write(JSON.writeValueAsBytes(new PromptCount(
                    entry.getKey(),
                    tally.ok(),
                    tally.failed(),
                    tally.skipped(),
                    tally.inputTokens(),
                    tally.outputTokens(),
                    entry.getValue().cost)));
            lines.write('\n');
        }
        store.put(file, lines.toByteArray(), "application/jsonl");
        part.complete();
    }

    @Override
    public void close() throws IOException {
        part.close();
    }
}
