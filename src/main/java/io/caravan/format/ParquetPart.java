package io.caravan.format;

import io.caravan.model.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** A result part as a Parquet file. What there is nothing to say of is null. */
final class ParquetPart implements PartWriter {
    /** Where those columns that are not text stand among the ones that a result without an output schema adds. */
    static final int ANSWER = 1;

    static final int INPUT_TOKENS = 5;
    static final int OUTPUT_TOKENS = 6;
    static final int COST = 7;
    /** Digits of a cost behind its point. */
    static final int COST_PLACES = 15;

    private static final int RECORD_ID = 0;
    private static final int STATUS = 2;
    private static final int ERROR = 3;
    private static final int STOP_REASON = 4;

    private final OutputStream out;
    private final MessageType schema;
    private final int columns;
    private final AnswerColumns answers;
    private final ParquetWriter<Joined> writer;

    /** A row and what became of it. */
    private record Joined(Row row, String recordId, Answer answer, Optional<BigDecimal> cost) {}

    /** @param columns how many of the schema's columns are the data set's */
    ParquetPart(OutputStream out, MessageType schema, int columns, AnswerColumns answers) throws IOException {
        this.out = out;
        this.schema = schema;
        this.columns = columns;
        this.answers = answers;
        writer = ParquetOutput.writer(out, schema, this::write);
    }

    @Override
    public void row(Row row, String recordId, Answer answer, Optional<BigDecimal> cost) throws IOException {
        writer.write(new Joined(row, recordId, answer, cost));
    }

    private void write(Joined joined, RecordConsumer to) {
        for (int column = 0; column < columns; column++) {
            joined.row().parquet(column, schema.getFieldName(column), to);
        }
        Outcome outcome = Outcome.of(joined.answer());
        text(RECORD_ID, joined.recordId(), to);
        outcome.response().ifPresent(said -> answer(said, to));
        for (int i = 0; i < answers.properties().size(); i++) {
            if (!outcome.isNull(i)) {
                property(i, outcome, to);
            }
        }
        text(STATUS, outcome.status(), to);
        text(ERROR, outcome.error(), to);
        text(STOP_REASON, outcome.stopReason(), to);
        number(INPUT_TOKENS, outcome.tokens().input(), to);
        number(OUTPUT_TOKENS, outcome.tokens().output(), to);
        joined.cost().ifPresent(cost -> number(COST, OptionalLong.of(places(cost)), to));
    }

    private void answer(String said, RecordConsumer to) {
        if (answers.embeds()) {
            ParquetFields.floats(name(ANSWER), field(ANSWER), said, to);
        } else {
            ParquetFields.text(name(ANSWER), field(ANSWER), said, to);
        }
    }

    private void property(int property, Outcome outcome, RecordConsumer to) {
        int field = columns + ResultColumns.LEADING + property;
        String name = schema.getFieldName(field);
        switch (answers.properties().get(property).kind()) {
            case TEXT, JSON -> ParquetFields.text(name, field, outcome.text(property), to);
            case WHOLE ->
                Numbers.whole(outcome.value(property)).ifPresent(value -> ParquetFields.number(name, field, value, to));
            case NUMBER ->
                Numbers.finite(outcome.value(property))
                        .ifPresent(value -> ParquetFields.number(name, field, value, to));
            case BOOLEAN ->
                ParquetFields.truth(name, field, outcome.value(property).equals("true"), to);
        }
    }

    private static long places(BigDecimal cost) {
        return cost.setScale(COST_PLACES, RoundingMode.HALF_UP).unscaledValue().longValueExact();
    }

    private void text(int own, String value, RecordConsumer to) {
        if (!value.isEmpty()) {
            ParquetFields.text(name(own), field(own), value, to);
        }
    }

    private void number(int own, OptionalLong value, RecordConsumer to) {
        value.ifPresent(number -> ParquetFields.number(name(own), field(own), number, to));
    }

    /** @param own a place among the columns of a result without an output schema */
    private int field(int own) {
        return columns
                + own
                + (own < ResultColumns.LEADING ? 0 : answers.properties().size());
    }

    private String name(int own) {
        return schema.getFieldName(field(own));
    }

    @Override
    public void finish() throws IOException {
        writer.close();
    }

    @Override
    public void close() throws IOException {
        finish();
        out.close();
    }
}
