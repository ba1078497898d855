package io.caravan.family;

import io.caravan.model.Manifest;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model that Bedrock batches, as one run named it.
 *
 * @param id what the run asked for and what is sent to Bedrock: a model id, a profile id or an ARN
 * @param baseId the foundation model behind it
 * @param quota whose slots its jobs take: the base model, or its custom models, which Bedrock counts apart
 * @param family how it is asked and how it answers
 * @param price empty when models.yaml does not know it
 * @param images whether it reads images
 */
public record Model(
        String id,
        String baseId,
        String quota,
        Family family,
        Limits limits,
        Optional<Price> price,
        boolean images,
        Constraints constraints) {

    /** What images it takes; empty where it reads none, or none by the body that Caravan sends. */
    public Optional<ImageLimits> imageLimits() {
        return images ? family.images() : Optional.empty();
    }

    /** Whether it is a custom model made from the base model: such a one has no on-demand inference under its name. */
    public boolean custom() {
        return !quota.equals(baseId);
    }

    /** What is wrong with rows giving this parameter, whatever its values are. */
    public List<Problem> checkOfRows(String parameter) {
        return check(Map.of(parameter, Parameters.OF_THE_ROW));
    }

    /**
     * How the model is asked and how it answers in a run: where the manifest has an output schema, an answer that does not
     * fit it is a failure.
     */
    public Family family(Manifest manifest) {
        return manifest.outputSchema()
                .<Family>map(schema -> new Judged(family, OutputSchema.of(schema)))
                .orElse(family);
    }

    /** What is wrong with these parameters for this model; empty when Bedrock would take them. */
    public List<Problem> check(Map<String, Object> parameters) {
        return Stream.concat(family.check(parameters).stream(), constraints.check(baseId, parameters).stream())
                .toList();
    }
}
