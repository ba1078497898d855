package io.caravan.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model is asked about a row. All texts are templates, as they were on acceptance.
 *
 * @param id of the library's prompt that was taken, if one was
 * @param system the system prompt, if any
 * @param examples turns that come before the row's own, to show the model what is wanted
 * @param text the user's turn; for embedding models the text column in braces
 */
public record Prompt(Optional<String> id, Optional<String> system, List<Example> examples, String text) {

    private static final int DIGEST = 12;

    /** A turn of the user and what the model is to have answered. */
    public record Example(String user, String assistant) {}

    public Prompt {
        examples = List.copyOf(examples);
    }

    /** A prompt of one text. */
    public static Prompt of(String text) {
        return new Prompt(Optional.empty(), Optional.empty(), List.of(), text);
    }

    public Prompt named(String other) {
        return new Prompt(Optional.of(other), system, examples, text);
    }

    public Prompt withSystem(Optional<String> other) {
        return new Prompt(id, other, examples, text);
    }

    /** Tells one version of a prompt from another: the first 12 hexadecimal digits of the SHA-256 of its texts. */
    public String digest() {
        try {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            templates().forEach(template -> {
                sum.update(template.getBytes(StandardCharsets.UTF_8));
                sum.update((byte) 0);
            });
            return HexFormat.of().formatHex(sum.digest()).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All templates, in the order in which the model reads them. */
    public Stream<String> templates() {
        return Stream.of(
                        system.stream(),
                        examples.stream().flatMap(example -> Stream.of(example.user(), example.assistant())),
                        Stream.of(text))
                .flatMap(texts -> texts);
    }
}
