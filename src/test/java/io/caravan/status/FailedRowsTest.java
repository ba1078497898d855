package io.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.MemoryStore;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import io.caravan.model.S3Uri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailedRowsTest {
    private static final S3Uri FILE = new S3Uri("bucket", "runs/run/errors.jsonl");

    private final MemoryStore store = new MemoryStore();
    private Prompts prompts = new Prompts.One(Prompt.of("Say {word}!"));

    @Test
    void pages_hold_every_row_once() throws IOException {
        FailedRows rows = of(row(1, "server", "one") + row(2, "server", "two") + row(3, "server", "three"));

        Page<FailedRow> first = rows.read(0, 2, Optional.empty());
        Page<FailedRow> second = rows.read(Long.parseLong(first.next().orElseThrow()), 2, Optional.empty());

        assertThat(ids(first)).containsExactly("r1", "r2");
        assertThat(ids(second)).containsExactly("r3");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_class_is_picked_out_of_the_others() throws IOException {
        FailedRows rows = of(row(1, "server", "a") + row(2, "refused", "b") + row(3, "server", "c"));

        assertThat(ids(rows.read(0, 10, Optional.of("refused")))).containsExactly("r2");
    }

    @Test
    void a_row_shows_what_the_model_was_asked_and_its_own_columns() throws IOException {
        FailedRow row = of(row(7, "server", "a \\\"word\\\""))
                .read(0, 1, Optional.empty())
                .items()
                .get(0);

        assertThat(row.prompt()).isEqualTo("Say a \"word\"!");
        assertThat(row.row()).containsExactly(java.util.Map.entry("word", "a \"word\""));
        assertThat(row.message()).isEqualTo("why");
        assertThat(row.code()).isEqualTo("500");
    }

    @Test
    void a_row_shows_what_the_model_said_where_that_is_kept() throws IOException {
        String said = row(1, "schema", "one").replace("\"}\n", "\",\"error_answer\":\"I won't\"}\n");

        List<FailedRow> rows =
                of(said + row(2, "server", "two")).read(0, 9, Optional.empty()).items();

        assertThat(rows).extracting(FailedRow::answer).containsExactly("I won't", null);
        assertThat(rows).extracting(FailedRow::message).containsExactly("why", "why");
        assertThat(rows.get(0).row()).containsExactly(java.util.Map.entry("word", "one"));
    }

    @Test
    void of_several_prompts_a_row_shows_the_one_that_it_was_asked() throws IOException {
        var ask = new Prompt(Optional.of("ask"), Optional.empty(), List.of(), "What is {word}?");
        var say = new Prompt(Optional.of("say"), Optional.empty(), List.of(), "Say {word}!");
        String row = row(1, "server", "it").replace("\"record_id\"", "\"prompt_id\":\"ask\",\"record_id\"");

        prompts = new Prompts.Each(List.of(say, ask));
        assertThat(of(row).read(0, 1, Optional.empty()).items().get(0).prompt()).isEqualTo("What is it?");
        prompts = new Prompts.Named("prompt_id", List.of(say, ask));
        assertThat(of(row).read(0, 1, Optional.empty()).items().get(0).prompt()).isEqualTo("What is it?");
        prompts = new Prompts.None();
        assertThat(of(row).read(0, 1, Optional.empty()).items().get(0).prompt()).isNull();
    }

    @Test
    void rows_longer_than_what_is_read_at_once_come_whole_and_are_shown_cut() throws IOException {
        String huge = "x".repeat(3_000_000);
        FailedRows rows = of(row(1, "server", "short") + row(2, "server", huge) + row(3, "server", "short"));

        Page<FailedRow> page = rows.read(0, 10, Optional.empty());

        assertThat(ids(page)).containsExactly("r1", "r2", "r3");
        assertThat(page.items().get(1).row().get("word")).hasSize(4001).endsWith("…");
    }

    @Test
    void a_last_line_without_an_end_is_a_line() throws IOException {
        assertThat(ids(of(row(1, "server", "a").strip()).read(0, 10, Optional.empty())))
                .containsExactly("r1");
    }

    @Test
    void looking_for_a_rare_class_stops_after_a_while_and_goes_on_from_there() throws IOException {
        var text = new StringBuilder();
        String filler = "x".repeat(100_000);
        for (int i = 0; i < 500; i++) {
            text.append(row(i, "server", filler));
        }
        FailedRows rows = of(text + row(1000, "refused", "here"));

        var found = new ArrayList<String>();
        Optional<String> next = Optional.of("0");
        int pages = 0;
        while (next.isPresent()) {
            Page<FailedRow> page = rows.read(Long.parseLong(next.get()), 10, Optional.of("refused"));
            found.addAll(ids(page));
            next = page.next();
            pages++;
        }

        assertThat(found).containsExactly("r1000");
        assertThat(pages).isEqualTo(2);
    }

    private FailedRows of(String text) {
        store.put(FILE.toString(), text);
        return new FailedRows(store, FILE, text.getBytes(StandardCharsets.UTF_8).length, new RowPrompt(prompts));
    }

    private static String row(int number, String errorClass, String word) {
        return ("{\"word\":\"%s\",\"record_id\":\"r%d\",\"status\":\"failed\",\"error_class\":\"%s\",\"error_code\":\"500\","
                        + "\"error_message\":\"why\"}\n")
                .formatted(word, number, errorClass);
    }

    private static List<String> ids(Page<FailedRow> page) {
        return page.items().stream().map(FailedRow::recordId).toList();
    }
}
