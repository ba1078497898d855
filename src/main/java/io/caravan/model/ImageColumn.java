package io.caravan.model;

/**
 * Which image each row is asked about.
 *
 * @param column holds its S3 URI, or its path relative to the data set
 * @param maxBytes a larger one is not sent
 */
public record ImageColumn(String column, long maxBytes) {
    /** The characters that so many bytes take in a request, as base64. */
    public long maxCharacters() {
        return (maxBytes + 2) / 3 * 4;
    }
}
