package io.caravan.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Property;
import io.caravan.model.Property.Kind;
import io.caravan.model.Refused;
import io.caravan.model.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputSchemaTest {
    private static final OutputSchema JOKE = of("""
            {'type':'object','properties':{'joke':{'type':'string'},'rating':{'type':'integer','minimum':1},
             'tags':{'type':'array','items':{'type':'string','pattern':'^(.*a){20}$'}}},'required':['joke','rating']}""");

    @Test
    void properties_become_columns_in_their_order_by_the_simple_type_that_they_have() {
        OutputSchema schema = of("""
                {'type':'object','$defs':{'n':{'type':'number'}},'properties':{
                 'z':{'type':'string'},'a':{'type':['integer','null']},'b':{'$ref':'#/$defs/n'},
                 'c':{'anyOf':[{'type':'boolean'},{'type':'null'}]},'d':{'enum':['x','y']},'e':{'type':['string','integer']},
                 'f':{'type':'object'},'g':{}}}""");

        assertThat(schema.properties())
                .containsExactly(
                        new Property("z", Kind.TEXT),
                        new Property("a", Kind.WHOLE),
                        new Property("b", Kind.NUMBER),
                        new Property("c", Kind.BOOLEAN),
                        new Property("d", Kind.TEXT),
                        new Property("e", Kind.JSON),
                        new Property("f", Kind.JSON),
                        new Property("g", Kind.JSON));
    }

    @Test
    void an_answer_that_fits_has_its_values_as_the_model_wrote_them() {
        Answer answer = judged("{\"extra\":1,\"rating\":4.0,\"joke\":\"a \\u00e9\"}");

        assertThat(answer)
                .isEqualTo(new Answer.Structured(
                        "{\"extra\":1,\"rating\":4.0,\"joke\":\"a \\u00e9\"}",
                        List.of("\"a é\"", "4.0", ""),
                        "end_turn",
                        Tokens.of(1, 2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'joke':'x'} | the answer does not fit the output schema: required property 'rating' not found",
                "{'joke':'x','rating':'4'} | the answer does not fit the output schema: /rating: string found, integer expected",
                "{'joke':'x','rating':0} | the answer does not fit the output schema: /rating: must have a minimum value of 1",
                "['joke'] | the answer is not a JSON object: [\"joke\"]",
                "Why not? | the answer is not JSON: Unrecognized token 'Why': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                "{'joke':'x','rating':4} really | the answer is not JSON: Unrecognized token 'really': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
            })
    void an_answer_that_does_not_fit_is_kept_and_says_why(String answer, String reason) {
        String said = answer.replace("'", "\"");

        assertThat(judged(said))
                .isEqualTo(new Answer.Failed(ErrorClass.SCHEMA, "", reason, "end_turn", Tokens.of(1, 2), said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"```json\n%s\n```", "Sure!\n```\n%s\n```\nBye", "  %s\n", "```json\n%s\n``` "})
    void a_code_block_around_the_object_is_taken_off(String form) {
        assertThat(judged(form.formatted("{\"joke\":\"a ``` b\",\"rating\":4}")))
                .isInstanceOf(Answer.Structured.class);
    }

    @Test
    void an_answer_made_to_take_long_is_given_up() {
        String evil = "{\"joke\":\"x\",\"rating\":4,\"tags\":[\"" + "a".repeat(60) + "!\"]}";

        assertThat(judged(evil))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.message())
                                .isEqualTo("the answer makes the regular expression '^(.*a){20}$' take too long"));
    }

    @Test
    void an_answer_of_any_depth_size_or_number_is_bounded() {
        assertThat(message("[".repeat(100_000))).contains("nesting depth (201) exceeds the maximum allowed (200");
        assertThat(message("{\"joke\":\"" + "x".repeat(1 << 20) + "\"}"))
                .isEqualTo("the answer has 1048587 characters, at most 1048576 are checked");
        assertThat(message("{\"joke\":\"x\",\"rating\":" + "9".repeat(5000) + "}"))
                .contains("exceeds the maximum allowed");
        assertThat(judged("{\"joke\":\"x\",\"rating\":1e999999999}")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'array'} | must be of type object, as its properties become columns, found type \"array\"",
                "{'properties':{'a':{}}} | must be of type object, as its properties become columns, found type nothing",
                "{'type':'object'} | has 0 properties, which become columns; it must have from 1 to 200",
                "{'type':'object','properties':{' a':{}}} | has property ' a', which cannot name a column: a name has from 1 to 128 characters, none of them a control character, and no blank at its ends",
                "{'type':'objct','properties':{'a':{}}} | is no JSON Schema: at /type: does not have a value in the enumeration [\"array\", \"boolean\", \"integer\", \"null\", \"number\", \"object\", \"string\"]",
                "{'$schema':'http://json-schema.org/draft-04/schema#','type':'object'} | is of dialect 'http://json-schema.org/draft-04/schema#', which is none of http://json-schema.org/draft-07/schema#, https://json-schema.org/draft/2019-09/schema, https://json-schema.org/draft/2020-12/schema; leave $schema out for the newest",
                "{'type':'object','properties':{'a':{'$ref':'#'}}} | refers to itself at /properties/a/$ref; write out as many levels as are needed",
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/x'}}} | refers to '#/$defs/x' at /properties/a, which is not in it; a $ref leads inside the schema, as #/$defs/name, and nothing is fetched from elsewhere",
                "{'type':'object','properties':{'a':{'$id':'http://x/y'}}} | has '$id' at /properties/a, which is not supported; leave it out",
                "{'type':'object','properties':{'a':{'pattern':'('}}} | has a regular expression at /properties/a/pattern that cannot be read: Unclosed group",
            })
    void a_schema_that_cannot_be_used_is_refused_with_its_reason(String schema, String reason) {
        assertThatThrownBy(() -> of(schema))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problems().get(0).message()).isEqualTo(reason));
    }

    @Test
    void nothing_is_fetched_for_a_schema_whatever_it_refers_to() throws IOException {
        var asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
        });
        server.start();
        try {
            String there = "http://127.0.0.1:" + server.getAddress().getPort() + "/x.json";
            for (String schema : List.of(
                    "{'type':'object','properties':{'a':{'$ref':'%s'}}}",
                    "{'type':'object','properties':{'a':{}},'$defs':{'unused':{'$ref':'%s'}}}",
                    "{'type':'object','properties':{'a':{'$dynamicRef':'%s'}}}",
                    "{'$schema':'%s','type':'object','properties':{'a':{}}}",
                    "{'type':'object','properties':{'a':{'$id':'%1$s','$ref':'#/b'}}}",
                    "{'$schema':'http://json-schema.org/draft-07/schema#','type':'object','properties':{'a':{'$ref':'%s'}}}")) {
                assertThatThrownBy(() -> of(schema.formatted(there))).isInstanceOf(Refused.class);
            }
        } finally {
            server.stop(0);
        }

        assertThat(asked).hasValue(0);
    }

    @Test
    void a_schema_that_grows_without_bound_when_its_references_are_written_out_is_refused() {
        String definitions = IntStream.range(0, 40)
                .mapToObj(i ->
                        "'d%d':{'anyOf':[{'$ref':'#/$defs/d%d'},{'$ref':'#/$defs/d%d'}]}".formatted(i, i + 1, i + 1))
                .collect(Collectors.joining(","));
        String schema = "{'type':'object','properties':{'a':{'$ref':'#/$defs/d0'}},'$defs':{" + definitions
                + ",'d40':{'type':'string'}}}";

        assertThat(problems(schema))
                .contains("has more than 1000 schemas in it, each counted as often as a $ref uses it; make it smaller");
    }

    @Test
    void a_schema_nested_too_deep_or_too_large_is_refused() {
        assertThat(problems("{'type':'object','properties':{'a':" + "{'not':".repeat(500) + "{}" + "}".repeat(502)))
                .anyMatch(message -> message.endsWith("deep; at most 64 are possible"));
        assertThat(problems("{'type':'object','properties':{'a':{'description':'" + "x".repeat(50_000) + "'}}}"))
                .containsExactly("has 50055 bytes; at most 50000 are possible");
    }

    @Test
    void bedrock_is_told_the_part_it_takes_and_the_model_the_rest_in_words() {
        OutputSchema schema = of("""
                {'$schema':'https://json-schema.org/draft/2020-12/schema','type':'object','title':'T','properties':{
                 'a':{'type':'integer','minimum':1,'description':'How many.'},
                 'b':{'oneOf':[{'type':'string','format':'date'},{'type':'string','format':'odd'}]},
                 'c':{'type':'array','minItems':2,'items':{'type':'object','properties':{'minimum':{'type':'null'}}}}}}""");

        assertThat(schema.enforcement()).isEmpty();
        assertThat(schema.enforced().toString().replace("\\\"", "'").replace('"', '\''))
                .isEqualTo("""
                {'type':'object','title':'T','properties':{'a':{'type':'integer','description':'How many. {'minimum':1}'},\
                'b':{'anyOf':[{'type':'string','format':'date'},{'type':'string','description':'{'format':'odd'}'}]},\
                'c':{'type':'array','items':{'type':'object','properties':{'minimum':{'type':'null'}},\
                'additionalProperties':false},'description':'{'minItems':2}'}},'additionalProperties':false}""");
    }

    @Test
    void a_schema_of_open_objects_is_not_enforced_in_silence() {
        OutputSchema schema = of("""
                {'type':'object','properties':{'a':{'type':'object','additionalProperties':{'type':'string'}}}}""");

        assertThat(schema.enforcement())
                .extracting(problem -> problem.message())
                .containsExactly(
                        "allows additionalProperties at /properties/a; Bedrock holds this model to a schema only"
                                + " where they are false: write false, or leave the member out");
    }

    @Test
    void references_are_written_out_where_they_cannot_be_sent() {
        OutputSchema schema = of("""
                {'type':'object','title':'T','$defs':{'s':{'type':'string','description':'A'}},'properties':{
                 'definitions':{'$ref':'#/$defs/s','description':'B'},'$ref':{'type':'null'}},'required':['definitions']}""");

        assertThat(schema.plain().toString().replace('"', '\'')).isEqualTo("""
                {'type':'object','properties':{'definitions':{'type':'string','description':'B'},\
                '$ref':{'type':'null'}},'required':['definitions']}""");
    }

    @Test
    void one_schema_judges_answers_on_all_threads() {
        List<Answer> answers = IntStream.range(0, 2000)
                .parallel()
                .mapToObj(i -> judged("{\"joke\":\"%d\",\"rating\":%s}".formatted(i, i % 2 == 0 ? i + 1 : "null")))
                .toList();

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).status()).isEqualTo(i % 2 == 0 ? "ok" : "failed");
        }
    }

    private static OutputSchema of(String json) {
        return OutputSchema.of(json.replace("'", "\""));
    }

    private static List<String> problems(String json) {
        var problems = new ArrayList<String>();
        assertThatThrownBy(() -> of(json))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> refused.problems().forEach(problem -> problems.add(problem.message())));
        return problems;
    }

    private static Answer judged(String said) {
        return JOKE.judged(new Answer.Text(said, "end_turn", Tokens.of(1, 2)));
    }

    private static String message(String said) {
        return ((Answer.Failed) judged(said)).message();
    }
}
