package io.caravan.model;

/** A property of the objects that a run's answers are: a column of its result. */
public record Property(String name, Kind kind) {

    /** What its values are; each may also be null or not there. */
    public enum Kind {
        TEXT,
        /** A whole number. */
        WHOLE,
        NUMBER,
        BOOLEAN,
        /** Anything: an object, an array, or now this and now that. */
        JSON
    }
}
