package io.caravan.chaos.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An HTTP/1.1 message with its whole body. Headers keep their spelling and order, so that a signature over them still
 * holds after it was read and written again. Immutable, but for the bytes of the body, which nobody changes.
 */
final class Message {
    private static final String END = "\r\n";
    private static final Set<String> NO_BODY = Set.of("100", "204", "304");

    private final String start;
    private final List<String> headers;
    private final byte[] body;

    /** {@code start} is the request or status line. */
    Message(String start, List<String> headers, byte[] body) {
        this.start = start;
        this.headers = headers;
        this.body = body;
    }

    /** Reads a request; empty at the end of the connection. {@code onExpect} is run when the client waits to be let on. */
    static Optional<Message> request(InputStream in, Interim onExpect) throws IOException {
        Optional<List<String>> head = head(in);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        var message = new Message(
                head.get().getFirst(), head.get().subList(1, head.get().size()), new byte[0]);
        if (message.header("expect").isPresent()) {
            onExpect.letOn();
        }
        // The body is in one piece afterwards, and nobody waits before it any more.
        Message bare = message.without("expect").without("transfer-encoding");
        if (message.header("transfer-encoding").isPresent()) {
            return Optional.of(bare.with(chunks(in)));
        }
        return Optional.of(message.length() == 0 ? bare : bare.with(exactly(in, message.length())));
    }

    /** Reads a response that ends with its connection. */
    static Message response(InputStream in, boolean hasBody) throws IOException {
        List<String> head = head(in).orElseThrow(() -> new EOFException("the service closed without a response"));
        var message = new Message(head.getFirst(), head.subList(1, head.size()), new byte[0]);
        if (!hasBody || NO_BODY.contains(head.getFirst().split(" ", 3)[1])) {
            return message;
        }
        boolean chunked = message.header("transfer-encoding").isPresent();
        return message.without("transfer-encoding").with(chunked ? chunks(in) : in.readAllBytes());
    }

    /** What to do when a client sends its head and waits for a word before the body. */
    @FunctionalInterface
    interface Interim {
        void letOn() throws IOException;
    }

    Optional<String> header(String name) {
        String key = name + ":";
        return headers.stream()
                .filter(header -> header.regionMatches(true, 0, key, 0, key.length()))
                .map(header -> header.substring(key.length()).strip())
                .findFirst();
    }

    Message without(String name) {
        String key = name + ":";
        return new Message(
                start,
                headers.stream()
                        .filter(header -> !header.regionMatches(true, 0, key, 0, key.length()))
                        .toList(),
                body);
    }

    Message plus(String header) {
        var all = new ArrayList<>(headers);
        all.add(header);
        return new Message(start, List.copyOf(all), body);
    }

    private Message with(byte[] content) {
        Message bare = without("content-length");
        return new Message(start, bare.headers, content).plus("Content-Length: " + content.length);
    }

    byte[] body() {
        return body;
    }

    /** The whole message as it goes over the wire. */
    byte[] bytes() {
        var text = new StringBuilder(start).append(END);
        headers.forEach(header -> text.append(header).append(END));
        text.append(END);
        byte[] head = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    String method() {
        return start.substring(0, start.indexOf(' '));
    }

    /** Path and query, as sent. */
    String target() {
        return start.split(" ", 3)[1];
    }

    private int length() {
        return header("content-length").map(Integer::parseInt).orElse(0);
    }

    private static Optional<List<String>> head(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        while (true) {
            Optional<String> line = line(in);
            if (line.isEmpty()) {
                if (lines.isEmpty()) {
                    return Optional.empty();
                }
                throw new EOFException("the connection ended within a head");
            }
            if (line.get().isEmpty()) {
                return Optional.of(lines);
            }
            lines.add(line.get());
        }
    }

    private static Optional<String> line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        while (b != '\n') {
            if (b < 0) {
                throw new EOFException("the connection ended within a line");
            }
            if (b != '\r') {
                line.write(b);
            }
            b = in.read();
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within a body");
        }
        return bytes;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in).orElseThrow(EOFException::new);
            int length = Integer.parseInt(size.split(";", 2)[0].strip().toLowerCase(Locale.ROOT), 16);
            if (length == 0) {
                while (!line(in).orElse("").isEmpty()) {
                    // trailers are left out
                }
                return body.toByteArray();
            }
            body.write(exactly(in, length));
            line(in);
        }
    }
}
