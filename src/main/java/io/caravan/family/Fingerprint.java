package io.caravan.family;

/** 128 bits of a digest: the same for the same request, and for no two others of a run. */
public record Fingerprint(long high, long low) {}
