package io.caravan.plan;

import io.caravan.family.Question;
import io.caravan.family.Request;
import io.caravan.format.RecordIndex;
import io.caravan.format.Row;
import io.caravan.format.RowCheck;
import io.caravan.format.Rows;
import io.caravan.format.Table;
import io.caravan.model.RecordId;
import io.caravan.schema.OutputSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Some rows from all over a data set, rendered: what their prompts look like and how long they are.
 *
 * @param sent rows that can be sent
 * @param unsent rows that cannot, and are skipped
 * @param tokens of all texts that are sent of the rows that can be (system prompts, examples, prompts), and of the output
 *     schema, by rule of thumb
 * @param maxTokens of an answer, by their parameters, on average
 * @param prompts the first few of them
 */
record Sample(long sent, long unsent, double tokens, double maxTokens, List<Rendered> prompts) {
    /** The most tokens of an answer where nothing is said of it: what Caravan asks Claude for, and many models' own. */
    private static final long MAX_TOKENS = 1024;
    /** Tokens of an image: what Claude counts for one of a megapixel. How large they are is not known yet. */
    private static final double IMAGE = 1400;

    private static final int PLACES = 5;
    private static final int ROWS = 40;
    private static final int SHOWN = 3;
    /** Of a token, in Western languages. */
    private static final double LETTERS = 4;
    /** The end of the range in which letters are those of Western languages, and four make a token. */
    private static final int LATIN = 0x250;

    /** One row's prompt as the model gets it. */
    record Rendered(String recordId, Optional<String> system, String prompt) {}

    /** Reads rows at a few places, evenly spread over the first {@code records}. */
    static Sample of(Table data, RecordIndex index, long records, Question question) throws IOException {
        long sent = 0;
        long unsent = 0;
        double tokens = 0;
        double maxTokens = 0;
        var prompts = new ArrayList<Rendered>();
        long step = Math.max(ROWS, records / PLACES);
        for (long first = 0; first < records; first += step) {
            long number = first;
            try (Rows rows = data.rows(index.slice(first, Math.min(ROWS, records - first)))) {
                while (rows.next()) {
                    number++;
                    Request request = question.about(rows.row());
                    if (request instanceof Request.Nothing) {
                        unsent++;
                        continue;
                    }
                    Rendered rendered = rendered(RecordId.of(number), rows.row(), data.columns(), request);
                    sent++;
                    maxTokens += maxTokens(request);
                    tokens += image(request)
                            + schema(request)
                            + texts(rows.row(), data.columns(), request).stream()
                                    .mapToDouble(Sample::tokens)
                                    .sum();
                    if (prompts.size() < SHOWN) {
                        prompts.add(rendered);
                    }
                }
            }
        }
        return new Sample(sent, unsent, tokens, sent == 0 ? MAX_TOKENS : maxTokens / sent, prompts);
    }

    /** A row that is a record already is shown as what it is: its {@code modelInput}. */
    private static Rendered rendered(String recordId, Row row, List<String> columns, Request request) {
        UnaryOperator<String> values = column -> row.text(columns.indexOf(column));
        return request instanceof Request.Asked asked
                ? new Rendered(
                        recordId,
                        asked.ask().system().map(template -> template.render(values)),
                        asked.ask().prompt().render(values))
                : new Rendered(recordId, Optional.empty(), values.apply(RowCheck.MODEL_INPUT));
    }

    private static List<String> texts(Row row, List<String> columns, Request request) {
        UnaryOperator<String> values = column -> row.text(columns.indexOf(column));
        return request instanceof Request.Asked asked
                ? asked.ask().texts(values)
                : List.of(values.apply(RowCheck.MODEL_INPUT));
    }

    private static double image(Request request) {
        return request instanceof Request.Asked asked && asked.ask().image() ? IMAGE : 0;
    }

    private static double maxTokens(Request request) {
        return request instanceof Request.Asked asked
                        && asked.ask().parameters().get("max_tokens") instanceof Number given
                ? given.doubleValue()
                : MAX_TOKENS;
    }

    /** Tokens of the schema that is sent with a request. */
    private static double schema(Request request) {
        return request instanceof Request.Asked asked
                ? asked.ask().schema().map(OutputSchema::length).orElse(0) / LETTERS
                : 0;
    }

    /** Of all rows, those that can be sent. */
    double share() {
        return sent + unsent == 0 ? 1 : (double) sent / (sent + unsent);
    }

    double tokensPerRecord() {
        return sent == 0 ? 0 : tokens / sent;
    }

    /** Four letters a token in Western languages, about one a token in others. */
    private static double tokens(String text) {
        long western = text.chars().filter(letter -> letter < LATIN).count();
        return western / LETTERS + (text.length() - western);
    }
}
