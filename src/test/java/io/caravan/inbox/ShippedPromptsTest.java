package io.caravan.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedPromptsTest {
    private static final Path PROMPTS = Path.of("config/prompts");

    @ParameterizedTest
    @CsvSource({
        "joke_about_topic, topic",
        "sentiment_classifier, input_text",
        "question_answering, source",
        "ticket_router, input_text"
    })
    void a_prompt_needs_its_column(String promptId, String column) {
        var library = new PromptLibrary(PROMPTS, new MemoryStore(), Given.BUCKET);

        assertThat(library.prompt(promptId).templates().flatMap(text -> Template.parse(text).columns().stream()))
                .containsExactly(column);
    }

    @Test
    void there_are_no_others_than_these() throws IOException {
        try (Stream<Path> files = Files.list(PROMPTS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "joke_about_topic.txt",
                            "sentiment_classifier.txt",
                            "question_answering.txt",
                            "ticket_router.yaml");
        }
    }
}
