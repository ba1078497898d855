package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request as the routes see it.
 *
 * @param target operation of a JSON protocol; empty where paths tell the operations apart
 * @param segments of the path, each decoded after the split: clients put a whole ARN, slash and all, into one segment
 */
record Call(
        String method,
        List<String> segments,
        Map<String, String> query,
        String body,
        String authorization,
        String target) {

    private static final ObjectReader STRICT = Mapping.JSON.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Call of(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        @Nullable String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        @Nullable String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        return new Call(
                exchange.getRequestMethod(),
                Stream.of(path.split("/", -1))
                        .filter(segment -> !segment.isEmpty())
                        .map(Call::decoded)
                        .toList(),
                query == null ? Map.of() : parameters(query),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                authorization == null ? "" : authorization,
                target == null ? "" : target);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(parameter.substring(0, equals)), decoded(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        // A plus is a plus here; only forms write a space so.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Method and number of segments tell the routes apart, with the first and third segment. */
    boolean is(String method, int segments, String first) {
        return this.method.equals(method)
                && this.segments.size() == segments
                && this.segments.getFirst().equals(first);
    }

    JsonNode json() {
        return json(body);
    }

    static JsonNode json(String body) {
        try {
            return STRICT.readTree(body);
        } catch (JsonProcessingException e) {
            throw ApiError.validation("The request body is not valid JSON: " + e.getOriginalMessage());
        }
    }
}
