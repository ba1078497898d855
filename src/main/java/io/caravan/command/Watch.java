package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows somebody a run until it is over, or until Ctrl-C, which is about the showing and not about the run. */
record Watch(Follow follow, Display display) {
    /** The exit code that the run's end is. */
    int of(JsonNode begun) throws InterruptedException {
        String id = begun.path("id").asText();
        var detached = new Thread(() -> display.note("detached: run " + id + " goes on; './caravan watch " + id
                + "' comes back to it, './caravan cancel " + id + "' stops it"));
        Runtime.getRuntime().addShutdownHook(detached);
        JsonNode run;
        try {
            run = follow.of(begun);
        } finally {
            Runtime.getRuntime().removeShutdownHook(detached);
        }
        display.end(run);
        return RunText.exitCode(run);
    }
}
