package io.caravan.chaos.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A request as it can be recognised from outside.
 *
 * @param operation AWS's name of it
 * @param path of an S3 object or a Bedrock job, decoded
 * @param body as text; of S3 only the first bytes
 */
public record Call(Service service, String operation, String path, String body) {
    private static final int HEAD = 256;

    static Call of(Service service, Message request) {
        int shown = service == Service.S3 ? Math.min(HEAD, request.body().length) : request.body().length;
        return new Call(
                service,
                service.operation(request),
                URLDecoder.decode(request.target().split("\\?", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8),
                new String(request.body(), 0, shown, StandardCharsets.UTF_8));
    }

    boolean is(Service service, String operation) {
        return this.service == service && this.operation.equals(operation);
    }

    boolean says(String... words) {
        for (String word : words) {
            if (!body.contains(word)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return service + " " + operation;
    }
}
