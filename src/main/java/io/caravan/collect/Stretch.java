package io.caravan.collect;

import io.caravan.family.Model;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.Lines;
import io.caravan.format.RecordNumbers;
import io.caravan.format.Rows;
import io.caravan.format.StoredFile;
import io.caravan.model.Answer;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.RunFolder;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * One stretch of the result of a run that sends once what its rows ask repeatedly: every row once, in order, with the answer
 * to its record, whichever chunk has it.
 */
record Stretch(ObjectStore store, RunFolder folder, Manifest manifest, Model model, JobId job, Work.Spread work) {
    /** Of a number that tells a record and the row of the stretch that asks it. */
    private static final int ROW_BITS = Integer.numberOfTrailingZeros(Work.Spread.MOST);

    /**
     * Writes the stretch.
     *
     * @param chunks of the run, in order, all of them collected
     * @return the tally of the rows that ask what an earlier one asks
     */
    Tally write(List<Job> chunks, int joined) throws IOException {
        var counter = new Tally.Counter();
        DataSet data = DataSets.of(manifest, StoredFile.in(store, folder.sources()));
        int count = Math.toIntExact(work.slice().records());
        try (RowFile answers = RowFile.of(count);
                Rows rows = data.rows(work.slice());
                Target part = ResultPart.begin(
                        store, folder, manifest, model, data, job.chunk(), joined, work.number() == 1)) {
            fetch(chunks, answers, count);
            long next = work.firstRecord();
            int row = 0;
            for (; rows.next(); row++) {
                if (!answers.find(row)) {
                    throw new IllegalStateException("row " + (work.slice().first() + row + 1) + " of " + folder.run()
                            + " has no answer in what the chunks carried to " + folder.spread(work.number(), 1, 1));
                }
                byte[] bytes = answers.bytes();
                long record = AnswerLine.record(bytes, answers.start());
                AnswerLine line = AnswerLine.read(bytes, answers.start(), answers.length(row));
                if (record == next) {
                    part.row(rows.row(), record, line.answer(), line.cost());
                    next++;
                } else {
                    Answer answer = line.answer().unbilled();
                    part.row(rows.row(), record, answer, line.cost().map(paid -> BigDecimal.ZERO));
                    counter.countRepeat(answer);
                }
            }
            Tally tally = counter.tally();
            if (row != count || tally.total() != work.records()) {
                throw new IllegalStateException("job " + job + " has " + count + " rows, " + work.records()
                        + " of them repeated, but " + row + " and " + tally.total() + " came out of the join");
            }
            part.complete();
            return tally;
        }
    }

    /** Puts the line of each row's answer in the row's place. */
    private void fetch(List<Job> chunks, RowFile answers, int count) throws IOException {
        long[] asked = asked(count);
        int at = 0;
        for (Job chunk : chunks) {
            if (at < count
                    && chunk.work() instanceof Work.Rows rows
                    && chunk.state() instanceof JobState.Collected collected
                    && asked[at] >>> ROW_BITS < rows.firstRow() + rows.records()) {
                StoredFile carried = StoredFile.of(
                        store, folder.spread(work.number(), chunk.id().chunk(), collected.joined()));
                try (var lines = new Lines(carried.open(0, carried.size()))) {
                    while (lines.next()) {
                        long record = AnswerLine.record(lines.bytes(), lines.from());
                        for (; at < count && asked[at] >>> ROW_BITS == record; at++) {
                            int row = (int) asked[at] & Work.Spread.MOST - 1;
                            answers.put(row, lines.bytes(), lines.from(), lines.length());
                        }
                    }
                }
            }
        }
    }

    /** The record that each row asks, and the row behind it, in the order of the records. */
    private long[] asked(int count) throws IOException {
        var asked = new long[count];
        try (RecordNumbers numbers = RecordNumbers.from(
                StoredFile.of(store, folder.records()), work.slice().first())) {
            for (int row = 0; row < count; row++) {
                asked[row] = numbers.next() << ROW_BITS | row;
            }
        }
        Arrays.sort(asked);
        return asked;
    }
}
