package io.caravan.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.fakes.FakeHub;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.CsvForm;
import io.caravan.model.Manifest;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import io.caravan.model.Remainder;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.S3Uri;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "inbox/team/run.json";
    private static final String TOPICS = "s3://caravan/data/topics.csv";

    private static final String RECORDS = "s3://caravan/data/records.jsonl";

    private final MemoryStore store = new MemoryStore();
    private final MemoryInventory inventory = new MemoryInventory();
    private final Inbox inbox = new Inbox(
            inventory,
            store,
            new FakeHub(),
            Given.models(),
            new PromptLibrary(Path.of("config/prompts"), store, Given.BUCKET),
            new Inbox.Place(Given.BUCKET, "123456789012", "us-east-1"),
            uri -> List.of("caravan", "lake").contains(uri.bucket()),
            List.of("lake"),
            model -> 7,
            InstantSource.fixed(Given.NOW));

    @BeforeEach
    void aDataSet() {
        store.put(TOPICS, "id,topic,lang\n1,robots,en\n");
    }

    @Test
    void a_manifest_becomes_a_run_named_by_prefix_time_and_digest() throws IOException {
        List<RunId> taken = take(jokes().toString());

        assertThat(taken).singleElement().satisfies(id -> {
            assertThat(id.value()).matches("jokes-20260102-030405-[0-9a-f]{6}");
            Run run = inventory.run(id).orElseThrow();
            assertThat(run.state()).isEqualTo(new RunState.Accepted());
            assertThat(run.pool()).isEqualTo(Given.POOL);
            assertThat(run.acceptedAt()).isEqualTo(Given.NOW);
            assertThat(run.manifest().prompts().all().get(0).text()).startsWith("Tell one short");
            assertThat(store.uris()).containsExactly(TOPICS, "s3://caravan/runs/" + id + "/run.json");
        });
        assertThat(inventory.slots())
                .singleElement()
                .satisfies(slots -> assertThat(slots.limit()).isEqualTo(7));
    }

    @Test
    void the_same_drop_told_twice_is_the_same_run() throws IOException {
        String manifest = jokes().toString();
        List<RunId> first = take(manifest);

        assertThat(inbox.take(KEY)).isEmpty(); // it is gone from the inbox
        assertThat(take(manifest)).isEqualTo(first);
        assertThat(inventory.runs(10)).hasSize(1);
    }

    @Test
    void the_accepted_manifest_can_be_dropped_again_as_it_is() throws IOException {
        ObjectNode manifest = jokes().put("system", "Answer in {lang}").put("max_records_per_job", 500);
        manifest.putObject("parameters").put("max_tokens", 50).put("temperature", 0.5);
        manifest.putObject("tags").put("team", "blue");
        RunId first = take(manifest.toString()).get(0);
        String normal = store.text("s3://caravan/runs/" + first + "/run.json").orElseThrow();

        RunId second = take(normal).get(0);

        assertThat(store.text("s3://caravan/runs/" + second + "/run.json")).contains(normal);
        assertThat(JSON.readTree(normal).path("max_records_per_batch").asInt()).isEqualTo(500);
        assertThat(JSON.readTree(normal).path("max_attempts").asInt()).isEqualTo(3);
    }

    @Test
    void an_embedding_model_reads_input_text_or_the_column_that_is_named() throws IOException {
        store.put(TOPICS, "id,input_text\n1,robots\n");

        RunId run = take(embeddings().toString()).get(0);
        assertThat(inventory
                        .run(run)
                        .orElseThrow()
                        .manifest()
                        .prompts()
                        .all()
                        .get(0)
                        .text())
                .isEqualTo("{input_text}");

        RunId other = take(embeddings().put("text_column", "id").toString()).get(0);
        assertThat(inventory
                        .run(other)
                        .orElseThrow()
                        .manifest()
                        .prompts()
                        .all()
                        .get(0)
                        .text())
                .isEqualTo("{id}");
    }

    @Test
    void lines_that_are_records_already_need_no_prompt() throws IOException {
        store.put(RECORDS, "{\"recordId\":\"mine\",\"modelInput\":{\"max_tokens\":5}}\n");

        for (ObjectNode manifest : List.of(unasked(Given.HAIKU), unasked(Given.TITAN))) {
            RunId run = take(manifest.toString()).get(0);
            assertThat(inventory.run(run).orElseThrow().manifest().prompts()).isEqualTo(new Prompts.None());

            String normal = store.text("s3://caravan/runs/" + run + "/run.json").orElseThrow();
            RunId again = take(normal).get(0);
            assertThat(store.text("s3://caravan/runs/" + again + "/run.json")).contains(normal);
        }
    }

    @Test
    void with_a_prompt_such_lines_are_rows_like_others() throws IOException {
        store.put(RECORDS, "{\"recordId\":\"mine\",\"modelInput\":{\"max_tokens\":5}}\n");

        RunId run = take(unasked(Given.HAIKU).put("prompt", "{modelInput}").toString())
                .get(0);

        assertThat(inventory.run(run).orElseThrow().manifest().prompts().all()).hasSize(1);
    }

    @Test
    void what_would_have_to_go_into_such_a_line_is_refused() throws IOException {
        store.put(RECORDS, "{\"recordId\":\"mine\",\"modelInput\":{\"max_tokens\":5}}\n");
        ObjectNode manifest = unasked(Given.HAIKU).put("system", "Be brief.");
        manifest.putObject("parameters").put("max_tokens", 50);

        String why =
                " is for rows that are put into a prompt; without one the lines' own modelInput is sent as it is, so"
                        + " put it there, or give a prompt";
        refused(manifest.toString(), "system:" + why, "parameters:" + why);
    }

    @Test
    void a_csv_with_a_column_of_that_name_needs_a_prompt_all_the_same() throws IOException {
        store.put(TOPICS, "recordId,modelInput\n1,{}\n");

        refused(
                unasked(Given.HAIKU).put("s3_uri", TOPICS).toString(),
                "prompt_id: is missing: name a prompt of the library, or give one inline as 'prompt'; JSON lines that"
                        + " have a modelInput need none");
    }

    @Test
    void a_declared_form_of_csv_is_kept_and_commas_in_utf8_are_what_need_not_be_said() throws IOException {
        store.put(TOPICS, "id;topic;lang\n1;robots;en\n");
        ObjectNode manifest = jokes();
        manifest.putObject("csv").put("separator", ";").put("charset", "latin1");

        RunId run = take(manifest.toString()).get(0);

        assertThat(inventory.run(run).orElseThrow().manifest().source().csv())
                .isEqualTo(new CsvForm(';', StandardCharsets.ISO_8859_1));
        assertThat(JSON.readTree(store.text("s3://caravan/runs/" + run + "/run.json")
                                .orElseThrow())
                        .path("csv"))
                .isEqualTo(JSON.readTree("{\"separator\":\";\",\"charset\":\"ISO-8859-1\"}"));
    }

    @Test
    void utf16_is_read_with_and_without_its_mark() throws IOException {
        ObjectNode manifest = jokes();
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            store.put(S3Uri.parse(TOPICS).orElseThrow(), "id,topic,lang\n1,r\u00f6bots,en\n".getBytes(charset), "");
            manifest.putObject("csv").put("charset", charset.name());

            assertThat(take(manifest.toString())).hasSize(1);
        }
    }

    @Test
    void a_wrong_form_of_csv_is_refused_with_what_is_valid() throws IOException {
        ObjectNode manifest = jokes();
        manifest.putObject("csv").put("separater", ";").put("separator", ":").put("charset", "latin 1");

        refused(
                manifest.toString(),
                "csv.separater: is not a field of csv, which has separator and charset; did you mean 'separator'?",
                "csv.separator: must be one of \",\", \";\", \"\\t\" and \"|\", found \":\"",
                "csv.charset: must be a charset's name, such as UTF-8 (the default), windows-1252, ISO-8859-15, UTF-16,"
                        + " Shift_JIS or GB18030, found \"latin 1\"");
    }

    @Test
    void a_single_column_that_looks_like_several_is_refused_until_the_separator_is_said() throws IOException {
        store.put(TOPICS, "id\ttopic\tlang\n1\trobots\ten\n");
        ObjectNode manifest = jokes().put("prompt", "{id\ttopic\tlang}");
        manifest.remove("prompt_id");
        manifest.putObject("csv").put("charset", "UTF-8");

        refused(
                manifest.toString(),
                "s3_uri: " + TOPICS + " has one column, 'id\ttopic\tlang'; when '\\t' separates the columns, say"
                        + " \"csv\": {\"separator\": \"\\t\"}; when that is one name, say \"csv\": {\"separator\": \",\"}");
        manifest.putObject("csv").put("separator", ",");
        assertThat(take(manifest.toString())).hasSize(1);
    }

    @Test
    void a_form_of_csv_is_refused_where_there_is_no_csv() throws IOException {
        store.put(RECORDS, "{\"topic\":1}\n");
        ObjectNode manifest = jokes().put("s3_uri", RECORDS).put("prompt_id", "joke_about_topic");
        manifest.putObject("csv").put("separator", ";");

        refused(
                manifest.toString(),
                "csv: says how CSV files are written, and s3://caravan/data/records.jsonl has none; leave it out");
    }

    private static ObjectNode unasked(String model) {
        return JSON.createObjectNode()
                .put("s3_uri", RECORDS)
                .put("job_name_prefix", "own")
                .put("model_id", model);
    }

    @Test
    void what_is_not_json_is_refused() throws IOException {
        refused(
                "{\"s3_uri\": ",
                ": the manifest is not JSON: line 1, column 12: Unexpected end-of-input within/between Object entries");
    }

    @Test
    void json_that_is_no_object_is_refused() throws IOException {
        refused("[1]", ": the manifest must be a JSON object {…}, found array");
        refused("", ": the manifest must be a JSON object {…}, found nothing");
    }

    @Test
    void a_field_given_twice_is_refused() throws IOException {
        refused(
                "{\"s3_uri\":\"a\",\"s3_uri\":\"b\"}",
                ": the manifest is not JSON: line 1, column 23: Duplicate field 's3_uri'");
    }

    @Test
    void an_unknown_field_is_refused_with_the_one_that_may_be_meant() throws IOException {
        refused(
                jokes().put("max_record", 5).toString(),
                "max_record: is not a field of a manifest; did you mean 'max_records'?");
        refused(jokes().put("colour", 5).toString(), "colour: is not a field of a manifest");
    }

    @Test
    void no_source_is_refused() throws IOException {
        refused(
                without("s3_uri").toString(),
                "s3_uri: is missing: name the data set, as s3://bucket/key.csv or .jsonl, or one of the Hugging Face Hub"
                        + " by dataset_id");
    }

    @Test
    void two_sources_are_refused() throws IOException {
        refused(
                jokes().put("dataset_id", "org/set").toString(),
                "s3_uri: is given beside dataset_id; a run has one source, so leave one out");
    }

    @Test
    void an_unknown_prompt_is_refused_with_those_there_are() throws IOException {
        store.put("s3://caravan/prompts/haiku_about.txt", "{topic}");

        refused(
                jokes().put("prompt_id", "joke_about_topics").toString(),
                "prompt_id: there is no prompt 'joke_about_topics'; did you mean 'joke_about_topic'? Prompts are:"
                        + " haiku_about, joke_about_topic, question_answering, sentiment_classifier, ticket_router");
        refused(
                jokes().put("prompt_id", "xyz").toString(),
                "prompt_id: there is no prompt 'xyz'. Prompts are: haiku_about, joke_about_topic, question_answering,"
                        + " sentiment_classifier, ticket_router");
    }

    @Test
    void a_prompt_id_that_leaves_the_library_is_refused() throws IOException {
        refused(
                jokes().put("prompt_id", "../secrets").toString(),
                "prompt_id: '../secrets' is not a prompt's id: letters, digits, '_' and '-', at most 64");
    }

    @Test
    void a_prompt_in_the_bucket_comes_before_the_shipped_one() throws IOException {
        store.put("s3://caravan/prompts/joke_about_topic.txt", "Ours: {topic}");

        RunId run = take(jokes().toString()).get(0);

        assertThat(inventory
                        .run(run)
                        .orElseThrow()
                        .manifest()
                        .prompts()
                        .all()
                        .get(0)
                        .text())
                .isEqualTo("Ours: {topic}");
    }

    @Test
    void a_prompt_with_examples_comes_from_the_bucket_or_stands_in_the_manifest_and_can_be_dropped_again()
            throws IOException {
        store.put(
                "s3://caravan/prompts/joke_about_topic.yaml",
                "system: Be {id}\nexamples: [{user: a, assistant: b}]\nprompt: '{topic}'");
        RunId first = take(jokes().toString()).get(0);
        Prompt fromBucket =
                inventory.run(first).orElseThrow().manifest().prompts().all().get(0);

        RunId again = take(store.text("s3://caravan/runs/" + first + "/run.json")
                        .orElseThrow())
                .get(0);

        Prompt fromManifest =
                inventory.run(again).orElseThrow().manifest().prompts().all().get(0);
        assertThat(fromBucket.examples()).containsExactly(new Prompt.Example("a", "b"));
        assertThat(fromBucket.system()).contains("Be {id}");
        assertThat(fromManifest.templates())
                .containsExactlyElementsOf(fromBucket.templates().toList());
        assertThat(fromManifest.digest()).isEqualTo(fromBucket.digest());
        assertThat(Prompt.of("{topic}").digest()).isNotEqualTo(fromBucket.digest());
    }

    @Test
    void an_example_needs_its_columns_too() throws IOException {
        ObjectNode manifest = without("prompt_id");
        ObjectNode prompt = manifest.putObject("prompt").put("prompt", "{topic}");
        prompt.putArray("examples").addObject().put("user", "{subject}").put("assistant", "b");

        refused(
                manifest.toString(),
                "prompt: needs column 'subject', which the data set does not have. Columns are: id, topic, lang");
    }

    @Test
    void no_prompt_and_two_prompts_are_refused() throws IOException {
        refused(
                without("prompt_id").toString(),
                "prompt_id: is missing: name a prompt of the library, or give one inline as 'prompt'; JSON lines that have a"
                        + " modelInput need none");
        refused(
                jokes().put("prompt", "{topic}").toString(),
                "prompt_id: is given beside prompt; a run has one of prompt, prompt_id, prompt_ids, prompt_column, so leave one out");
    }

    @Test
    void a_missing_column_is_refused_with_those_there_are() throws IOException {
        store.put(TOPICS, "id,topics,lang\n1,robots,en\n");

        refused(
                jokes().toString(),
                "prompt_id: needs column 'topic', which the data set does not have; did you mean 'topics'? Columns are:"
                        + " id, topics, lang");
        refused(
                jokes().put("system", "{x}")
                        .put("prompt_id", "question_answering")
                        .toString(),
                "prompt_id: needs column 'source', which the data set does not have. Columns are: id, topics, lang",
                "system: needs column 'x', which the data set does not have. Columns are: id, topics, lang");
    }

    @Test
    void a_template_that_is_none_is_refused() throws IOException {
        refused(
                without("prompt_id").put("prompt", "{topic").toString(),
                "prompt: line 1 of the template has a '{' without a '}' after it; write '{{' for a literal brace");
    }

    @Test
    void an_unknown_model_is_refused() throws IOException {
        refused(
                jokes().put("model_id", "anthropic.claude-3-haiku").toString(),
                "model_id: models.yaml has no model 'anthropic.claude-3-haiku'; did you mean"
                        + " 'anthropic.claude-3-haiku-20240307-v1:0'? A model that Bedrock has added is one more entry there");
    }

    @Test
    void what_a_run_has_invoked_on_demand_is_read_and_written_down() throws IOException {
        List<RunId> taken =
                take(jokes().put("remainder", "on_demand").put("canary", 5).toString());

        Manifest manifest = inventory.run(taken.get(0)).orElseThrow().manifest();
        assertThat(manifest.remainder()).isEqualTo(Remainder.ON_DEMAND);
        assertThat(manifest.canary()).hasValue(5);
        assertThat(store.text("s3://caravan/runs/" + taken.get(0) + "/run.json").orElseThrow())
                .contains("\"remainder\" : \"on_demand\"", "\"canary\" : 5");
    }

    @Test
    void a_canary_has_one_to_a_hundred_records() throws IOException {
        refused(jokes().put("canary", 101).toString(), "canary: must be a whole number from 1 to 100, found 101");
        refused(jokes().put("canary", 0).toString(), "canary: must be a whole number from 1 to 100, found 0");
        refused(
                jokes().put("remainder", "demand").toString(),
                "remainder: 'demand' is no policy; valid are reject (the default), on_demand and pad");
    }

    @Test
    void a_custom_model_has_nothing_on_demand() throws IOException {
        String custom = "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-embed-text-v2:0/abcdefghijkl";
        ObjectNode manifest = without("prompt_id").put("model_id", custom).put("text_column", "topic");

        refused(
                manifest.put("canary", 1).put("remainder", "on_demand").toString(),
                "remainder: needs on-demand inference, which there is not for the custom model " + custom
                        + "; leave it out",
                "canary: needs on-demand inference, which there is not for the custom model " + custom
                        + "; leave it out");
        assertThat(take(((ObjectNode) manifest.without("canary"))
                        .put("remainder", "pad")
                        .toString()))
                .hasSize(1);
    }

    @Test
    void an_empty_data_set_is_refused() throws IOException {
        store.put(TOPICS, "");
        refused(jokes().toString(), "s3_uri: " + TOPICS + " is empty; a data set has at least one row");
        store.put(TOPICS, "id,topic\n");
        refused(jokes().toString(), "s3_uri: " + TOPICS + " has a header line but no row");
    }

    @Test
    void a_data_set_that_is_not_there_is_refused() throws IOException {
        refused(
                jokes().put("s3_uri", "s3://caravan/data/nothing.csv").toString(),
                "s3_uri: there is no object s3://caravan/data/nothing.csv");
    }

    @Test
    void a_bucket_outside_the_allowed_list_is_refused() throws IOException {
        store.put("s3://elsewhere/topics.csv", "id,topic\n1,robots\n");

        refused(
                jokes().put("s3_uri", "s3://elsewhere/topics.csv").toString(),
                "s3_uri: bucket 'elsewhere' is not one that data may be read from; those are: caravan, lake (setting"
                        + " caravan.allowed-buckets)");
        store.put("s3://lake/topics.csv", "id,topic\n1,robots\n");
        assertThat(take(jokes().put("s3_uri", "s3://lake/topics.csv").toString()))
                .hasSize(1);
    }

    @Test
    void what_is_no_place_on_s3_is_refused() throws IOException {
        refused(
                jokes().put("s3_uri", "topics.csv").toString(),
                "s3_uri: 'topics.csv' is not an S3 URI; one is s3://bucket/key.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://caravan/../topics.csv", "s3://caravan/data/./topics.csv", "s3://caravan/data/.."})
    void a_place_on_s3_has_no_way_up(String uri) throws IOException {
        refused(
                jokes().put("s3_uri", uri).toString(),
                "s3_uri: '" + uri
                        + "' has a segment '.' or '..', which is no way up on S3 but part of a name that not every"
                        + " client can ask for; copy the object to another key");
    }

    @Test
    void escapes_in_a_place_on_s3_are_letters_of_the_key() throws IOException {
        refused(
                jokes().put("s3_uri", "s3://caravan/%2e%2e/lake/topics.csv").toString(),
                "s3_uri: there is no object s3://caravan/%2e%2e/lake/topics.csv");
        refused(
                jokes().put("s3_uri", "s3://other%2f..%2fcaravan/topics.csv").toString(),
                "s3_uri: 's3://other%2f..%2fcaravan/topics.csv' is not an S3 URI; one is s3://bucket/key.csv");
    }

    @Test
    void a_key_longer_than_those_of_s3_is_not_asked_for() throws IOException {
        refused(
                jokes().put("s3_uri", "s3://caravan/" + "é".repeat(510) + ".csvs")
                        .toString(),
                "s3_uri: the key of the object has 1025 bytes; those of S3 have at most 1024");
    }

    @Test
    void a_manifest_of_more_than_a_mebibyte_is_refused_by_its_size() throws IOException {
        String manifest = jokes().put("prompt", "x".repeat(1 << 20)).toString();

        refused(manifest, ": the manifest has " + manifest.length() + " bytes; at most 1048576 are possible");
    }

    @Test
    void json_nested_deeper_than_the_parser_follows_is_refused() throws IOException {
        refusedContaining(
                "{\"parameters\": " + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_001),
                "the manifest goes beyond what is read of JSON: Document nesting depth (1001) exceeds the maximum allowed (1000",
                "; a manifest needs few levels and short numbers");
        refusedContaining("[".repeat(10_000), "Document nesting depth (1001) exceeds the maximum allowed (1000");
    }

    @Test
    void a_prompt_of_ten_megabytes_in_the_bucket_is_refused_unread() throws IOException {
        store.put("s3://caravan/prompts/bomb.txt", "{topic} ".repeat(1_250_000));

        refused(
                without("prompt").put("prompt_id", "bomb").toString(),
                "prompt_id: s3://caravan/prompts/bomb.txt has 10000000 bytes; a prompt may have 100000");
    }

    @Test
    void texts_that_are_together_more_than_the_inventory_keeps_are_refused() throws IOException {
        ObjectNode manifest = without("prompt_id");
        ObjectNode prompt = manifest.putObject("prompt").put("prompt", "{topic}");
        var examples = prompt.putArray("examples");
        for (int i = 0; i < 4; i++) {
            examples.addObject().put("user", "x".repeat(40_000)).put("assistant", "y".repeat(40_000));
        }

        refusedContaining(
                manifest.toString(),
                "the prompts with their system prompt and examples, output_schema, parameters and tags have 320",
                " bytes together; at most 300000 are possible: shorten them, or ask fewer prompts");
    }

    @Test
    void a_prompt_of_nothing_but_placeholders_is_as_long_as_any_other() throws IOException {
        ObjectNode manifest = without("prompt_id");
        refusedContaining(
                manifest.put("prompt", "{topic}".repeat(14_286)).toString(),
                "prompt: has 100002 bytes; at most 100000");
        refusedContaining(
                manifest.put("prompt", "{".repeat(99_999)).toString(),
                "prompt: line 1 of the template has a '{' without a '}' after it");
    }

    @Test
    void parameters_are_held_against_the_model() throws IOException {
        ObjectNode manifest = jokes();
        manifest.putObject("parameters").put("max_tokens", 5000);

        refusedContaining(manifest.toString(), "max_tokens", "5000");
    }

    @Test
    void chunks_below_the_models_minimum_are_refused() throws IOException {
        refused(
                jokes().put("max_records_per_job", 50).toString(),
                "max_records_per_job: must be at least 100, which Bedrock asks of a batch job for this model, found 50");
        refused(
                jokes().put("max_records_per_job", 500)
                        .put("max_records_per_batch", 500)
                        .toString(),
                "max_records_per_job: means the same as max_records_per_batch; leave one of them out");
    }

    @Test
    void fields_of_the_other_kind_of_model_are_refused() throws IOException {
        store.put(TOPICS, "id,input_text\n1,robots\n");
        refused(
                embeddings().put("prompt_id", "joke_about_topic").toString(),
                "prompt_id: is for text models; amazon.titan-embed-text-v2:0 is an embedding model and reads the column"
                        + " that text_column names (default input_text)");
    }

    @Test
    void all_problems_are_told_at_once() throws IOException {
        refused(
                """
                {"s3_uri": 5, "job_name_prefix": "my jokes", "model_id": "gpt", "priority": 12, "max_records": 0,
                 "output_format": "xml", "remainder": "later", "tags": {"a": 1}, "timeout_hours": "24",
                 "max_failed_percent": 101, "parameters": [], "promt": "x"}""",
                "promt: is not a field of a manifest; did you mean 'prompt'?",
                "job_name_prefix: 'my jokes' must be letters, digits, '-', '_' and '.', start with a letter or digit and"
                        + " have at most 63 characters",
                "model_id: models.yaml has no model 'gpt'; a model that Bedrock has added is one more entry there",
                "s3_uri: must be a text in quotes, found 5",
                "parameters: must be an object {…}, found []",
                "max_records: must be a whole number of at least 1, found 0",
                "output_format: 'xml' is no output format; valid are csv (the default), jsonl and parquet",
                "priority: must be a whole number from 0 to 9, found 12",
                "max_failed_percent: must be a number from 0 to 100, found 101",
                "timeout_hours: must be a whole number from 24 to 168, found \"24\"",
                "tags.a: must be a text of at most 256 characters under a name of 1 to 128, made of letters, digits,"
                        + " spaces and . _ : / = + @ -, found 1",
                "remainder: 'later' is no policy; valid are reject (the default), on_demand and pad");
    }

    @Test
    void only_manifests_in_the_inbox_are_taken_notice_of() {
        store.put("s3://caravan/inbox/a.json", "{}");
        store.put("s3://caravan/inbox/deep/b.json", "{}");
        store.put("s3://caravan/inbox/notes.txt", "");
        store.put("s3://caravan/elsewhere/c.json", "{}");

        assertThat(inbox.listed()).containsExactly("inbox/a.json", "inbox/deep/b.json");
    }

    /** As the S3 User Guide has it under "EventBridge event message structure". */
    @Test
    void eventbridge_tells_of_objects_by_their_plain_names() throws IOException {
        assertThat(notified("""
                {"version":"0","id":"2d4eba74-fd51-3966-4bfa-b013c9da8ff1","detail-type":"Object Created","source":"aws.s3",
                 "account":"111122223333","time":"2021-11-12T00:00:00Z","region":"ca-central-1",
                 "resources":["arn:aws:s3:::caravan"],
                 "detail":{"version":"0","bucket":{"name":"caravan"},
                  "object":{"key":"inbox/my run+1.json","size":5,"etag":"b1946ac92492d2347c6235b4d2611184"},
                  "requester":"111122223333","reason":"PutObject"}}""")).containsExactly("inbox/my run+1.json");
        assertThat(notified("{\"detail\":{\"bucket\":{\"name\":\"other\"},\"object\":{\"key\":\"inbox/a.json\"}}}"))
                .isEmpty();
    }

    @Test
    void a_notification_names_objects_url_encoded_and_may_be_about_something_else() throws IOException {
        assertThat(notified("""
                {"Records":[
                 {"s3":{"bucket":{"name":"caravan"},"object":{"key":"inbox/my+run%2B1.json","size":5}}},
                 {"s3":{"bucket":{"name":"other"},"object":{"key":"inbox/a.json"}}},
                 {"s3":{"bucket":{"name":"caravan"},"object":{"key":"inbox/readme.md"}}},
                 {"eventName":"x"}]}""")).containsExactly("inbox/my run+1.json");
        assertThat(notified("{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"caravan\"}}}]}"))
                .isEmpty();
        assertThat(notified("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}"))
                .isEmpty();
    }

    private List<String> notified(String json) throws IOException {
        return inbox.notified(JSON.readValue(json, Notification.class));
    }

    private List<RunId> take(String manifest) throws IOException {
        store.put("s3://caravan/" + KEY, manifest);
        return inbox.take(KEY);
    }

    private void refused(String manifest, String... problems) throws IOException {
        refused(manifest, found -> assertThat(found).containsExactlyInAnyOrder(problems));
    }

    private void refusedContaining(String manifest, String... pieces) throws IOException {
        refused(manifest, found -> assertThat(String.join("\n", found)).contains(pieces));
    }

    /** Refused for these reasons, moved to {@code rejected/} beside them, and nothing else written. */
    private void refused(String manifest, Consumer<List<String>> reasons) throws IOException {
        List<String> before =
                store.uris().stream().filter(uri -> !uri.contains("/rejected/")).toList();

        assertThat(take(manifest)).isEmpty();

        JsonNode error = JSON.readTree(
                store.text("s3://caravan/rejected/team/run.error.json").orElseThrow());
        assertThat(error.path("manifest").asText()).isEqualTo(KEY);
        assertThat(error.path("refused_at").asText()).isEqualTo(Given.NOW.toString());
        reasons.accept(StreamSupport.stream(error.path("problems").spliterator(), false)
                .map(problem -> problem.path("field").asText() + ": "
                        + problem.path("message").asText())
                .collect(Collectors.toList()));
        assertThat(store.text("s3://caravan/rejected/team/run.json")).contains(manifest);
        assertThat(store.uris().stream().filter(uri -> !uri.contains("/rejected/")))
                .isEqualTo(before);
        assertThat(inventory.runs(10)).isEmpty();
        assertThat(inventory.slots()).isEmpty();
    }

    private static ObjectNode without(String field) {
        ObjectNode manifest = jokes();
        manifest.remove(field);
        return manifest;
    }

    private static ObjectNode jokes() {
        return JSON.createObjectNode()
                .put("s3_uri", TOPICS)
                .put("job_name_prefix", "Jokes_")
                .put("model_id", Given.HAIKU)
                .put("prompt_id", "joke_about_topic");
    }

    private static ObjectNode embeddings() {
        return JSON.createObjectNode()
                .put("s3_uri", new S3Uri("caravan", "data/topics.csv").toString())
                .put("job_name_prefix", "vectors")
                .put("model_id", Given.TITAN);
    }
}
