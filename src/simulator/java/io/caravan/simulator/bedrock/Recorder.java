package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.inference.Answer;
import io.caravan.simulator.inference.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes one output line for one input line. Not thread-safe: it counts the records of a job. */
final class Recorder {

    private final Model model;
    private final FaultSwitches faults;
    private final boolean allFail;
    private long position;

    /** @param allFail every record of the job gets an error line */
    Recorder(Model model, FaultSwitches faults, boolean allFail) {
        this.model = model;
        this.faults = faults;
        this.allFail = allFail;
    }

    /** Writes the line, its end included, and says what the model answered. */
    Answer write(byte[] line, int length, OutputStream out) throws IOException {
        position++;
        RecordLine record = RecordLine.of(line, length);
        Answer answer = answer(record, line);
        String recordId = Mapping.JSON.writeValueAsString(
                record.recordId().isEmpty() ? "REC%08d".formatted(position) : record.recordId());
        // Bedrock's samples differ in the order of the members, so the simulator does too.
        boolean idFirst = position % 2 == 0;
        out.write('{');
        if (idFirst) {
            write(out, "\"recordId\":" + recordId + ",");
        }
        write(out, "\"modelInput\":");
        out.write(line, record.start(), record.end() - record.start());
        switch (answer) {
            case Answer.Given given -> {
                write(out, ",\"modelOutput\":");
                out.write(Mapping.JSON.writeValueAsBytes(given.body()));
            }
            case Answer.Refused refused -> {
                JsonNode error = Mapping.JSON
                        .createObjectNode()
                        .put("errorCode", refused.code())
                        .put("errorMessage", refused.message());
                write(out, ",\"error\":" + error);
            }
        }
        write(out, idFirst ? "}\n" : ",\"recordId\":" + recordId + "}\n");
        return answer;
    }

    private Answer answer(RecordLine record, byte[] line) {
        if (allFail) {
            return Answer.invalid("The provided request is not valid");
        }
        if (faults.mayFailRecords()) {
            var fault = faults.forRecord(position, record.rawInput(line));
            if (fault.isPresent()) {
                return fault.get().apply(model.answer(record.modelInput()));
            }
        }
        return model.answer(record.modelInput());
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
