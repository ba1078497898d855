package io.caravan.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caravan.family.Family;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.S3Uri;
import io.caravan.model.Tally;
import io.caravan.model.Tokens;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What came back for the first records of a run, in their order. */
record CanaryAnswers(List<Answered> records) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** One record's. */
    record Answered(String recordId, Answer answer) {}

    /** Reads the answers that are kept. */
    static CanaryAnswers read(ObjectStore store, S3Uri prefix, Family family) throws IOException {
        List<ObjectStore.Info> kept;
        try (Stream<ObjectStore.Info> answers = store.list(prefix)) {
            kept = answers.toList();
        }
        var records = new ArrayList<Answered>();
        for (ObjectStore.Info answer : kept) {
            try (InputStream in = store.read(answer.uri(), 0, answer.size())) {
                JsonNode json = JSON.readTree(in);
                records.add(new Answered(json.path("recordId").asText(), answer(json, family)));
            }
        }
        return new CanaryAnswers(records);
    }

    private static Answer answer(JsonNode line, Family family) {
        if (line.has("error")) {
            int code = line.at("/error/errorCode").asInt();
            return new Answer.Failed(
                    ErrorClass.ofCode(code),
                    Integer.toString(code),
                    line.at("/error/errorMessage").asText(),
                    "",
                    Tokens.UNKNOWN);
        }
        byte[] output = line.path("modelOutput").toString().getBytes(UTF_8);
        return family.answer(output, 0, output.length);
    }

    Tally tally() {
        var counter = new Tally.Counter();
        records.forEach(record -> counter.count(record.answer()));
        return counter.tally();
    }
}
