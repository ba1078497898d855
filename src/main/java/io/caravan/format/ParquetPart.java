package io.caravan.format;

import io.caravan.model.Answer;
import io.caravan.model.Tokens;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** A result part as a Parquet file. What there is nothing to say of is null. */
final class ParquetPart implements PartWriter {
    /** Where those columns that are not text stand among the ones that a result adds. */
    static final int ANSWER = 1;

    static final int INPUT_TOKENS = 5;
    static final int OUTPUT_TOKENS = 6;

    private static final int RECORD_ID = 0;
    private static final int STATUS = 2;
    private static final int ERROR = 3;
    private static final int STOP_REASON = 4;

    private final OutputStream out;
    private final MessageType schema;
    private final int columns;
    private final ParquetWriter<Joined> writer;

    /** A row and what became of it. */
    private record Joined(Row row, String recordId, Answer answer) {}

    /** @param columns how many of the schema's columns are the data set's */
    ParquetPart(OutputStream out, MessageType schema, int columns) throws IOException {
        this.out = out;
        this.schema = schema;
        this.columns = columns;
        writer = ParquetOutput.writer(out, schema, this::write);
    }

    @Override
    public void row(Row row, String recordId, Answer answer) throws IOException {
        writer.write(new Joined(row, recordId, answer));
    }

    private void write(Joined joined, RecordConsumer to) {
        for (int column = 0; column < columns; column++) {
            joined.row().parquet(column, schema.getFieldName(column), to);
        }
        text(RECORD_ID, joined.recordId(), to);
        switch (joined.answer()) {
            case Answer.Text text -> {
                ParquetFields.text(name(ANSWER), columns + ANSWER, text.text(), to);
                outcome(joined.answer(), "", text.stopReason(), text.tokens(), to);
            }
            case Answer.Embedding embedding -> {
                ParquetFields.floats(name(ANSWER), columns + ANSWER, embedding.vector(), to);
                outcome(joined.answer(), "", "", embedding.tokens(), to);
            }
            case Answer.Failed failed -> {
                String error = failed.errorClass().word() + ": " + failed.message();
                outcome(joined.answer(), error, failed.stopReason(), failed.tokens(), to);
            }
            case Answer.Skipped skipped -> {
                String error = joined.answer().status() + ": " + skipped.reason();
                outcome(joined.answer(), error, "", Tokens.UNKNOWN, to);
            }
        }
    }

    private void outcome(Answer answer, String error, String stopReason, Tokens tokens, RecordConsumer to) {
        text(STATUS, answer.status(), to);
        text(ERROR, error, to);
        text(STOP_REASON, stopReason, to);
        number(INPUT_TOKENS, tokens.input(), to);
        number(OUTPUT_TOKENS, tokens.output(), to);
    }

    private void text(int added, String value, RecordConsumer to) {
        if (!value.isEmpty()) {
            ParquetFields.text(name(added), columns + added, value, to);
        }
    }

    private void number(int added, OptionalLong value, RecordConsumer to) {
        value.ifPresent(number -> ParquetFields.number(name(added), columns + added, number, to));
    }

    private String name(int added) {
        return schema.getFieldName(columns + added);
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
