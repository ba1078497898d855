package io.caravan.collect;

import io.caravan.family.Family;
import io.caravan.family.Model;
import io.caravan.family.Question;
import io.caravan.family.Request;
import io.caravan.format.DataSets;
import io.caravan.format.Rows;
import io.caravan.format.Table;
import io.caravan.model.Answer;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.RunFolder;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import io.caravan.port.ObjectStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One chunk of a result: every row of its slice once, in order, with the last word about it. */
record Part(
        ObjectStore store,
        RunFolder folder,
        Manifest manifest,
        Model model,
        JobId job,
        Work.Rows work,
        JobState.Ended facts) {
    private static final Logger LOG = LoggerFactory.getLogger(Part.class);

    /** Joins the slice with the outputs of some attempts, in order, and writes the part and the lists of its failures. */
    Tally write(List<Output> outputs, int joined) throws IOException {
        var counter = new Tally.Counter();
        Tally tally;
        Family family = model.family(manifest);
        Table data = DataSets.sent(manifest, store, folder);
        Question question = Question.of(manifest, model, data.columns());
        var places = new Places.Range(work.firstRow(), Math.toIntExact(work.records()));
        try (Rows rows = data.rows(work.slice());
                Answers answers = Answers.fetch(store, outputs, places, family);
                Unsent unsent = Unsent.read(store, folder.unsent(job));
                Target target = target(data, joined);
                ObjectStore.Upload failures = store.write(folder.partFailures(job.chunk(), joined), "text/plain")) {
            var failedRows = new BufferedOutputStream(failures);
            for (long number = work.firstRow(); rows.next(); number++) {
                Answer answer = answer(question.about(rows.row()), number, answers, unsent);
                boolean onDemand = answers.onDemand(number);
                Optional<BigDecimal> cost = model.price().flatMap(known -> known.cost(answer.billed(), onDemand));
                target.row(rows.row(), number, answer, cost);
                note(answer, number, failedRows);
                count(answer, onDemand, counter);
            }
            failedRows.flush();
            if (answers.ignored() > 0) {
                LOG.warn("job {}: {} lines of its output were ignored", job, answers.ignored());
            }
            tally = counter.tally(answers.padding());
            checked(tally);
            target.complete();
            failures.complete();
        }
        return tally;
    }

    /** Where records are sent once for several rows, the stretches of the result are put together when all are answered. */
    private Target target(Table data, int joined) throws IOException {
        return manifest.dedupe()
                ? Carried.begin(store, folder, job.chunk(), joined, work)
                : ResultPart.begin(store, folder, manifest, model, data, job.chunk(), joined, job.chunk() == 1);
    }

    private Answer answer(Request request, long number, Answers answers, Unsent unsent) throws IOException {
        if (request instanceof Request.Nothing nothing) {
            return new Answer.Skipped(nothing.reason());
        }
        Optional<Answer> answer = answers.of(number);
        return answer.isPresent()
                ? answer.get()
                : unsent.reason(number).<Answer>map(Answer.Skipped::new).orElseGet(() -> Silence.answer(facts));
    }

    private static void count(Answer answer, boolean onDemand, Tally.Counter counter) {
        if (onDemand) {
            counter.countOnDemand(answer);
        } else {
            counter.count(answer);
        }
    }

    private static void note(Answer answer, long number, OutputStream failedRows) throws IOException {
        if (answer instanceof Answer.Failed failed) {
            failedRows.write((number + " " + failed.errorClass() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Rows in = rows out, before anything of this part exists. */
    private void checked(Tally tally) {
        if (tally.total() != work.records()) {
            throw new IllegalStateException(
                    "job " + job + " has " + work.records() + " rows, but " + tally.total() + " came out of the join");
        }
    }
}
