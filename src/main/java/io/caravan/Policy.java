package io.caravan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.status.ProblemDetails;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What browsers may do with this service, said with every answer and asked of every request: no other site may steer runs, frame
 * the page, or put a script into it.
 */
final class Policy implements Handler<RoutingContext> {
    /** Before everything else, so that what the guard refuses has the policy too. */
    static final int ORDER = Integer.MIN_VALUE;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCES = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    /** Where manifests are posted. Routes that users add may take what they like. */
    private static final Set<String> JSON_ALONE = Set.of("/api/runs", "/api/plan");
    /** Our own page, and an address typed or opened by hand. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    /** Puts the policy before all routes of a router, and tells of what is behind none. */
    static void before(Router router) {
        router.route().order(ORDER).handler(new Policy()).failureHandler(Policy::failed);
        router.route().last().handler(context -> nowhere(context, methods(router, context.normalizedPath())));
    }

    @Override
    public void handle(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", SOURCES)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cache-Control", "no-cache");
        HttpServerRequest request = context.request();
        if (READING.contains(request.method())) {
            context.next();
        } else if (!own(request)) {
            answer(context, 403, "Not from here", "another site's page may not steer runs");
        } else if (JSON_ALONE.contains(context.normalizedPath()) && !json(request)) {
            answer(context, 415, "Not understood", "a body is JSON, and says so: Content-Type: application/json");
        } else {
            context.next();
        }
    }

    /** A browser says where a request comes from; what is no browser says nothing, and is nobody's tool. */
    private static boolean own(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return OWN.contains(site);
        }
        String origin = request.getHeader("Origin");
        return origin == null || origin.replaceFirst("^https?://", "").equals(request.getHeader("Host"));
    }

    private static boolean json(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        boolean body = request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
        String type = Optional.<@Nullable String>ofNullable(request.getHeader("Content-Type"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return !body || type.equals("application/json") || type.startsWith("application/json;");
    }

    /** The methods that there are routes for at a path. */
    private static Set<String> methods(Router router, String path) {
        return router.getRoutes().stream()
                .filter(route -> route.methods() != null && route.getPath() != null)
                .filter(route -> path.matches(route.getPath().replaceAll(":\\w+", "[^/]+")))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void nowhere(RoutingContext context, Set<String> methods) {
        if (!methods.isEmpty()) {
            String allowed = String.join(", ", methods);
            context.response().putHeader("Allow", allowed);
            answer(
                    context,
                    405,
                    "Not with this method",
                    context.normalizedPath() + " takes " + allowed + ", not "
                            + context.request().method());
            return;
        }
        answer(
                context,
                404,
                "Not found",
                "there is nothing at " + context.request().method() + " " + context.normalizedPath()
                        + "; /openapi.json tells what there is");
    }

    private static void failed(RoutingContext context) {
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        answer(context, status, status == 413 ? "Too large" : "Something failed", "the request was not answered");
    }

    /** Answers with an error, as RFC 9457 has it. */
    static void answer(RoutingContext context, int status, String title, String detail) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        try {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/problem+json")
                    .end(JSON.writeValueAsString(new ProblemDetails(status, title, detail, java.util.List.of())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
