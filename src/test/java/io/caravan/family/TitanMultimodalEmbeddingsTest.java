package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TitanMultimodalEmbeddingsTest {
    private final Family family = new TitanMultimodalEmbeddings();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "dimensions", 512, "embeddingConfig", Map.of("outputEmbeddingLength", 256), "inputText", "x");

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.dimensions: expected one of 256, 384, 1024, found 512",
                        "parameters.embeddingConfig: is not given here: give its 'dimensions' by itself",
                        "parameters.inputText: is not given here: it is the data set's column 'input_text', or the one that 'text_column' names");
    }
}
