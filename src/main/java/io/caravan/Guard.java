package io.caravan;

import io.caravan.access.Access;
import io.caravan.access.Verdict;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Stands before all that the server answers, whatever routes there are: no request gets past it that {@link Access}
 * does not allow.
 */
record Guard(Access access) implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        var asked = new Access.Request(
                request.method().name(),
                context.normalizedPath(),
                Optional.ofNullable(request.authority()).map(String::valueOf).orElse(""), // HTTP/2 has no Host
                direct(context),
                Optional.ofNullable(request.getHeader("Authorization")));
        request.pause(); // or the body would be gone before a route reads it
        context.vertx().executeBlocking(() -> access.decide(asked), false).onComplete(decided -> {
            request.resume();
            if (decided.failed()) {
                context.fail(decided.cause());
                return;
            }
            switch (decided.result()) {
                case Verdict.Allowed allowed -> context.next();
                case Verdict.Refused refused -> {
                    context.response().putHeader("WWW-Authenticate", "Bearer realm=\"caravan\"");
                    answer(context, 401, "Unauthorized", refused.detail());
                }
                case Verdict.Unsure unsure -> answer(context, 503, "Service Unavailable", unsure.detail());
            }
        });
    }

    private static void answer(RoutingContext context, int status, String title, String detail) {
        var problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(problem.encode());
    }

    private static boolean direct(RoutingContext context) {
        var headers = context.request().headers();
        SocketAddress from = context.request().remoteAddress();
        try {
            return !headers.contains("Forwarded")
                    && !headers.contains("X-Forwarded-For")
                    && from != null
                    && from.hostAddress() != null
                    && InetAddress.getByName(from.hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
