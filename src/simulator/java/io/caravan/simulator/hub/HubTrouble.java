package io.caravan.simulator.hub;

import java.util.Map;

/** What goes wrong with an answer. */
public sealed interface HubTrouble {

    /** Another answer, of no words. */
    record Answers(int status, Map<String, String> headers) implements HubTrouble {}

    /** The connection breaks after so many bytes of a file. */
    record BreaksOff(int bytes) implements HubTrouble {}

    /** The head of an answer and then nothing, with the connection open. */
    record FallsSilent() implements HubTrouble {}

    /** A file whose bytes are not those of the commit. */
    record Falsifies() implements HubTrouble {}
}
