package io.caravan.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page in a real browser, on the embedded cloud. Pictures of it are kept in target/screenshots. */
class PageIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final int ROWS = 600;

    @TempDir
    static Path data;

    @TempDir
    static Path profile;

    private static LocalCaravan caravan;
    private static Browser browser;

    @BeforeAll
    static void open() {
        assumeThat(Browser.installed())
                .as(
                        "this machine has a browser: install Debian's chromium and chromium-driver, or others of these names")
                .isPresent();
        caravan = LocalCaravan.start(data, 1);
        caravan.put(
                "data/words.csv",
                IntStream.rangeClosed(1, ROWS)
                        .mapToObj(row -> row + "," + (row % 2 == 0 ? "even " : "odd <img src=x> ") + row)
                        .collect(Collectors.joining("\n", "id,topic\n", "\n")));
        browser = Browser.open(caravan.address(), profile);
        browser.scheme("light");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (caravan != null) {
            caravan.close();
        }
    }

    @AfterEach
    void the_browser_has_no_complaints() {
        caravan.cloud().simulator().faults(Faults.NONE);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_run_is_dropped_by_the_form_after_its_plan_was_seen_and_watched_to_its_end() {
        browser.go("#/drop", "New run");
        browser.click("summary", "Cost and pace");
        browser.type("max_records_per_batch", "100");
        browser.click("summary", "Answers");
        browser.type("parameters.temperature", "7");
        browser.type("output_schema", "{'type'");
        browser.type("job_name_prefix", "by-form");
        browser.type("data", "s3://caravan/data/words.csv");
        browser.type("model_id", "anthropic.claude-3-haiku");
        browser.click("button", "Show the plan");
        browser.see("[id='output_schema-wrong']", "is not a JSON object");
        assertThat(browser.script("document.activeElement.id")).isEqualTo("output_schema");
        browser.type("output_schema", "");
        browser.click("button", "Show the plan");
        browser.see("#model_id-wrong", "models.yaml has no model 'anthropic.claude-3-haiku'");
        assertThat(browser.script("document.activeElement.id")).isEqualTo("model_id");

        browser.type("model_id", MODEL, Keys.ESCAPE);
        browser.click("button", "Show the plan");
        browser.see("[id='parameters.temperature-wrong']", "expected a number from 0 to 1, found 7");
        browser.keep("form-refused");

        browser.type("parameters.temperature", "0.5");
        browser.click("button", "Show the plan");
        browser.see(".plan", "600");
        browser.see(".plan", "$");
        browser.see(".plan pre", "about odd <img src=x> 1");
        browser.see(".plan summary", "3 prompts as the model gets them");
        browser.keep("form-plan");
        browser.click("button", "Run it");

        browser.see("h1", "by-form-");
        browser.see(".head .pill", "running");
        browser.see(".waiting", "at Bedrock");
        browser.keep("run-running");
        browser.see(".head .pill", "done");
        browser.see(".steps li:last-child.done", "Delivered");
        browser.see(".files", "result.csv");
        browser.see("section", "Every row has an answer.");
        browser.keep("run-done");
    }

    @Test
    void a_failed_row_is_found_by_its_class_and_what_is_in_it_is_text() {
        failing();
        String run = caravan.run(manifest("failing").toString()).path("id").asText();

        browser.go("#/runs/" + run, run);
        browser.click(".class", "validation");
        browser.click(".rows summary", "r0000000003");

        browser.see(".rows pre", "about odd <img src=x> 3");
        browser.see(".rows pre", "Malformed <b>input</b>");
        assertThat(browser.script("document.querySelectorAll('main img, main b > b, .rows b').length"))
                .isEqualTo(0L);
        browser.keep("run-failed-row");
        browser.click("button", "More rows");
        browser.see(".rows summary", "r0000000043");
    }

    @Test
    void hostile_rows_prompts_and_columns_are_shown_as_text() {
        String column = "<script>alert(1)</script>";
        String cell = "\"><img src=x onerror=alert(2)>\u001b[31m\u202egnp.exe" + "W".repeat(20_000);
        caravan.put(
                "data/hostile.csv",
                IntStream.rangeClosed(1, 100)
                        .mapToObj(row -> "%d,\"%s\"".formatted(row, cell.replace("\"", "\"\"")))
                        .collect(Collectors.joining("\n", "id," + column + "\n", "\n")));
        caravan.cloud()
                .simulator()
                .faults(Faults.NONE.withRecords(
                        new RecordFault("number 2:", 0, 400, "<b onclick=alert(3)>no\u202e</b>", 0)));
        String run = caravan.run(JSON.createObjectNode()
                        .put("s3_uri", "s3://caravan/data/hostile.csv")
                        .put("job_name_prefix", "hostile")
                        .put("model_id", MODEL)
                        .put("prompt", "<svg onload=alert(4)> number {id}: {" + column + "}")
                        .toString())
                .path("id")
                .asText();

        browser.size(360, 740);
        try {
            browser.go("#/runs/" + run, run);
            browser.click(".class", "validation");
            browser.click(".rows summary", "r0000000002");
            browser.see(".rows dt", "Column " + column);
            browser.see(".rows pre", "<b onclick=alert(3)>no⟨U+202E⟩</b>");
            browser.see(
                    ".rows pre", "<svg onload=alert(4)> number 2: \"><img src=x onerror=alert(2)>␛[31m⟨U+202E⟩gnp.exe");
            browser.see(".preview summary", "<svg onload=alert(4)> number 1: ");
            browser.click("summary", "run.json, as it was accepted");
            browser.see("section pre", column);
            assertThat(
                            browser.script(
                                    "document.querySelectorAll('main script, main img, main svg[onload], main [onclick], main [onerror]').length"))
                    .isEqualTo(0L);
            assertThat(browser.script("document.documentElement.scrollWidth")).isEqualTo(360L);
            browser.keep("hostile");
        } finally {
            browser.size(1280, 900);
        }
    }

    @Test
    void an_address_that_is_no_page_leads_to_the_runs_and_none_of_it_is_shown() {
        browser.go("#/costs", "Costs");
        browser.script("void (location.hash = '#/runs/<img src=x onerror=alert(1)>')");
        browser.see("h1", "Runs");

        assertThat(browser.text("main")).doesNotContain("<img");
        assertThat(browser.script("document.querySelectorAll('main img').length"))
                .isEqualTo(0L);
    }

    @Test
    void who_was_told_of_a_run_is_seen_and_told_again() {
        String topic = caravan.cloud().sns().topic("runs");
        String run = caravan.run(manifest("told").put("notify", topic).toString())
                .path("id")
                .asText();

        browser.go("#/runs/" + run, run);
        browser.see(".notice", "done\ndelivered");
        browser.click(".notice:last-child summary", "1 attempt");
        browser.see(".notice:last-child .attempts", "published as ");
        browser.keep("run-notices");
        browser.click(".notice:last-child button", "Send again");

        browser.see("#said", topic + " will be told again.");
        browser.see(".notice:last-child summary", "2 attempts");
    }

    @Test
    void costs_are_drawn_by_day_and_added_up_by_tag_model_and_run() {
        ObjectNode manifest = manifest("paid");
        manifest.putObject("tags").put("team", "search");
        String run = caravan.run(manifest.toString()).path("id").asText();

        browser.go("#/costs", "Costs");

        browser.see("[aria-label='By tag'] th", "team=search");
        browser.see("[aria-label='By model'] th", MODEL);
        browser.see("[aria-label='By run'] a", run);
        assertThat(browser.script("document.querySelectorAll('day-plot canvas').length"))
                .isEqualTo(1L);
    }

    @Test
    void failures_are_sent_again() {
        failing();
        String run = caravan.run(manifest("again").toString()).path("id").asText();
        caravan.cloud().simulator().faults(Faults.NONE);

        browser.go("#/runs/" + run, run);
        browser.click("button", "Retry failed (300)");

        browser.see("#said", "300 rows will be sent again.");
        browser.see("section", "Every row has an answer.");
        browser.see(".head .pill", "done");
    }

    @Test
    void a_run_is_cancelled_once_that_is_confirmed() {
        String key = caravan.drop(
                manifest("stopped").put("max_records_per_batch", 100).toString());
        browser.go("#/", "Runs");
        browser.click("a", "stopped-");
        browser.see(".head .pill", "running");

        browser.click("button", "Cancel");
        browser.see("#ask", "Cancel this run?");
        browser.keep("run-cancel");
        browser.press(Keys.ESCAPE);
        assertThat(browser.focused()).as("where it was before").isEqualTo("Cancel");
        assertThat(browser.text(".head .pill")).isEqualTo("running");
        browser.click("button", "Cancel");
        browser.click("#ask button", "Cancel the run");

        browser.see(".head .pill", "cancelled");
        assertThat(caravan.awaitOver(key).path("state").asText()).isEqualTo("cancelled");
        browser.keep("run-cancelled");
    }

    @Test
    void a_failed_message_is_sent_again() {
        caravan.send("caravan-plan", "no such run, whatever!");
        browser.go("#/failures", "Failures");
        browser.see("li", "not a run id: 'no such run, whatever!'");
        browser.click("button", "Redrive");
        browser.see("#said", "Sent to caravan-plan again.");
    }

    @Test
    void the_keyboard_alone_leads_past_the_head_and_through_the_pages() {
        browser.leave();
        browser.go("#/", "Runs");
        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("Skip to the content");
        browser.press(Keys.TAB, Keys.TAB, Keys.TAB);
        assertThat(browser.focused()).isEqualTo("New run");
        browser.press(Keys.ENTER);
        browser.see("h1", "New run");
        assertThat(browser.script("document.activeElement.id")).isEqualTo("main");
        browser.press(Keys.TAB);
        assertThat(browser.script("document.activeElement.id")).isEqualTo("job_name_prefix");
    }

    @Test
    void the_keyboard_comes_through_the_form_to_its_end_and_is_never_caught() {
        browser.go("#/drop", "New run");
        browser.script("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        browser.press(Keys.TAB);
        for (int i = 0; i < 100 && !browser.focused().equals("Show the plan"); i++) {
            assertThat(browser.script("document.activeElement.matches(':focus-visible')"))
                    .as("the focus is seen")
                    .isEqualTo(true);
            browser.press(Keys.TAB);
        }
        assertThat(browser.focused()).isEqualTo("Show the plan");
        browser.press(Keys.ENTER);
        browser.see("#job_name_prefix-wrong", "is required");
        assertThat(browser.script("document.activeElement.id")).isEqualTo("job_name_prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void every_page_can_be_used_by_everybody_and_fits_a_phone(String scheme) {
        failing();
        String run = caravan.run(manifest("seen-" + scheme)
                        .put("notify", caravan.cloud().sns().topic("runs"))
                        .put("max_records_per_batch", 100)
                        .toString())
                .path("id")
                .asText();
        browser.scheme(scheme);
        try {
            look("runs", scheme, "#/", "Runs");
            look("run", scheme, "#/runs/" + run, run);
            browser.click(".class", "validation");
            browser.click(".rows summary", "r0000000001");
            look("run-row", scheme);
            look("form", scheme, "#/drop", "New run");
            browser.script("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
            browser.click("button", "Show the plan");
            browser.see("#data-wrong", "is required");
            look("form-whole", scheme);
            look("slots", scheme, "#/slots", "Slots");
            look("costs", scheme, "#/costs", "Costs");
            look("failures", scheme, "#/failures", "Failures");
            look("prompts", scheme, "#/prompts", "Prompts");
        } finally {
            browser.scheme("light");
        }
    }

    private static void look(String name, String scheme, String hash, String heading) {
        browser.go(hash, heading);
        look(name, scheme);
    }

    private static void look(String name, String scheme) {
        browser.see("#live", "live");
        assertThat(browser.script("document.getAnimations().length"))
                .as("nothing moves where that is asked for")
                .isEqualTo(0L);
        assertThat(browser.violations()).as("%s, %s", name, scheme).isEmpty();
        browser.keep(name + "-" + scheme);
        browser.size(360, 740);
        try {
            assertThat(browser.violations())
                    .as("%s, %s, on a phone", name, scheme)
                    .isEmpty();
            assertThat(browser.script("document.documentElement.scrollWidth"))
                    .as("%s is no wider than a phone", name)
                    .isEqualTo(360L);
            browser.keep(name + "-" + scheme + "-phone");
        } finally {
            browser.size(1280, 900);
        }
    }

    /** Every other row fails from now on. */
    private static void failing() {
        caravan.cloud()
                .simulator()
                .faults(Faults.NONE.withRecords(new RecordFault("odd", 0, 400, "Malformed <b>input</b>", 0)));
    }

    private static ObjectNode manifest(String prefix) {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/words.csv")
                .put("job_name_prefix", prefix)
                .put("model_id", MODEL)
                .put("prompt_id", "joke_about_topic");
    }
}
