package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.util.List;

/** Says what is wrong with a CSV file, where, and how to mend it. */
final class CsvFault {
    private static final int SHOWN = 8;

    private final Bytes file;

    CsvFault(Bytes file) {
        this.file = file;
    }

    BrokenData fields(long position, List<String> columns, int found) throws IOException {
        return at(
                position,
                "expected " + count(columns.size()) + " (" + names(columns) + "), found " + found
                        + "; a value that holds the separator or a line end must be in double quotes");
    }

    BrokenData unclosed(long open) throws IOException {
        return at(
                open,
                "a double quote opens a value and is never closed; close it, or write the value as"
                        + " \"\"\"…\" when it begins with a double quote");
    }

    BrokenData behindQuote(long open, long position, byte found) throws IOException {
        long opened = line(open);
        long line = line(position);
        String where = opened == line ? "" : " that opened in line " + opened;
        return new BrokenData(file.name() + " line " + line + ": expected a separator or the line's end behind the"
                + " closing double quote of a value" + where + ", found " + named(found)
                + "; inside a quoted value a double quote is written twice");
    }

    private BrokenData at(long position, String what) throws IOException {
        return new BrokenData(file.name() + " line " + line(position) + ": " + what);
    }

    private long line(long position) throws IOException {
        return LineNumber.of(file, position);
    }

    private static String count(int fields) {
        return fields == 1 ? "1 field" : fields + " fields";
    }

    private static String names(List<String> columns) {
        String first = String.join(", ", columns.subList(0, Math.min(SHOWN, columns.size())));
        return columns.size() > SHOWN ? first + ", …" : first;
    }

    private static String named(byte b) {
        return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02X", b);
    }
}
