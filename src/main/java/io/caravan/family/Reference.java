package io.caravan.family;

import io.caravan.model.Refused;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code model_id} points at, by its form alone. */
sealed interface Reference {
    /** A foundation model or an inference profile of the system, which has a geography before the model's id. */
    record Named(String id) implements Reference {}

    /** A model made from a base model. */
    record Custom(String baseId) implements Reference {}

    /** An inference profile of the account: it does not tell its model. */
    record Application() implements Reference {}

    Pattern ARN = Pattern.compile("arn:aws[^:]*:bedrock:[^:]*:[^:]*:([a-z-]+)/(.+)");

    /** A context length such as {@code :8k}, which does not make another model. */
    Pattern CONTEXT = Pattern.compile("(:\\d+):\\d+k$");

    /** What Bedrock itself says that batch inference does not take. */
    Set<String> NOT_IN_BATCH = Set.of("provisioned-model", "imported-model", "custom-model-deployment");

    static Reference of(String modelId) {
        if (!modelId.startsWith("arn:")) {
            return new Named(withoutContext(modelId));
        }
        Matcher arn = ARN.matcher(modelId);
        if (!arn.matches()) {
            throw Refused.because(
                    ModelCatalog.FIELD,
                    "'" + modelId + "' is not a Bedrock ARN; expected"
                            + " arn:aws:bedrock:<region>:<account>:<kind>/<id>, or a model id without any ARN");
        }
        String kind = arn.group(1);
        String id = arn.group(2);
        return switch (kind) {
            case "foundation-model", "inference-profile" -> new Named(withoutContext(id));
            case "application-inference-profile" -> new Application();
            case "custom-model" -> new Custom(withoutContext(id.replaceFirst("/.*", "")));
            default -> throw Refused.because(ModelCatalog.FIELD, unknownKind(modelId, kind));
        };
    }

    private static String unknownKind(String modelId, String kind) {
        return "'" + modelId + "' is a " + kind
                + (NOT_IN_BATCH.contains(kind)
                        ? ", which Bedrock does not take in batch inference"
                        : ", which is not a kind of model known here")
                + "; name a foundation-model, inference-profile, application-inference-profile or custom-model";
    }

    private static String withoutContext(String id) {
        return CONTEXT.matcher(id).replaceFirst("$1");
    }
}
