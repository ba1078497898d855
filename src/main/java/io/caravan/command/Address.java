package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Optional;

/**
 * Where a service is, and what is to be said when it does not answer as it should.
 *
 * @param url without a slash at its end; may have a path
 * @param token what steering needs, and reading from elsewhere; empty for none
 */
record Address(String url, Optional<String> token) {
    static final String DEFAULT = "http://127.0.0.1:8080";

    /**
     * The address that is named, or the environment's {@code CARAVAN_URL}, or one on this machine.
     *
     * @throws IllegalArgumentException for what is none
     */
    static Address of(Optional<String> named, Map<String, String> environment) {
        String url = named.or(() ->
                        Optional.ofNullable(environment.get("CARAVAN_URL")).filter(set -> !set.isBlank()))
                .orElse(DEFAULT)
                .strip()
                .replaceAll("/+$", "");
        if (!url.matches("https?://[^/?#@\\s]+(/[^?#\\s]*)?")) {
            throw new IllegalArgumentException(
                    "'" + url + "' is not the address of a service; one looks like " + DEFAULT);
        }
        return new Address(
                url,
                Optional.ofNullable(environment.get("CARAVAN_TOKEN"))
                        .map(String::strip)
                        .filter(set -> !set.isEmpty()));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    /** No answer at all. */
    Fault silent(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return new Fault(Exit.SILENT, "the service at " + url + " takes too long to answer; ask again later");
        }
        if (e instanceof ConnectException
                && e.getCause() instanceof ConnectException unresolved
                && unresolved.getCause() instanceof UnresolvedAddressException) {
            return new Fault(
                    Exit.SILENT, "there is no host of the name in " + url + "; --url or CARAVAN_URL names another");
        }
        if (e instanceof ConnectException) {
            return new Fault(
                    Exit.SILENT,
                    "no service listens at " + url + "; './caravan local' or './caravan serve' starts one, and --url or"
                            + " CARAVAN_URL says where another is");
        }
        return new Fault(Exit.SILENT, "the service at " + url + " broke off: " + e.getMessage() + "; ask again");
    }

    /** An answer that is not what was asked for, with the service's reason where it is from the service. */
    Fault declined(HttpResponse<String> response, Optional<JsonNode> problem) {
        if (problem.isEmpty()) {
            return stranger(response);
        }
        String detail = problem.get().path("detail").asText();
        return switch (response.statusCode()) {
            case 401, 403 ->
                new Fault(
                        Exit.DENIED,
                        "the service at " + url + " says: " + detail + "; "
                                + (token.isPresent()
                                        ? "the token in CARAVAN_TOKEN is not what it takes"
                                        : "set CARAVAN_TOKEN to its token"));
            case 404 -> new Fault(Exit.ABSENT, detail);
            case 422 -> new Refusal(problem.get());
            case 400, 409, 413, 415 -> new Fault(Exit.REFUSED, detail);
            default -> new Fault(Exit.SILENT, "the service at " + url + " cannot answer now: " + detail);
        };
    }

    /** What answers is no service of Caravan's, or something before it. */
    Fault stranger(HttpResponse<String> response) {
        String asked = response.request().method() + " " + response.uri().getPath();
        String leads = response.headers()
                .firstValue("Location")
                .map(to -> ", which leads to " + to)
                .orElse("");
        return new Fault(
                Exit.SILENT,
                url + " answered " + asked + " with " + response.statusCode() + leads
                        + " and nothing of Caravan's; is it the service's address?");
    }

    @Override
    public String toString() {
        return url;
    }
}
