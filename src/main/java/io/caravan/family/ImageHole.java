package io.caravan.family;

/** The place in a body of what belongs to a row's image: it stands in a {@code POJONode}, and becomes a text. */
public enum ImageHole {
    /** Its bytes as base64. */
    DATA,
    /** For example {@code image/png}. */
    MEDIA_TYPE,
    /** For example {@code png}. */
    FORMAT
}
