package io.caravan.model;

/**
 * One thing wrong with what a user gave: where, and what was found and would have been valid.
 *
 * @param field the manifest's field, for example {@code max_records}; empty when it is about the whole file
 * @param message what was found, what is valid and how to mend it, as one sentence
 */
public record Problem(String field, String message) {
    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
