package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TitanTextEmbeddingsTest {
    private final Family family = new TitanTextEmbeddings();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "dimensions",
                300,
                "normalise",
                true,
                "normalize",
                "yes",
                "embedding_types",
                List.of("int8"),
                "inputText",
                "x");

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.dimensions: expected one of 256, 512, 1024, found 300",
                        "parameters.embedding_types: expected a list of one or more of float, binary, found [int8]",
                        "parameters.inputText: is not given here: it is the data set's column 'input_text', or the one"
                                + " that 'text_column' names",
                        "parameters.normalise: is not a parameter of Titan Text Embeddings V2; did you mean"
                                + " 'normalize'? It takes dimensions, embedding_types, normalize",
                        "parameters.normalize: expected true or false, found 'yes'");
    }

    @Test
    void what_the_documentation_allows_is_fine() {
        assertThat(family.check(
                        Map.of("dimensions", 512, "normalize", true, "embedding_types", List.of("float", "binary"))))
                .isEmpty();
    }
}
