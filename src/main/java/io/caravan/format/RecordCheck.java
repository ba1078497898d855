package io.caravan.format;

import java.util.Optional;

/** Whether a row that is a record already has a {@code modelInput} that is an object. */
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
        return value.startsWith('{') ? Optional.empty() : Optional.of(noObject(value.toString()));
    }

    private static String noObject(String found) {
        return MODEL_INPUT + " must be an object {…}, found "
                + (found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found);
    }
}
