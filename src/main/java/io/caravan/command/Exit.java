package io.caravan.command;

/** What the exit codes of the commands mean; each command's help names its own. */
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int REFUSED = 2;
    static final int ROWS_FAILED = 3;
    static final int ABSENT = 4;
    static final int DENIED = 5;
    static final int SILENT = 6;

    static final String HEADING = "%nExit codes:%n";
    static final String WRONG_LINE = "2:the command line is wrong";
    static final String NO_RUN = "4:there is no such run, or not what was asked of it";
    static final String NO_TOKEN = "5:the service does not take the token in CARAVAN_TOKEN, or there is none";
    static final String NO_ANSWER = "6:the service cannot be reached, or cannot answer now";

    private Exit() {}
}
