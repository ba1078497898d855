package io.caravan.access;

/** A kind of token that opens the door. Thread-safe. */
interface Tokens {
    Verdict check(String token);
}
