package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** {@code /simulator/…}: what only a simulator has. No credentials are asked for. */
final class Switchboard {

    private final FaultSwitches faults;
    private final SimulatedClock clock;

    Switchboard(FaultSwitches faults, SimulatedClock clock) {
        this.faults = faults;
        this.clock = clock;
    }

    JsonNode answer(Call call) throws IOException {
        if (call.is("GET", 2, "simulator") && call.segments().get(1).equals("faults")) {
            return Mapping.JSON.valueToTree(faults.get());
        }
        if (call.is("PUT", 2, "simulator") && call.segments().get(1).equals("faults")) {
            faults.set(faults(call));
            return Mapping.JSON.valueToTree(faults.get());
        }
        if (call.is("GET", 2, "simulator") && call.segments().get(1).equals("clock")) {
            return time();
        }
        if (call.is("PUT", 2, "simulator") && call.segments().get(1).equals("clock")) {
            move(call.json());
            return time();
        }
        throw ApiError.notFound("The simulator has GET and PUT on /simulator/faults and /simulator/clock");
    }

    private static Faults faults(Call call) throws IOException {
        try {
            Faults faults = Mapping.JSON.readValue(call.body(), Faults.class);
            faults.problem().ifPresent(problem -> {
                throw ApiError.validation("The faults were not understood: " + problem);
            });
            return faults;
        } catch (JsonProcessingException e) {
            throw ApiError.validation("The faults were not understood: " + e.getOriginalMessage());
        }
    }

    /** {@code {"rate": 1000}} lets time run faster, {@code {"advance": "PT1H"}} moves it. */
    private void move(JsonNode json) {
        try {
            if (json.has("rate")) {
                clock.setRate(json.path("rate").asDouble(-1));
            }
            if (json.has("advance")) {
                clock.advance(Duration.parse(json.path("advance").asText()));
            }
        } catch (DateTimeParseException e) {
            throw ApiError.validation(
                    "'advance' must be an ISO-8601 duration such as PT1H, found " + json.path("advance"));
        } catch (IllegalArgumentException e) {
            throw ApiError.validation(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode time() {
        return Mapping.JSON
                .createObjectNode()
                .put("now", clock.instant().toString())
                .put("rate", clock.rate());
    }
}
