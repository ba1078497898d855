package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.local.LocalCaravan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says, for machines. */
class LogTest {
    /** Keeps what is logged. */
    private static final class Kept extends AbstractAppender {
        private final List<LogEvent> events = new CopyOnWriteArrayList<>();

        Kept() {
            super("kept", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            events.add(event.toImmutable());
        }
    }

    @Test
    void a_line_says_which_run_and_which_job_it_is_about(@TempDir Path data) throws Exception {
        var kept = new Kept();
        kept.start();
        var root = (Logger) LogManager.getRootLogger();
        Level level = root.getLevel();
        root.setLevel(Level.INFO);
        root.addAppender(kept);
        JsonNode run;
        try (LocalCaravan caravan = LocalCaravan.start(data, 1)) {
            caravan.put("data/topics.csv", Files.readString(Path.of("examples/jokes/topics.csv")));
            run = caravan.run(Files.readString(Path.of("examples/jokes/run-s3.json")));
        } finally {
            root.removeAppender(kept);
            root.setLevel(level);
        }

        String id = run.path("id").asText();
        JsonNode planned = line(kept, "planned: 120 records");
        assertThat(planned.path("run").asText()).isEqualTo(id);
        assertThat(planned.has("job")).isFalse();
        assertThat(planned.path("route").asText()).isEqualTo("plan");
        JsonNode collected = line(kept, "collected: ");
        assertThat(collected.path("run").asText()).isEqualTo(id);
        assertThat(collected.path("job").asText()).isEqualTo(id + "-00001-1");
        assertThat(collected.path("level").asText()).isEqualTo("INFO");
        assertThat(collected.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        var names = new ArrayList<String>();
        line(kept, "Apache Camel").fieldNames().forEachRemaining(names::add);
        assertThat(names).doesNotContain("run", "job");
    }

    private static JsonNode line(Kept kept, String part) throws Exception {
        LogEvent event = kept.events.stream()
                .filter(logged -> logged.getMessage().getFormattedMessage().contains(part))
                .findFirst()
                .orElseThrow();
        String json = JsonTemplateLayout.newBuilder()
                .setConfiguration(new DefaultConfiguration())
                .setEventTemplateUri("classpath:log.json")
                .build()
                .toSerializable(event);
        assertThat(json.strip()).doesNotContain("\n");
        return new ObjectMapper().readTree(json);
    }
}
