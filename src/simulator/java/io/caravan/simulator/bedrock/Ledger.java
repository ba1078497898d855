package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * What was asked, what became of it and what was billed, one JSON object a line, appended for ever: the bank statement
 * against which the product's own account can be checked. Every line holds {@code at} and {@code what}:
 * <ul>
 *   <li>{@code create}: {@code outcome} (accepted, replayed, refused), {@code jobName}, {@code token}, {@code modelId},
 *       {@code jobArn} or {@code error} and {@code message}
 *   <li>{@code state}: {@code jobArn}, {@code jobName}, {@code model} (the base model), {@code status}, {@code active}
 *       (jobs of that model that count against its quota from now on)
 *   <li>{@code billed}: {@code jobArn}, {@code jobName}, {@code model}, {@code total}, {@code success}, {@code error},
 *       {@code inputTokens}, {@code outputTokens}; once a job
 *   <li>{@code invoked}: {@code operation} (InvokeModel, Converse), {@code modelId}, {@code model}, {@code body} (the
 *       request's CRC-32), {@code outcome} (answered, refused), {@code inputTokens} and {@code outputTokens}, which are
 *       billed on demand, or {@code error} and {@code message}
 * </ul>
 * Thread-safe.
 */
final class Ledger implements AutoCloseable {

    private final Path file;
    private final Writer lines;

    Ledger(Path file) throws IOException {
        this.file = file;
        this.lines = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    Path file() {
        return file;
    }

    static ObjectNode line(Instant at, String what) {
        return Mapping.JSON.createObjectNode().put("at", at.toString()).put("what", what);
    }

    synchronized void write(ObjectNode line) {
        try {
            lines.write(line + "\n");
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the simulator's ledger " + file, e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        lines.close();
    }
}
