package io.caravan.model;

import java.util.OptionalLong;

/** What a record was billed for, where the model tells it. */
public record Tokens(OptionalLong input, OptionalLong output) {
    public static final Tokens UNKNOWN = new Tokens(OptionalLong.empty(), OptionalLong.empty());

    public static Tokens of(long input, long output) {
        return new Tokens(OptionalLong.of(input), OptionalLong.of(output));
    }

    public static Tokens ofInput(long input) {
        return new Tokens(OptionalLong.of(input), OptionalLong.empty());
    }
}
