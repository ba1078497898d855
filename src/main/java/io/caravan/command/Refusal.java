package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Problem;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A manifest that the service does not take, with all that is wrong with it. */
final class Refusal extends Fault {
    private static final long serialVersionUID = 1L;

    Refusal(JsonNode problem) {
        super(
                Exit.REFUSED,
                "the manifest was refused:"
                        + StreamSupport.stream(problem.path("problems").spliterator(), false)
                                .map(wrong -> new Problem(
                                        wrong.path("field").asText(),
                                        wrong.path("message").asText()))
                                .map(wrong -> "\n  " + wrong)
                                .collect(Collectors.joining()));
    }
}
