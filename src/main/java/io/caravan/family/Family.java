package io.caravan.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a family of models is asked and how it answers: the shapes of {@code modelInput} and {@code modelOutput}.
 * Thread-safe: a family has no state.
 */
public interface Family {
    /** Whether it answers by an embedding rather than by text. */
    default boolean embeds() {
        return false;
    }

    /** Whether its bodies are those of Converse rather than of InvokeModel; a job is submitted as one or the other. */
    default boolean converse() {
        return false;
    }

    /** What images it takes with a prompt; empty where Caravan sends it none. */
    default Optional<ImageLimits> images() {
        return Optional.empty();
    }

    /** What is wrong with these parameters for the whole family; a single model's own limits are {@link Model#check}'s. */
    List<Problem> check(Map<String, Object> parameters);

    /**
     * What keeps this family from answering by a schema.
     *
     * @param parameters the manifest's, whose own problems are {@link #check(Map)}'s
     */
    default List<Problem> check(OutputSchema schema, Map<String, Object> parameters) {
        return List.of();
    }

    /** The family of those of its models that Bedrock holds to a schema; itself where that makes no difference. */
    default Family enforcing() {
        return this;
    }

    /**
     * Why a row cannot be sent though nothing is wrong with the row itself: its values would be taken for more than text.
     * Empty for most families and rows.
     *
     * @param values a row's value by its column's name
     */
    default Optional<String> objection(Ask ask, UnaryOperator<String> values) {
        return Optional.empty();
    }

    /**
     * The {@code modelInput} of every record of a run. A text that holds columns stands in it as a {@code POJONode} of
     * its {@link io.caravan.model.Template}, and what belongs to an image as one of its {@link ImageHole}, so that it is compiled once and only spliced for each record.
     */
    ObjectNode body(Ask ask);

    /**
     * Reads one record's {@code modelOutput}.
     *
     * @param json UTF-8 that holds the object at {@code offset} for {@code length} bytes
     * @return the answer; {@link Answer.Failed} where the model refused or the body is not what the family documents
     */
    Answer answer(byte[] json, int offset, int length);
}
