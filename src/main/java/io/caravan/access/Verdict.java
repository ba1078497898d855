package io.caravan.access;

/** Whether a request may go on. */
public sealed interface Verdict {
    record Allowed() implements Verdict {}

    /** It lacks a token, or has one that does not count. {@code detail} says which, and the cure; never the token. */
    record Refused(String detail) implements Verdict {}

    /** Whether its token counts cannot be told now. */
    record Unsure(String detail) implements Verdict {}
}
