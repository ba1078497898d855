package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NovaMultimodalEmbeddingsTest {
    private final Family family = new NovaMultimodalEmbeddings();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "dimensions",
                512,
                "embedding_purpose",
                "SEARCH",
                "truncation_mode",
                true,
                "taskType",
                "SEGMENTED_EMBEDDING",
                "singleEmbeddingParams",
                Map.of(),
                "normalize",
                true);

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.dimensions: expected one of 256, 384, 1024, 3072, found 512",
                        "parameters.embedding_purpose: expected one of GENERIC_INDEX, GENERIC_RETRIEVAL, TEXT_RETRIEVAL, IMAGE_RETRIEVAL, VIDEO_RETRIEVAL, DOCUMENT_RETRIEVAL, AUDIO_RETRIEVAL, CLASSIFICATION, CLUSTERING, found 'SEARCH'",
                        "parameters.normalize: is not a parameter of Nova 2 Multimodal Embeddings; it takes dimensions, embedding_purpose, truncation_mode",
                        "parameters.singleEmbeddingParams: is not given here: its members are given by themselves, as dimensions, embedding_purpose, truncation_mode",
                        "parameters.taskType: is not given here: Caravan sets it",
                        "parameters.truncation_mode: expected one of START, END, NONE, found true");
    }
}
