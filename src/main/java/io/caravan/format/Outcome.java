package io.caravan.format;

import io.caravan.model.Answer;
import io.caravan.model.Tokens;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a result says of a row, whatever became of it.
 *
 * @param response what the model said; of an embedding the vector as JSON
 * @param values of the output schema's properties as JSON, empty where there is none; none at all without an answer
 * @param error empty when all is well, as is {@code stopReason} where nothing is known
 */
record Outcome(
        Optional<String> response, List<String> values, String status, String error, String stopReason, Tokens tokens) {

    static Outcome of(Answer answer) {
        return switch (answer) {
            case Answer.Text text -> ok(answer, text.text(), List.of(), text.stopReason());
            case Answer.Structured said -> ok(answer, said.text(), said.values(), said.stopReason());
            case Answer.Embedding embedding -> ok(answer, embedding.vector(), List.of(), "");
            case Answer.Failed failed ->
                new Outcome(
                        Optional.of(failed.said()).filter(said -> !said.isEmpty()),
                        List.of(),
                        failed.status(),
                        failed.errorClass().word() + ": " + failed.message(),
                        failed.stopReason(),
                        failed.tokens());
            case Answer.Skipped skipped ->
                new Outcome(
                        Optional.empty(),
                        List.of(),
                        skipped.status(),
                        skipped.status() + ": " + skipped.reason(),
                        "",
                        Tokens.UNKNOWN);
        };
    }

    private static Outcome ok(Answer answer, String response, List<String> values, String stopReason) {
        return new Outcome(Optional.of(response), values, answer.status(), "", stopReason, answer.billed());
    }

    /** The value of a property as JSON; empty where there is none. */
    String value(int property) {
        return property < values.size() ? values.get(property) : "";
    }

    /** The same as people read it: a text without its quotes, nothing for null, all else as JSON. */
    String text(int property) {
        String json = value(property);
        if (json.startsWith("\"")) {
            byte[] inside = json.getBytes(StandardCharsets.UTF_8);
            return JsonText.of(inside, 1, inside.length - 1);
        }
        return isNull(property) ? "" : json;
    }

    boolean isNull(int property) {
        return value(property).isEmpty() || value(property).equals("null");
    }

    /** An amount as it is written everywhere: all of its digits, none more. */
    static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
