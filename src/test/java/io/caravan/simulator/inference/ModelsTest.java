package io.caravan.simulator.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are those of AWS's documentation, section by section; the product's classes are not used here. */
class ModelsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAYS_HI = "Simulated answer 799ec5da to: Hi!";

    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String HAIKU_45 = "anthropic.claude-haiku-4-5-20251001-v1:0";
    private static final String NOVA = "amazon.nova-lite-v1:0";
    private static final String NOVA_EMBEDDINGS = "amazon.nova-2-multimodal-embeddings-v1:0";
    private static final String TITAN_TEXT = "amazon.titan-embed-text-v2:0";
    private static final String TITAN_IMAGE = "amazon.titan-embed-image-v1";
    private static final String LLAMA = "meta.llama3-1-8b-instruct-v1:0";
    private static final String GPT_OSS = "openai.gpt-oss-20b-1:0";
    private static final String QWEN = "qwen.qwen3-32b-v1:0";

    @Test
    void claude_answers_with_a_message() {
        assertThat(given(HAIKU, claude("")).body())
                .isEqualTo(json("{'id':'msg_bdrk_799ec5da','type':'message','role':'assistant',"
                        + "'model':'claude-3-haiku-20240307','content':[{'type':'text','text':'" + SAYS_HI + "'}],"
                        + "'stop_reason':'end_turn','stop_sequence':null,'usage':{'input_tokens':1,"
                        + "'cache_creation_input_tokens':0,'cache_read_input_tokens':0,'output_tokens':9}}"));
    }

    @Test
    void an_answer_longer_than_asked_for_is_cut_and_says_so() {
        JsonNode answer = given(
                        HAIKU,
                        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':4,'messages':[{'role':'user','content':'Hi!'}]}")
                .body();

        assertThat(answer.at("/content/0/text").asText()).isEqualTo("Simulated answer");
        assertThat(answer.path("stop_reason").asText()).isEqualTo("max_tokens");
    }

    @Test
    void claude_thinks_before_it_answers() {
        JsonNode answer = given(HAIKU_45, claude("'thinking':{'type':'enabled','budget_tokens':1024},"))
                .body();

        assertThat(answer.at("/content/0/type").asText()).isEqualTo("thinking");
        assertThat(answer.at("/content/0/signature").asText()).isNotEmpty();
        assertThat(answer.at("/content/1/text").asText()).isEqualTo(SAYS_HI);
    }

    @Test
    void a_forced_tool_is_used() {
        JsonNode answer = given(
                        HAIKU,
                        claude(
                                "'tools':[{'name':'rate','input_schema':{'type':'object','properties':{'stars':{'type':'integer'}}}}],"
                                        + "'tool_choice':{'type':'tool','name':'rate'},"))
                .body();

        assertThat(answer.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(answer.at("/content/0/name").asText()).isEqualTo("rate");
        assertThat(answer.at("/content/0/input/stars").isInt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'model':'x',|model: Extra inputs are not permitted",
                "'temperature':2,|temperature: range: 0..1",
                "'temperature':1,'top_p':1,|`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
                "'thinking':{'type':'enabled','budget_tokens':1000},|thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
                "'thinking':{'type':'enabled','budget_tokens':4096},|`max_tokens` must be greater than `thinking.budget_tokens`",
                "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}},|Invalid schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
                "'output_config':{'format':{'type':'json_schema','schema':{'type':'integer','minimum':1}}},|Invalid schema: For 'integer' type, property 'minimum' is not supported"
            })
    void claude_refuses(String field, String message) {
        assertThat(Models.invoked(HAIKU_45).orElseThrow().answer(json(claude(field))))
                .isEqualTo(new Answer.Refused(400, message));
    }

    @Test
    void nova_answers_with_an_output_message() {
        assertThat(given(NOVA, "{'messages':[{'role':'user','content':[{'text':'Hi!'}]}]}")
                        .body())
                .isEqualTo(json("{'output':{'message':{'role':'assistant','content':[{'text':'" + SAYS_HI + "'}]}},"
                        + "'stopReason':'end_turn','usage':{'inputTokens':1,'outputTokens':9,'totalTokens':10,"
                        + "'cacheReadInputTokenCount':0,'cacheWriteInputTokenCount':0}}"));
    }

    @Test
    void nova_wants_its_content_in_blocks() {
        assertThat(refusal(NOVA, "{'messages':[{'role':'user','content':'Hi!'}]}"))
                .isEqualTo("Malformed input request: #/messages/0/content: expected type: JSONArray, found: String,"
                        + " please reformat your input and try again.");
    }

    @Test
    void nova_embeds_a_text_into_3072_dimensions_unless_told_otherwise() {
        JsonNode answer = given(NOVA_EMBEDDINGS, novaEmbedding("Hi!", "NONE")).body();

        assertThat(answer.at("/embeddings/0/embeddingType").asText()).isEqualTo("TEXT");
        assertThat(answer.at("/embeddings/0/embedding")).hasSize(3072);
        assertThat(answer.at("/embeddings/0/truncatedCharLength").isMissingNode())
                .isTrue();
    }

    @Test
    void nova_embeddings_cut_a_long_text_where_asked_and_refuse_it_where_not() {
        String text = "x".repeat(8193);

        assertThat(given(NOVA_EMBEDDINGS, novaEmbedding(text, "END"))
                        .body()
                        .at("/embeddings/0/truncatedCharLength")
                        .asInt())
                .isEqualTo(8192);
        assertThat(refusal(NOVA_EMBEDDINGS, novaEmbedding(text, "NONE")))
                .contains("expected maxLength: 8192, actual: 8193");
    }

    @Test
    void titan_text_embeddings_leave_out_embedding_when_only_binary_is_asked_for() {
        JsonNode both =
                given(TITAN_TEXT, "{'inputText':'Hi!','dimensions':256}").body();
        JsonNode binary = given(TITAN_TEXT, "{'inputText':'Hi!','embeddingTypes':['binary']}")
                .body();

        assertThat(both.path("embedding")).hasSize(256).isEqualTo(both.at("/embeddingsByType/float"));
        assertThat(both.path("inputTextTokenCount").asInt()).isEqualTo(1);
        assertThat(binary.has("embedding")).isFalse();
        assertThat(binary.at("/embeddingsByType/binary")).hasSize(1024);
    }

    @Test
    void titan_multimodal_embeds_a_text_an_image_or_both_and_has_a_message_that_is_null() {
        String image = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        JsonNode text = given(TITAN_IMAGE, "{'inputText':'Hi!'}").body();
        JsonNode both = given(
                        TITAN_IMAGE,
                        "{'inputText':'Hi!','inputImage':'" + image
                                + "','embeddingConfig':{'outputEmbeddingLength':384}}")
                .body();

        assertThat(text.path("embedding")).hasSize(1024);
        assertThat(text.path("message").isNull()).isTrue();
        assertThat(both.path("embedding")).hasSize(384);
        assertThat(refusal(TITAN_IMAGE, "{}")).startsWith("This model requires an input text or an input image");
    }

    @Test
    void llama_answers_the_user_s_part_of_its_template() {
        String prompt = "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\\n\\nHi!<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\\n\\n";

        assertThat(given(LLAMA, "{'prompt':'" + prompt + "','max_gen_len':512}").body())
                .isEqualTo(json("{'generation':'" + SAYS_HI
                        + "','prompt_token_count':30,'generation_token_count':9,'stop_reason':'stop'}"));
        assertThat(refusal(LLAMA, "{'messages':[]}"))
                .isEqualTo(
                        "Malformed input request: #: extraneous key [messages] is not permitted, please reformat your"
                                + " input and try again.");
        assertThat(refusal(LLAMA, "{'prompt':'Hi!','max_gen_len':2049}"))
                .contains("#/max_gen_len: 2049 is not less or equal to 2048");
    }

    @Test
    void mistral_completes_or_chats_and_counts_no_tokens() {
        assertThat(given(
                                "mistral.mistral-small-2402-v1:0",
                                "{'prompt':'<s>[INST] Hi! [/INST]','max_tokens':100,'stop':['to']}")
                        .body())
                .isEqualTo(json("{'outputs':[{'text':'Simulated answer 799ec5da ','stop_reason':'stop'}]}"));
        assertThat(given("mistral.mistral-large-2407-v1:0", "{'messages':[{'role':'user','content':'Hi!'}]}")
                        .body())
                .isEqualTo(json("{'choices':[{'index':0,'message':{'role':'assistant','content':'" + SAYS_HI
                        + "'},'stop_reason':'stop'}]}"));
    }

    @Test
    void gpt_oss_reasons_in_its_content_and_the_reasoning_eats_tokens() {
        String body = "{'messages':[{'role':'developer','content':'Be brief.'},{'role':'user','content':'Hi!'}],"
                + "'max_completion_tokens':%d}";

        JsonNode answer = given(GPT_OSS, body.formatted(100)).body();
        JsonNode cut = given(GPT_OSS, body.formatted(4)).body();

        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.at("/choices/0/message/content").asText()).matches("<reasoning>.+</reasoning>" + SAYS_HI);
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/total_tokens").asInt())
                .isEqualTo(answer.at("/usage/prompt_tokens").asInt()
                        + answer.at("/usage/completion_tokens").asInt());
        assertThat(cut.at("/choices/0/message/content").asText()).isEqualTo("<reasoning>A sim");
        assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void an_open_weight_model_answers_in_the_form_of_a_chat() {
        JsonNode answer =
                given(QWEN, "{'messages':[{'role':'user','content':'Hi!'}]}").body();

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(SAYS_HI);
    }

    @Test
    void deepseek_takes_a_prompt_or_messages() {
        assertThat(given("deepseek.v3-v1:0", "{'prompt':'<｜User｜>Hi!<｜Assistant｜>'}")
                        .body())
                .isEqualTo(json("{'choices':[{'text':'" + SAYS_HI + "','stop_reason':'stop'}]}"));
        assertThat(given("deepseek.v3.2", "{'messages':[{'role':'user','content':'Hi!'}]}")
                        .body()
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo(SAYS_HI);
    }

    @ParameterizedTest
    @ValueSource(strings = {HAIKU, NOVA, LLAMA, GPT_OSS, QWEN, "mistral.mistral-small-2402-v1:0"})
    void converse_has_one_form_for_every_text_model(String model) {
        JsonNode answer = conversed(
                model,
                "{'messages':[{'role':'user','content':[{'text':'Hi!'}]}],'system':[{'text':'Be brief.'}],'inferenceConfig':{'maxTokens':100}}");

        answer = ((com.fasterxml.jackson.databind.node.ObjectNode) answer).without("metrics");
        assertThat(answer)
                .isEqualTo(json("{'output':{'message':{'role':'assistant','content':[{'text':'" + SAYS_HI + "'}]}},"
                        + "'stopReason':'end_turn','usage':{'inputTokens':4,'outputTokens':9,'totalTokens':13}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {TITAN_TEXT, TITAN_IMAGE, NOVA_EMBEDDINGS})
    void converse_is_refused_by_models_that_write_no_text(String model) {
        assertThat(Models.conversing(model).orElseThrow().answer(json("{}"))).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void converse_in_batch_has_no_tools() {
        Answer answer = Models.conversing(HAIKU)
                .orElseThrow()
                .answer(json("{'messages':[{'role':'user','content':[{'text':'Hi!'}]}],'toolConfig':{'tools':[]}}"));

        assertThat(answer)
                .isEqualTo(new Answer.Refused(
                        400,
                        "The toolConfig field is not supported in batch inference with the Converse API. Remove it and"
                                + " try your request again."));
    }

    @Test
    void converse_takes_its_schema_as_a_string_and_answers_what_fits_it() throws JsonProcessingException {
        String schema = JSON.writeValueAsString(
                "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":"
                        + "{\"topic\":{\"enum\":[\"a\",\"b\"]},\"score\":{\"type\":\"number\"},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}");
        JsonNode answer = Models.conversing(HAIKU)
                                .orElseThrow()
                                .answer(JSON.readTree(
                                        ("{'messages':[{'role':'user','content':[{'text':'Hi!'}]}],'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':"
                                                        .replace('\'', '"'))
                                                + schema + "}}}}}"))
                        instanceof Answer.Given given
                ? given.body()
                : JSON.nullNode();

        JsonNode fitting =
                JSON.readTree(answer.at("/output/message/content/0/text").asText());
        assertThat(fitting.path("topic").asText()).isIn("a", "b");
        assertThat(fitting.path("score").isNumber()).isTrue();
        assertThat(fitting.at("/tags/0").isTextual()).isTrue();
    }

    @Test
    void the_same_prompt_always_gets_the_same_answer_and_another_one_another() {
        String one = "{'inputText':'one'}";

        assertThat(given(TITAN_TEXT, one)).isEqualTo(given(TITAN_TEXT, one));
        assertThat(given(TITAN_TEXT, one)).isNotEqualTo(given(TITAN_TEXT, "{'inputText':'two'}"));
    }

    private static String claude(String fields) {
        return "{'anthropic_version':'bedrock-2023-05-31','max_tokens':4096," + fields
                + "'messages':[{'role':'user','content':'Hi!'}]}";
    }

    private static String novaEmbedding(String text, String mode) {
        return "{'taskType':'SINGLE_EMBEDDING','singleEmbeddingParams':{'embeddingPurpose':'GENERIC_INDEX','text':{'truncationMode':'"
                + mode + "','value':'" + text + "'}}}";
    }

    private static Answer.Given given(String model, String body) {
        Answer answer = Models.invoked(model).orElseThrow().answer(json(body));
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return (Answer.Given) answer;
    }

    private static JsonNode conversed(String model, String body) {
        Answer answer = Models.conversing(model).orElseThrow().answer(json(body));
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return ((Answer.Given) answer).body();
    }

    private static String refusal(String model, String body) {
        Answer answer = Models.invoked(model).orElseThrow().answer(json(body));
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).message();
    }

    /** JSON with single quotes. */
    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
