package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can be odd about the output of a job, whatever its end. AWS rules out none of these. */
public enum Oddity {
    /** No {@code manifest.json.out}. */
    @JsonProperty("noManifest")
    NO_MANIFEST,

    /** No file at all, though records were done. */
    @JsonProperty("nothing")
    NOTHING,

    /** Three files for each one of the input. */
    @JsonProperty("severalFiles")
    SEVERAL_FILES,

    /** The last line of each file breaks off in the middle. */
    @JsonProperty("lastLineCut")
    LAST_LINE_CUT,

    /** Every third line stands there twice. */
    @JsonProperty("linesRepeated")
    LINES_REPEATED,

    /** Every third line is followed by one whose recordId was not in the input. */
    @JsonProperty("unknownRecords")
    UNKNOWN_RECORDS,

    /** Members that no documentation knows of, in each line and in its error. */
    @JsonProperty("unknownMembers")
    UNKNOWN_MEMBERS,

    /** {@code errorCode} is a string. */
    @JsonProperty("codesAsText")
    CODES_AS_TEXT
}
