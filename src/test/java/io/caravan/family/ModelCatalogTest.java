package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogTest {
    private static final String HAIKU_3 = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final String APPLICATION =
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6";

    private static final String YAML = """
            defaults:
              limits: { min_records: 100, max_records: 100000, max_file_bytes: 1000000000, max_job_bytes: 5000000000, concurrent_jobs: 100 }
              batch_factor: 0.5
            geographies: [us, us-gov, eu, global]
            models:
              - ids: [anthropic.claude-3-haiku-20240307-v1:0]
                family: anthropic-messages
                images: true
                limits: { concurrent_jobs: 20 }
                parameters: { max: { max_tokens: 4096 } }
              - ids: [anthropic.claude-sonnet-4-5-20250929-v1:0]
                family: anthropic-messages
                plain: false
                profiles: [us, eu, global]
                parameters: { one_of: [temperature, top_p], without: [top_k] }
                prices: { input: 3.3, output: 16.5, global: { input: 3, output: 15 }, taken: 2026-09-29 }
              - ids: ["anthropic.claude-next-*"]
                family: anthropic-messages
                profiles: [us]
              - ids: [zai.glm-4.7]
              - ids: [amazon.titan-embed-text-v2:0]
                family: titan-text-embeddings
                custom_models: { concurrent_jobs: 3 }
                prices: { input: 0.02, taken: 2026-09-29 }
            not_batched:
              - ids: ["cohere.*"]
                reason: it is on demand only
                instead: [amazon.titan-embed-text-v2:0, anthropic.claude-3-haiku-20240307-v1:0]
            application_profiles:
              arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6: us.anthropic.claude-sonnet-4-5-20250929-v1:0
            """;

    private final ModelCatalog catalog = ModelCatalog.read(YAML);

    @ParameterizedTest
    @ValueSource(
            strings = {
                HAIKU_3,
                "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
                "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
                "anthropic.claude-3-haiku-20240307-v1:0:200k",
            })
    void an_id_or_a_foundation_model_arn_is_its_model(String modelId) {
        Model model = catalog.resolve(modelId);

        assertThat(model.id()).isEqualTo(modelId);
        assertThat(model.baseId()).isEqualTo(HAIKU_3);
        assertThat(model.quota()).isEqualTo(HAIKU_3);
        assertThat(model.family().embeds()).isFalse();
        assertThat(model.images()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                APPLICATION,
            })
    void a_profile_is_the_model_behind_it(String modelId) {
        assertThat(catalog.resolve(modelId).id()).isEqualTo(modelId);
        assertThat(catalog.resolve(modelId).baseId()).isEqualTo(SONNET);
    }

    @Test
    void an_entry_may_differ_from_the_default_limits() {
        assertThat(catalog.resolve(HAIKU_3).limits())
                .isEqualTo(new Limits(100, 100_000, 1_000_000_000, 5_000_000_000L, 20));
        assertThat(catalog.resolve(TITAN).limits().concurrentJobs()).isEqualTo(100);
    }

    @Test
    void a_pattern_stands_for_models_that_are_not_listed() {
        assertThat(catalog.resolve("us.anthropic.claude-next-7").baseId()).isEqualTo("anthropic.claude-next-7");
    }

    @Test
    void a_model_without_a_family_is_asked_by_converse() {
        assertThat(catalog.resolve("zai.glm-4.7").family().converse()).isTrue();
        assertThat(catalog.resolve(HAIKU_3).family().converse()).isFalse();
    }

    @Test
    void a_custom_model_has_slots_of_its_own_and_no_known_price() {
        Model model = catalog.resolve(
                "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-embed-text-v2:0:8k/abcdefghijkl");

        assertThat(model.baseId()).isEqualTo(TITAN);
        assertThat(model.quota()).isEqualTo("amazon.titan-embed-text-v2:0/custom");
        assertThat(model.limits().concurrentJobs()).isEqualTo(3);
        assertThat(model.price()).isEmpty();
    }

    @Test
    void a_price_depends_on_the_profile_and_may_be_unknown() {
        var day = LocalDate.of(2026, 9, 29);
        var half = new BigDecimal("0.5");

        assertThat(catalog.resolve("us." + SONNET).price())
                .contains(new Price(new BigDecimal("3.3"), new BigDecimal("16.5"), half, day));
        assertThat(catalog.resolve("global." + SONNET).price())
                .contains(new Price(new BigDecimal("3"), new BigDecimal("15"), half, day));
        assertThat(catalog.resolve(HAIKU_3).price()).isEmpty();
    }

    @Test
    void a_batch_costs_half() {
        Price price = catalog.resolve("global." + SONNET).price().orElseThrow();

        assertThat(price.onDemand(2_000_000, 100_000)).isEqualByComparingTo("7.50");
        assertThat(price.batch(2_000_000, 100_000)).isEqualByComparingTo("3.75");
    }

    @Test
    void parameters_are_checked_against_the_family_and_the_model() {
        assertThat(catalog.resolve("us." + SONNET)
                        .check(Map.of("temperature", 2, "top_p", 0.9, "top_k", 5, "max_tokens", 100)))
                .extracting(Object::toString)
                .containsExactly(
                        "parameters.temperature: expected a number from 0 to 1, found 2",
                        "parameters.temperature: anthropic.claude-sonnet-4-5-20250929-v1:0 takes only one of"
                                + " temperature, top_p; leave out all but one of them",
                        "parameters.top_k: anthropic.claude-sonnet-4-5-20250929-v1:0 does not take this parameter;"
                                + " leave it out");
        assertThat(catalog.resolve(HAIKU_3).check(Map.of("max_tokens", 8192)))
                .extracting(Object::toString)
                .containsExactly("parameters.max_tokens: anthropic.claude-3-haiku-20240307-v1:0 takes at most 4096,"
                        + " found 8192");
    }

    @Test
    void a_profile_only_model_by_its_plain_id_is_refused_naming_its_profiles() {
        assertRefused(
                SONNET,
                "model_id: 'anthropic.claude-sonnet-4-5-20250929-v1:0' runs in batch only through an inference"
                        + " profile; give us.anthropic.claude-sonnet-4-5-20250929-v1:0,"
                        + " eu.anthropic.claude-sonnet-4-5-20250929-v1:0 or"
                        + " global.anthropic.claude-sonnet-4-5-20250929-v1:0");
    }

    @Test
    void a_profile_of_a_model_without_profiles_is_refused() {
        assertRefused(
                "us." + TITAN,
                "model_id: 'us.amazon.titan-embed-text-v2:0' is an inference profile, but this model runs in batch"
                        + " only by its own id; give amazon.titan-embed-text-v2:0");
    }

    @Test
    void a_model_that_bedrock_does_not_batch_is_refused_with_those_that_it_does() {
        assertRefused(
                "cohere.embed-v4:0",
                "model_id: 'cohere.embed-v4:0' is not offered in batch inference: it is on demand only; Bedrock"
                        + " batches amazon.titan-embed-text-v2:0 or anthropic.claude-3-haiku-20240307-v1:0 instead");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-3-haiku-20240307",
                "claude-3-haiku",
                "anthropic.claude-3-haiku-20240307-v2:0",
            })
    void an_unknown_model_is_refused_with_the_nearest(String modelId) {
        assertRefused(
                modelId,
                "model_id: models.yaml has no model '" + modelId
                        + "'; did you mean 'anthropic.claude-3-haiku-20240307-v1:0'? A model that Bedrock has added is"
                        + " one more entry there");
    }

    @Test
    void a_name_near_to_nothing_is_refused_without_a_guess() {
        assertRefused(
                "gpt-9",
                "model_id: models.yaml has no model 'gpt-9'; a model that Bedrock has added is one more entry there");
    }

    @Test
    void an_application_profile_that_is_not_mapped_is_refused_with_the_way_to_do_it() {
        assertRefused(
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/other",
                "model_id: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/other' does not tell"
                        + " which model it stands for; add it to models.yaml under application_profiles, as <its ARN>:"
                        + " <the model or profile it was made from>");
    }

    @Test
    void a_custom_model_of_another_base_is_refused() {
        assertRefused(
                "arn:aws:bedrock:us-west-2:123456789012:custom-model/anthropic.claude-3-haiku-20240307-v1:0/abcdefghijkl",
                "model_id: 'arn:aws:bedrock:us-west-2:123456789012:custom-model/anthropic.claude-3-haiku-20240307-v1:0"
                        + "/abcdefghijkl' is a custom model of anthropic.claude-3-haiku-20240307-v1:0; Bedrock batches"
                        + " custom models only of amazon.titan-embed-text-v2:0");
    }

    @Test
    void a_provisioned_model_is_refused() {
        assertRefused(
                "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc",
                "model_id: 'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc' is a provisioned-model, which"
                        + " Bedrock does not take in batch inference; name a foundation-model, inference-profile,"
                        + " application-inference-profile or custom-model");
    }

    @Test
    void an_arn_of_another_service_is_refused() {
        assertRefused(
                "arn:aws:s3:::bucket/key",
                "model_id: 'arn:aws:s3:::bucket/key' is not a Bedrock ARN; expected"
                        + " arn:aws:bedrock:<region>:<account>:<kind>/<id>, or a model id without any ARN");
    }

    private void assertRefused(String modelId, String message) {
        assertThatThrownBy(() -> catalog.resolve(modelId))
                .isInstanceOf(Refused.class)
                .hasMessage(message);
    }
}
