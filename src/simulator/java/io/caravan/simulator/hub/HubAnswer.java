package io.caravan.simulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer before it goes out. */
final class HubAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    HubAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    static HubAnswer json(JsonNode json) {
        return new HubAnswer(
                200, Map.of("Content-Type", "application/json"), json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An error as the Hub tells of it: in the headers and in the body. */
    static HubAnswer error(int status, String code, String message) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        if (!code.isEmpty()) {
            headers.put("X-Error-Code", code);
        }
        headers.put("X-Error-Message", message);
        return new HubAnswer(
                status,
                headers,
                JSON.createObjectNode().put("error", message).toString().getBytes(StandardCharsets.UTF_8));
    }

    static HubAnswer redirect(int status, String location) {
        return new HubAnswer(status, Map.of("Location", location), new byte[0]);
    }

    HubAnswer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HubAnswer(status, more, body);
    }
}
