package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.simulator.inference.Answer;
import io.caravan.simulator.inference.Model;
import io.caravan.simulator.inference.Models;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/**
 * InvokeModel and Converse of Bedrock Runtime: one record, answered at once (botocore,
 * {@code bedrock-runtime/2023-09-30/service-2.json}). The models are those of batch inference and answer as they do there.
 * Thread-safe.
 */
final class Invocations {

    /** The two operations, by the last segment of their path. */
    enum Operation {
        INVOKE("InvokeModel"),
        CONVERSE("Converse");

        private final String word;

        Operation(String word) {
            this.word = word;
        }

        static Optional<Operation> of(String segment) {
            return switch (segment) {
                case "invoke" -> Optional.of(INVOKE);
                case "converse" -> Optional.of(CONVERSE);
                default -> Optional.empty();
            };
        }
    }

    private final Account account;
    private final Simulation simulation;
    private final FaultSwitches faults;
    private final Ledger ledger;
    private final SimulatedClock clock;
    private final AtomicLong position = new AtomicLong();

    Invocations(Account account, Simulation simulation, FaultSwitches faults, Ledger ledger, SimulatedClock clock) {
        this.account = account;
        this.simulation = simulation;
        this.faults = faults;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @param modelId decoded: an id, a profile's id or an ARN */
    Reply answer(Operation operation, String modelId, String body) {
        ObjectNode line = Ledger.line(clock.instant(), "invoked")
                .put("operation", operation.word)
                .put("modelId", modelId)
                .put("body", checksum(body));
        try {
            if (faults.throttlesInvocation()) {
                throw ApiError.throttling("Too many requests, please wait before trying again.");
            }
            Model model = model(operation, modelId, line);
            return reply(operation, answered(model, body), line);
        } catch (ApiError e) {
            ledger.write(line.put("outcome", "refused").put("error", e.type()).put("message", e.text()));
            throw e;
        }
    }

    /** How long an invocation takes, as it was switched. */
    long delayMillis() {
        return faults.get().invocationFaults().delayMillis();
    }

    private Model model(Operation operation, String modelId, ObjectNode line) {
        Constraints constraints = new Constraints();
        constraints.text(modelId, "modelId", TextRule.MODEL_ID);
        constraints.check();
        ModelName name = ModelName.of(modelId, account, simulation.applicationProfiles());
        line.put("model", name.base());
        if (!BatchModels.knows(name) || name.kind() == ModelName.Kind.CUSTOM) {
            throw ApiError.validation("The provided model identifier is invalid.");
        }
        if (!BatchModels.offers(name, account.region())) {
            throw ApiError.validation(
                    name.kind() == ModelName.Kind.PLAIN
                            ? "Invocation of model ID " + modelId
                                    + " with on-demand throughput isn\u2019t supported. Retry"
                                    + " your request with the ID or ARN of an inference profile that contains this model."
                            : "The provided model identifier is invalid.");
        }
        return (operation == Operation.CONVERSE ? Models.conversing(name.base()) : Models.invoked(name.base()))
                .orElseThrow(() -> ApiError.validation("The provided model identifier is invalid."));
    }

    private Answer.Given answered(Model model, String body) {
        JsonNode input = Call.json(body);
        if (!input.isObject()) {
            throw ApiError.validation("Malformed input request, please reformat your input and try again.");
        }
        Optional<UnaryOperator<Answer>> fault =
                faults.mayFailRecords() ? faults.forRecord(position.incrementAndGet(), body) : Optional.empty();
        return switch (fault.orElse(UnaryOperator.identity()).apply(model.answer(input))) {
            case Answer.Given given -> given;
            case Answer.Refused refused -> throw ApiError.ofCode(refused.code(), refused.message());
        };
    }

    private Reply reply(Operation operation, Answer.Given given, ObjectNode line) {
        ledger.write(line.put("outcome", "answered")
                .put("inputTokens", given.inputTokens())
                .put("outputTokens", given.outputTokens()));
        if (operation == Operation.CONVERSE) {
            return Reply.of(given.body());
        }
        return new Reply(
                given.body(),
                Map.of(
                        "X-Amzn-Bedrock-Input-Token-Count", String.valueOf(given.inputTokens()),
                        "X-Amzn-Bedrock-Output-Token-Count", String.valueOf(given.outputTokens()),
                        "X-Amzn-Bedrock-Invocation-Latency", String.valueOf(Math.max(1, delayMillis()))));
    }

    /** Tells in the ledger which requests were the same. */
    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
