package io.caravan.family;

import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a model said, piece by piece, and what that makes for an answer. What counts is what a piece is and why the model
 * stopped, never the position: thinking comes before the text, and a refusal may have no piece at all. Used for one
 * answer, by one thread.
 */
final class Reply {
    /** A model may end a turn with nothing to say; stopped for another reason without a word, something is missing. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("end_turn", "stop_sequence", "stop", "");

    private static final Set<String> CUT = Set.of("max_tokens", "length");

    private final StringBuilder text = new StringBuilder();
    private final List<String> calls = new ArrayList<>();

    Reply text(String piece) {
        text.append(piece);
        return this;
    }

    /** A call of a tool, by its input as JSON. */
    void call(String input) {
        calls.add(input);
    }

    /** The answer of a model that stopped of its own accord or at a limit. */
    Answer answer(String stopReason, Tokens tokens) {
        if (!calls.isEmpty()) {
            // Nobody runs a tool in a batch: it is forced to get its input, which is the answer.
            String input = calls.size() == 1 ? calls.get(0) : "[" + String.join(",", calls) + "]";
            return new Answer.Text(input, stopReason, tokens);
        }
        if (text.isEmpty() && !MAY_BE_EMPTY.contains(stopReason)) {
            String message = CUT.contains(stopReason)
                    ? "the answer has no text: max_tokens was reached before it began; raise max_tokens"
                    : "the answer has no text; it stopped with '" + stopReason + "'";
            return new Answer.Failed(ErrorClass.UNREADABLE, "", message, stopReason, tokens);
        }
        return new Answer.Text(text.toString(), stopReason, tokens);
    }

    /** No answer, though the model may have said why. */
    Answer failed(ErrorClass errorClass, String message, String stopReason, Tokens tokens) {
        String said = text.isEmpty() ? "" : ": " + Found.cut(text.toString());
        return new Answer.Failed(errorClass, "", message + said, stopReason, tokens);
    }
}
