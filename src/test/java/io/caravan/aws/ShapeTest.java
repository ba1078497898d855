package io.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.local.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

    /** Whoever raises {@link Shape#NOW} adds its number here, and a fixture. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, Shape.NOW})
    void every_shape_has_a_fixture_as_the_version_that_had_it_wrote_it(int shape) throws IOException {
        assertThat(new Snapshot(Path.of("src/test/resources/earlier/shape-" + shape)).bodies())
                .isNotEmpty()
                .allMatch(body -> body.path("shape").asInt() == shape);
    }
}
