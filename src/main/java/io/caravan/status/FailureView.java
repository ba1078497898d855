package io.caravan.status;

import io.caravan.model.Parked;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * A message that no route could handle, as users see it.
 *
 * @param id fit for an address
 * @param queue where it came from: a route is named as its queue, but the one that hears events
 */
public record FailureView(String id, Instant at, String route, String queue, String reason, String message) {

    static FailureView of(Parked parked) {
        return new FailureView(
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(parked.id().getBytes(StandardCharsets.UTF_8)),
                parked.at(),
                parked.route(),
                "caravan-" + (parked.route().equals("track") ? "events" : parked.route()),
                parked.reason(),
                parked.message());
    }
}
