package io.caravan.family;

/** What a run sends of a row. */
public sealed interface Request {

    /** The row's values are put into this. */
    record Asked(Ask ask) implements Request {}

    /** The row is a record already: its {@code modelInput} as it stands. */
    record AsItIs() implements Request {}

    /** Nothing, and why. */
    record Nothing(String reason) implements Request {}
}
