package io.caravan.simulator.bedrock;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A model as a caller names it.
 *
 * @param base the base model's id
 * @param arn as jobs and events show it
 */
record ModelName(String base, String arn, Kind kind) {

    /** By what kind of name: batch inference offers some models by one and not by the other. */
    enum Kind {
        PLAIN,
        PROFILE,
        CUSTOM
    }

    private static final Pattern GEOGRAPHY = Pattern.compile("(us|us-gov|eu|apac|au|jp|ca|global)\\.(.+\\..+)");

    /** @param applicationProfiles the base model by the id of an application inference profile, which does not tell it */
    static ModelName of(String modelId, Account account, Map<String, String> applicationProfiles) {
        if (!modelId.startsWith("arn:")) {
            var profile = GEOGRAPHY.matcher(modelId);
            return profile.matches()
                    ? new ModelName(
                            profile.group(2),
                            "arn:aws:bedrock:" + account.region() + ":" + account.id() + ":inference-profile/"
                                    + modelId,
                            Kind.PROFILE)
                    : new ModelName(
                            modelId,
                            "arn:aws:bedrock:" + account.region() + "::foundation-model/" + modelId,
                            Kind.PLAIN);
        }
        String resource = modelId.substring(modelId.lastIndexOf(':', modelId.indexOf('/')) + 1);
        String name = resource.substring(resource.indexOf('/') + 1);
        return switch (resource.substring(0, resource.indexOf('/'))) {
            case "custom-model" -> new ModelName(name.substring(0, name.lastIndexOf('/')), modelId, Kind.CUSTOM);
            case "application-inference-profile" ->
                new ModelName(applicationProfiles.getOrDefault(name, name), modelId, Kind.PROFILE);
            case "inference-profile" -> {
                var profile = GEOGRAPHY.matcher(name);
                yield new ModelName(profile.matches() ? profile.group(2) : name, modelId, Kind.PROFILE);
            }
            default -> new ModelName(name, modelId, Kind.PLAIN);
        };
    }

    /** The pool of job slots: custom models of a base model have one of their own. */
    String pool() {
        return kind == Kind.CUSTOM ? "custom " + base : base;
    }
}
