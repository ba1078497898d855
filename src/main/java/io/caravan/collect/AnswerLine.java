package io.caravan.collect;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.caravan.format.Buffer;
import io.caravan.model.Answer;
import io.caravan.model.RecordId;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** What a record was answered, as a line: its id, a space, and JSON. */
record AnswerLine(Answer answer, Optional<BigDecimal> cost) {
    private static final int JSON_FROM = RecordId.LENGTH + 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addMixIn(Answer.class, Named.class)
            .build();

    static {
        for (Class<?> kind : Answer.class.getPermittedSubclasses()) {
            JSON.registerSubtypes(new NamedType(kind, kind.getSimpleName()));
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Named {}

    void append(long record, Buffer out) throws IOException {
        out.append(RecordId.bytes(record));
        out.append((byte) ' ');
        out.append(JSON.writeValueAsBytes(this));
        out.append((byte) '\n');
    }

    /** The number of the record that a line is about. */
    static long record(byte[] line, int from) {
        return RecordId.row(line, from, RecordId.LENGTH);
    }

    static AnswerLine read(byte[] line, int from, int length) throws IOException {
        return JSON.readValue(line, from + JSON_FROM, length - JSON_FROM, AnswerLine.class);
    }
}
