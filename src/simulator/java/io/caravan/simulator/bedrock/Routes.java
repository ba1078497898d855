package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bedrock's REST-JSON protocol, and Service Quotas beside it: calls to operations, answers and errors to the wire. */
final class Routes implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    private final Account account;
    private final ControlPlane jobs;
    private final Invocations invocations;
    private final QuotaList quotas;
    private final Switchboard switchboard;
    private final FaultSwitches faults;
    private final StateChangeEvents events;

    Routes(
            Account account,
            ControlPlane jobs,
            Invocations invocations,
            QuotaList quotas,
            Switchboard switchboard,
            FaultSwitches faults,
            StateChangeEvents events) {
        this.account = account;
        this.jobs = jobs;
        this.invocations = invocations;
        this.quotas = quotas;
        this.switchboard = switchboard;
        this.faults = faults;
        this.events = events;
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            Call call = Call.of(exchange);
            Reply answer;
            try {
                answer = answer(call);
            } catch (ApiError e) {
                refuse(exchange, e);
                return;
            }
            if (isLost(call)) {
                // Closing without a response is what a broken connection looks like to the caller.
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            send(exchange, 200, answer.body().toString());
        } catch (IOException e) {
            log.debug("A caller went away: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("The simulator failed on {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        }
    }

    private boolean isLost(Call call) {
        return (call.is("POST", 1, "model-invocation-job") && faults.losesCreateResponse())
                || (call.is("POST", 3, "model") && faults.losesInvocationResponse());
    }

    private Reply answer(Call call) throws IOException {
        if (!call.segments().isEmpty() && call.segments().getFirst().equals("simulator")) {
            return Reply.of(switchboard.answer(call));
        }
        try {
            boolean isQuotas = call.target().startsWith(QuotaList.TARGET);
            authenticate(call, isQuotas ? "servicequotas" : "bedrock");
            if (isQuotas && faults.get().denyQuotas()) {
                throw ApiError.accessDenied("User is not authorized to perform: servicequotas:ListServiceQuotas");
            }
            if (call.is("POST", 3, "model")) {
                return invoke(call);
            }
            return Reply.of(isQuotas ? quotas.answer(call) : operate(call));
        } catch (ApiError e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("The simulator failed on {} {}", call.method(), call.segments(), e);
            throw ApiError.internal("An internal server error occurred. Retry your request.");
        }
    }

    private Reply invoke(Call call) {
        Invocations.Operation operation =
                Invocations.Operation.of(call.segments().get(2)).orElseThrow(ApiError::unknownOperation);
        pause(invocations.delayMillis());
        return invocations.answer(operation, call.segments().get(1), call.body());
    }

    private JsonNode operate(Call call) {
        if (call.is("POST", 1, "model-invocation-job")) {
            JsonNode created = jobs.create(call.json());
            deliverEarly();
            return created;
        }
        if (call.is("GET", 2, "model-invocation-job")) {
            return jobs.get(call.segments().get(1));
        }
        if (call.is("GET", 1, "model-invocation-jobs")) {
            pause(faults.get().listDelayMillis());
            return jobs.list(call.query());
        }
        if (call.is("POST", 3, "model-invocation-job") && call.segments().get(2).equals("stop")) {
            return jobs.stop(call.segments().get(1));
        }
        if (call.is("POST", 1, "listTagsForResource")) {
            return jobs.tags(call.json());
        }
        throw ApiError.unknownOperation();
    }

    /** The signature itself is not verified: its presence, the key and the service are. */
    private void authenticate(Call call, String service) {
        if (call.authorization().isEmpty()) {
            throw ApiError.missingToken();
        }
        if (!call.authorization().contains("Credential=" + account.accessKeyId() + "/")) {
            throw ApiError.unknownClient("The security token included in the request is invalid.");
        }
        if (!call.authorization().contains("/" + account.region() + "/" + service + "/aws4_request")) {
            throw ApiError.signature("Credential should be scoped to a valid region (" + account.region()
                    + ") and to the service '" + service + "'.");
        }
    }

    private void deliverEarly() {
        if (faults.events().early()) {
            try {
                events.delivered().get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException e) {
                log.warn("An early event was not delivered: {}", e.getMessage());
            }
            // Time for its receiver to act on it.
            pause(300);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, ApiError error) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error.type());
        String body =
                Mapping.JSON.createObjectNode().put("message", error.text()).toString();
        send(exchange, error.httpStatus(), body);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
