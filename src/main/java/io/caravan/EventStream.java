package io.caravan;

import io.caravan.status.Changes;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Server-sent events of what changes. Camel's own HTTP consumer answers when a route is through, which a stream never is;
 * it would also hold a thread for each open page.
 */
record EventStream(Changes changes) implements Handler<RoutingContext> {
    static final String PATH = "/api/events";

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        Changes.Listener listener = events -> {
            if (response.closed() || response.ended()) {
                return false;
            }
            if (response.writeQueueFull()) {
                response.reset(); // does not keep up: it asks again when it can
                return false;
            }
            response.write(events);
            return true;
        };
        if (!changes.listen(listener)) {
            Policy.answer(
                    context, 503, "Not now", "too many pages are open; ask for what you want to know every so often");
            return;
        }
        response.closeHandler(closed -> changes.leave(listener));
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no")
                .write(Changes.HELLO);
    }
}
