package io.caravan.simulator.bedrock;

import java.util.regex.Pattern;

/**
 * What the service model demands of a text: a length and a pattern (botocore, {@code bedrock/2023-04-20/service-2.json}).
 *
 * @param pattern as published, which is what error messages show
 * @param matcher the same language without the nested repetitions that would let a hostile name run for hours
 */
record TextRule(int min, int max, String pattern, Pattern matcher) {

    static final TextRule JOB_NAME = new TextRule(
            1, 63, "[a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9\\+\\-\\.]){0,63}", Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9+.-]*"));

    static final TextRule TOKEN = new TextRule(
            1,
            256,
            "[a-zA-Z0-9]{1,256}(-*[a-zA-Z0-9]){0,256}",
            Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"));

    static final TextRule ROLE_ARN = of(0, 2048, "arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+");

    static final TextRule MODEL_ID = of(
            1,
            2048,
            "(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-:]{1,63}/[a-z0-9]{12}$)"
                    + "|(:foundation-model/([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.]?[a-z0-9-]{1,63})([:][a-z0-9-]{1,63}){0,2})|(([0-9a-zA-Z][_-]?)+)$)"
                    + "|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+$)))"
                    + "|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.]?[a-z0-9-]{1,63})([:][a-z0-9-]{1,63}){0,2})"
                    + "|(([0-9a-zA-Z][_-]?)+)");

    static final TextRule S3_URI =
            of(1, 1024, "s3://[a-z0-9][-.a-z0-9]{1,61}[a-z0-9](?:/[-!_*'().a-z0-9A-Z]+(?:/[-!_*'().a-z0-9A-Z]+)*)?/?");

    static final TextRule ACCOUNT = of(0, 2048, "[0-9]{12}");

    static final TextRule KMS_KEY = of(
            1,
            2048,
            "(arn:aws(-[^:]+)?:kms:[a-zA-Z0-9-]*:[0-9]{12}:((key/[a-zA-Z0-9-]{36})|(alias/[a-zA-Z0-9-_/]+)))"
                    + "|([a-zA-Z0-9-]{36})|(alias/[a-zA-Z0-9-_/]+)");

    static final TextRule NETWORK_ID = of(0, 32, "[-0-9a-zA-Z]+");

    static final TextRule TAG_KEY = of(1, 128, "[a-zA-Z0-9\\s._:/=+@-]*");

    static final TextRule TAG_VALUE = of(0, 256, "[a-zA-Z0-9\\s._:/=+@-]*");

    static final TextRule JOB_IDENTIFIER =
            of(0, 1011, "((arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:model-invocation-job/)?[a-z0-9]{12})");

    /** The part of the pattern of taggable resources that batch inference jobs meet. */
    static final TextRule RESOURCE_ARN =
            of(20, 1011, "arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:model-invocation-job/[a-z0-9]{12}");

    static final TextRule NEXT_TOKEN = of(1, 2048, "\\S*");

    private static TextRule of(int min, int max, String pattern) {
        return new TextRule(min, max, pattern, Pattern.compile(pattern));
    }
}
