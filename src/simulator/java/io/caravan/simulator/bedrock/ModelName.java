package io.caravan.simulator.bedrock;

import java.util.regex.Pattern;

/**
 * A model as a caller names it.
 *
 * @param base the base model's id, for which quotas are kept
 * @param arn as jobs and events show it
 */
record ModelName(String base, String arn) {

    private static final Pattern GEOGRAPHY = Pattern.compile("(us|us-gov|eu|apac|au|jp|ca|global)\\.(.+\\..+)");

    static ModelName of(String modelId, String region, String account) {
        String name = modelId;
        if (modelId.startsWith("arn:")) {
            String resource = modelId.substring(modelId.indexOf('/') + 1);
            // custom-model/<base>/<12 characters>
            name = resource.contains("/") ? resource.substring(0, resource.indexOf('/')) : resource;
        }
        var profile = GEOGRAPHY.matcher(name);
        boolean isProfile = profile.matches();
        String base = isProfile ? profile.group(2) : name;
        if (modelId.startsWith("arn:")) {
            return new ModelName(base, modelId);
        }
        return new ModelName(
                base,
                isProfile
                        ? "arn:aws:bedrock:" + region + ":" + account + ":inference-profile/" + modelId
                        : "arn:aws:bedrock:" + region + "::foundation-model/" + modelId);
    }
}
