package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** Follows a run to its end, through restarts of the service. */
record Follow(Service service, Display display) {
    /** Bedrock's counts change without an event. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(300);
    /** A service that is put in another's place is away for less; and a manifest is taken in less. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Shows each change of a run that there is; the run when it is over. */
    JsonNode of(JsonNode begun) throws InterruptedException {
        String id = begun.path("id").asText();
        JsonNode run = begun;
        try (Changes changes = service.changes(id)) {
            display.show(run);
            while (!RunText.over(run)) {
                changes.await(EVERY);
                run = again(id);
                display.show(run);
            }
        }
        return run;
    }

    /** Waits for the run that a dropped manifest becomes. */
    JsonNode begun(JsonNode dropped) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            Optional<JsonNode> run = service.find(dropped.path("run").asText());
            if (run.isPresent()) {
                return run.get();
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new Fault(
                        Exit.SILENT,
                        "the manifest was dropped as "
                                + dropped.path("manifest").asText()
                                + " and is no run yet; its note in the inbox or in rejected/ says why");
            }
            Thread.sleep(SOON);
        }
    }

    private JsonNode again(String id) throws InterruptedException {
        long begin = System.nanoTime();
        boolean said = false;
        while (true) {
            try {
                return service.run(Optional.of(id));
            } catch (Fault fault) {
                if (fault.code() != Exit.SILENT || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw fault;
                }
                if (!said) {
                    display.note("asking again: " + fault.getMessage());
                    said = true;
                }
            }
            Thread.sleep(AWAY);
        }
    }
}
