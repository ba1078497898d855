package io.caravan.model;

import java.util.Optional;

/**
 * What a model is asked about a row.
 *
 * @param id of the library's prompt that was taken, if one was
 * @param text the user's template as it was on acceptance; for embedding models the text column in braces
 * @param system the system prompt's template, if any
 */
public record Prompt(Optional<String> id, String text, Optional<String> system) {}
