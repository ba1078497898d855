package io.caravan.format;

import java.util.Optional;

/** Whether a row that is a record already has a {@code modelInput} that is an object, and not too large a one. */
final class RecordCheck implements RowCheck {
    private static final int SHOWN = 40;

    private final int input;
    private final Buffer value = new Buffer(1024);

    RecordCheck(int input) {
        this.input = input;
    }

    @Override
    public Optional<String> problem(Row row) {
        Optional<String> problem = row.problem();
        if (problem.isPresent()) {
            return problem;
        }
        if (!row.has(input)) {
            return Optional.of("the line has no " + MODEL_INPUT);
        }
        value.clear();
        row.jsonValue(input, value);
        if (!value.startsWith('{')) {
            return Optional.of(noObject(value.toString()));
        }
        return value.length() > MOST_BYTES ? Optional.of(tooLarge(value.length())) : Optional.empty();
    }

    private static String tooLarge(int bytes) {
        return MODEL_INPUT + " has " + bytes + " bytes, at most " + MOST_BYTES + " can be sent";
    }

    private static String noObject(String found) {
        return MODEL_INPUT + " must be an object {…}, found "
                + (found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found);
    }
}
