package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Answer;
import io.caravan.simulator.inference.Models;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each shipped model, asked by its family and answered by the simulator. Both were written from the documentation, apart
 * from each other: where one of them misread it, they do not understand each other.
 */
class SimulatedModelsTest {
    static Stream<Model> models() throws IOException {
        ModelCatalog catalog = ModelCatalog.read(Files.readString(Path.of("config/models.yaml")));
        return catalog.names().stream().map(catalog::resolve);
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_request_is_taken_and_its_answer_understood(Model model) {
        Golden.files("request")
                .filter(golden -> Families.BY_NAME.get(golden.family()) == model.family())
                .filter(golden -> model.check(golden.parameters()).isEmpty())
                .forEach(golden -> assertThat(answer(model, golden))
                        .as("%s by %s", golden, model.baseId())
                        .isInstanceOfAny(Answer.Text.class, Answer.Embedding.class));
    }

    private static Answer answer(Model model, Golden golden) {
        JsonNode body = golden.rendered(model.family().body(golden.ask()));
        var simulated = model.family().converse() ? Models.conversing(model.baseId()) : Models.invoked(model.baseId());
        return switch (simulated.orElseThrow().answer(body)) {
            case io.caravan.simulator.inference.Answer.Given given -> {
                byte[] json = given.body().toString().getBytes(StandardCharsets.UTF_8);
                yield model.family().answer(json, 0, json.length);
            }
            case io.caravan.simulator.inference.Answer.Refused refused ->
                Answer.Failed.of(io.caravan.model.ErrorClass.ofCode(refused.code()), refused.message());
        };
    }
}
