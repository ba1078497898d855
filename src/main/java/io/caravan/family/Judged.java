package io.caravan.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A family whose answers are held against a run's output schema. */
record Judged(Family family, OutputSchema schema) implements Family {

    @Override
    public boolean embeds() {
        return family.embeds();
    }

    @Override
    public boolean converse() {
        return family.converse();
    }

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        return family.check(parameters);
    }

    @Override
    public Optional<String> objection(Ask ask, UnaryOperator<String> values) {
        return family.objection(ask, values);
    }

    @Override
    public ObjectNode body(Ask ask) {
        return family.body(ask);
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        Answer answer = family.answer(json, offset, length);
        return answer instanceof Answer.Text said ? schema.judged(said) : answer;
    }
}
