package io.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.Template.Column;
import io.caravan.model.Template.Literal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateParserTest {

    @Test
    void text_and_columns_come_out_in_their_order() {
        assertThat(Template.parse("A joke about {topic}, in {lang}.").parts())
                .containsExactly(
                        new Literal("A joke about "),
                        new Column("topic"),
                        new Literal(", in "),
                        new Column("lang"),
                        new Literal("."));
    }

    @Test
    void doubled_braces_are_literal_ones() {
        assertThat(Template.parse("{{\"topic\": \"{topic}\"}}").parts())
                .containsExactly(new Literal("{\"topic\": \""), new Column("topic"), new Literal("\"}"));
    }

    @Test
    void a_column_in_doubled_braces_is_text() {
        assertThat(Template.parse("{{topic}}").parts()).containsExactly(new Literal("{topic}"));
    }

    @Test
    void three_braces_are_a_literal_one_around_a_column() {
        assertThat(Template.parse("{{{topic}}}").parts())
                .containsExactly(new Literal("{"), new Column("topic"), new Literal("}"));
    }

    @Test
    void a_column_named_twice_is_needed_once() {
        var template = Template.parse("{b} {a} {b}");

        assertThat(template.columns()).containsExactly("b", "a");
        assertThat(template.parts()).hasSize(5);
    }

    @Test
    void a_column_may_have_spaces_and_any_script() {
        assertThat(Template.parse("{Straße und Ort} {題}").columns()).containsExactly("Straße und Ort", "題");
    }

    @Test
    void a_template_without_text_has_no_parts() {
        assertThat(Template.parse("").parts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}      | is empty",
                "{ }     | is empty",
                "{0}     | is a position",
                "{a.b}   | asks for an attribute ('.')",
                "{a[0]}  | asks for an element ('[')",
                "{a!r}   | asks for a conversion ('!')",
                "{a:>3}  | asks for a format (':')",
                "{a{b}   | has a brace inside",
            })
    void what_python_would_allow_is_refused_by_name(String template, String reason) {
        assertThatThrownBy(() -> Template.parse(template))
                .isInstanceOf(Refused.class)
                .hasMessage("line 1 of the template has the placeholder '" + template + "', which " + reason
                        + "; a placeholder is a column's name, a literal brace is doubled");
    }

    @Test
    void a_brace_that_is_not_closed_is_refused() {
        assertThatThrownBy(() -> Template.parse("one\n{topic"))
                .hasMessage("line 2 of the template has a '{' without a '}' after it; write '{{' for a literal brace");
    }

    @Test
    void a_brace_that_was_not_opened_is_refused() {
        assertThatThrownBy(() -> Template.parse("topic} "))
                .hasMessage("line 1 of the template has a '}' without a '{' before it; write '}}' for a literal brace");
    }

    @Test
    void all_problems_come_in_one_refusal() {
        assertThatThrownBy(() -> Template.parse("{0}\n}\n{x!r} {ok} {open"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::message)
                                .containsExactly(
                                        "line 1 of the template has the placeholder '{0}', which is a position; a placeholder"
                                                + " is a column's name, a literal brace is doubled",
                                        "line 2 of the template has a '}' without a '{' before it; write '}}' for a literal"
                                                + " brace",
                                        "line 3 of the template has the placeholder '{x!r}', which asks for a conversion"
                                                + " ('!'); a placeholder is a column's name, a literal brace is doubled",
                                        "line 3 of the template has a '{' without a '}' after it; write '{{' for a literal"
                                                + " brace"));
    }
}
