package io.caravan.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caravan.family.Model;
import io.caravan.format.Lines;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import io.caravan.port.OnDemand;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Invokes the records of an input one by one, some at the same time, and keeps each answer as soon as it is there, in an
 * object of its own: after a crash only those are asked again whose answer was under way. Thread-safe.
 */
public final class Invocations {
    /** How often Bedrock may have no room for a record before it counts as failed: some three minutes. */
    private static final int TRIES = 8;

    private final OnDemand bedrock;
    private final ObjectStore store;
    private final int atOnce;
    private final Duration pulse;
    private final Backoff backoff;
    private final InstantSource clock;

    /**
     * @param atOnce records of one input that are invoked at the same time
     * @param silence after so long without a word, another replica goes on with an input
     * @param pause how long a record rests, at first, for which Bedrock has no room
     */
    public Invocations(
            OnDemand bedrock,
            ObjectStore store,
            int atOnce,
            Duration silence,
            Duration pause,
            InstantSource clock,
            RandomGenerator chance) {
        this.bedrock = bedrock;
        this.store = store;
        this.atOnce = atOnce;
        this.pulse = silence.dividedBy(4);
        this.backoff = new Backoff(pause, chance);
        this.clock = clock;
    }

    /**
     * What to invoke.
     *
     * @param input a job's input
     * @param records of it, from its start
     * @param output the prefix of the answers
     */
    record Order(S3Uri input, long records, Model model, S3Uri output) {

        /** Where the answer to a line (from 1) stands: its name tells how far the work was. */
        S3Uri answer(long line) {
            return new S3Uri(output.bucket(), output.key() + "on-demand/%05d.jsonl.out".formatted(line));
        }
    }

    /**
     * Invokes what has no answer yet.
     *
     * @param heart asked every now and then whether to go on, with the number of records that have an answer
     * @return whether all records have an answer now; false when the heart said no
     */
    boolean answer(Order order, Crew.Heart heart) throws IOException, InterruptedException {
        Set<S3Uri> kept = kept(order);
        ObjectStore.Info input =
                store.head(order.input()).orElseThrow(() -> new IOException("there is no " + order.input()));
        try (var lines = new Lines(store.read(input.uri(), 0, input.size()));
                var crew = new Crew(atOnce, pulse, clock, done -> heart.beat(kept.size() + done))) {
            boolean goesOn = true;
            for (long line = 1; goesOn && line <= order.records() && lines.next(); line++) {
                S3Uri answer = order.answer(line);
                if (!kept.contains(answer)) {
                    InputLine asked = InputLine.of(lines);
                    goesOn = crew.send(() -> invoke(asked, order.model(), answer, crew));
                }
            }
            return crew.finish();
        }
    }

    private Set<S3Uri> kept(Order order) {
        try (Stream<ObjectStore.Info> answers = store.list(order.output())) {
            return answers.map(ObjectStore.Info::uri).collect(Collectors.toSet());
        }
    }

    private void invoke(InputLine asked, Model model, S3Uri answer, Crew crew) throws InterruptedException {
        for (int times = 1; ; times++) {
            switch (bedrock.invoke(model.id(), model.family().converse(), asked.modelInput())) {
                case OnDemand.Reply.Answered answered -> {
                    keep(answer, asked.answered(answered.modelOutput()));
                    return;
                }
                case OnDemand.Reply.Refused refused -> {
                    keep(answer, asked.failed(refused.code(), refused.message()));
                    return;
                }
                case OnDemand.Reply.Busy busy -> {
                    if (times == TRIES) {
                        keep(answer, asked.failed(busy.code(), busy.message()));
                        return;
                    }
                    if (crew.stopsWithin(backoff.after(times))) {
                        return;
                    }
                }
            }
        }
    }

    private void keep(S3Uri answer, String line) {
        store.put(answer, line.getBytes(UTF_8), "application/jsonl");
    }
}
