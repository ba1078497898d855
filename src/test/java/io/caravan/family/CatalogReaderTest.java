package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.Problem;
import io.caravan.model.Refused;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {
    private static final String DEFAULTS = """
            defaults:
              limits: { min_records: 100, max_records: 100000, max_file_bytes: 1000000000, max_job_bytes: 5000000000, concurrent_jobs: 100 }
            """;

    @Test
    void a_wrong_file_is_refused_with_all_its_problems_by_line() {
        assertProblems(
                DEFAULTS + """
                        geographies: us
                        models:
                          - ids: [a.one]
                            famly: anthropic-messages
                          - ids: [a.two]
                            family: antropic-messages
                          - ids: [a.one]
                            family: anthropic-messages
                            plain: no way
                            limits:
                              min_records: 0
                              concurrent_jobs: many
                            images: 1
                          - ids: [a.three]
                            family: anthropic-messages
                            plain: false
                            prices: { input: -1, taken: yesterday }
                          - just a text
                        """,
                "models.yaml line 3: 'geographies' expected a list of texts, found 'us'",
                "models.yaml line 6: 'famly' is not a key here; did you mean 'family'? Valid are ids, family, plain,"
                        + " profiles, custom_models, limits, prices, images, structured_output, parameters",
                "models.yaml line 8: 'family' is 'antropic-messages', which is none; did you mean 'anthropic-messages'?"
                        + " Valid are anthropic-messages, converse, llama, mistral-chat, mistral-completion, nova,"
                        + " nova-multimodal-embeddings, open-weight-chat, openai-chat, titan-multimodal-embeddings,"
                        + " titan-text-embeddings",
                "models.yaml line 9: 'ids' lists 'a.one' again",
                "models.yaml line 11: 'plain' expected true or false, found 'no way'",
                "models.yaml line 13: 'min_records' expected a whole number above 0, found 0",
                "models.yaml line 14: 'concurrent_jobs' expected a whole number above 0, found 'many'",
                "models.yaml line 15: 'images' expected true or false, found 1",
                "models.yaml line 18: 'plain' is false, so 'profiles' must name the geographies that the model has"
                        + " profiles in",
                "models.yaml line 19: 'output' is missing; expected US dollars for a million output tokens",
                "models.yaml line 19: 'input' expected a number from 0, found -1",
                "models.yaml line 19: 'taken' expected a day such as 2026-09-29, found 'yesterday'",
                "models.yaml line 20: expected a mapping with ids, family, plain, profiles, custom_models, limits,"
                        + " prices, images, structured_output, parameters, found 'just a text'");
    }

    @Test
    void an_entry_that_names_a_model_names_one_that_can_be_run() {
        assertProblems(
                DEFAULTS + """
                        models:
                          - ids: [a.one]
                            family: anthropic-messages
                        not_batched:
                          - ids: ["b.*"]
                            reason: on demand only
                            instead: [a.onn]
                        """,
                "models.yaml line 7: names a model that cannot be run: models.yaml has no model 'a.onn'; did you mean"
                        + " 'a.one'? A model that Bedrock has added is one more entry there");
    }

    @Test
    void a_limit_stands_in_the_entry_or_in_defaults() {
        assertProblems("""
                defaults:
                  limits: { max_records: 100000, max_file_bytes: 1000000000, max_job_bytes: 5000000000, concurrent_jobs: 100 }
                models:
                  - ids: [a.one]
                    family: anthropic-messages
                """, "models.yaml line 4: 'min_records' of limits is missing here and in defaults");
    }

    @Test
    void what_is_not_yaml_is_refused_by_line() {
        assertThatThrownBy(() -> ModelCatalog.read("models:\n  - ids: [a.one\n"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("models.yaml line 2: is not YAML: while parsing a flow sequence");
    }

    @Test
    void a_key_twice_is_refused() {
        assertThatThrownBy(() -> ModelCatalog.read("models: []\nmodels: []\n"))
                .isInstanceOf(Refused.class)
                .hasMessage("models.yaml line 2: is not YAML: Duplicate field 'models'");
    }

    @Test
    void a_quota_of_a_model_that_there_is_not_is_refused() {
        assertThatThrownBy(() -> ModelCatalog.read("""
                        models: [{ ids: [a.one], limits: { min_records: 1, max_records: 2, max_file_bytes: 3, max_job_bytes: 4, concurrent_jobs: 5 } }]
                        service_quotas:
                          a.one: One
                          a.two: Two
                        """))
                .isInstanceOf(Refused.class)
                .hasMessage("models.yaml line 4: 'a.two' is no model id of this file");
    }

    @Test
    void an_empty_file_is_refused() {
        assertProblems(
                "",
                "models.yaml: expected a mapping with defaults, geographies, models, not_batched,"
                        + " application_profiles, service_quotas, found nothing");
    }

    private static void assertProblems(String yaml, String... problems) {
        assertThatThrownBy(() -> ModelCatalog.read(yaml))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::toString)
                                .containsExactly(problems));
    }
}
