package io.caravan.model;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the CSV files of a data set are written.
 *
 * @param separator ASCII, between the values of a line
 */
public record CsvForm(char separator, Charset charset) {
    /** What a manifest need not say: commas and UTF-8. */
    public static final CsvForm USUAL = new CsvForm(',', StandardCharsets.UTF_8);
}
