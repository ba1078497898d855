package io.caravan.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.CsvForm;
import io.caravan.model.Nearest;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Optional;

/** Reads {@code csv}: how a data set's CSV files are written. */
record CsvFields(Fields fields) {
    private static final String FIELD = "csv";
    private static final String SEPARATOR = "separator";
    private static final String CHARSET = "charset";
    private static final List<String> NAMES = List.of(SEPARATOR, CHARSET);
    /** Those that a manifest may declare. */
    static final String SEPARATORS = ",;\t|";

    Optional<CsvForm> read() {
        return fields.object(FIELD).map(this::form);
    }

    /** Whether the separator is said, and not only what else there is. */
    boolean saysSeparator() {
        return fields.object(FIELD).filter(csv -> csv.hasNonNull(SEPARATOR)).isPresent();
    }

    private CsvForm form(ObjectNode csv) {
        csv.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                wrong(name, "is not a field of csv, which has separator and charset" + Nearest.didYouMean(name, NAMES));
            }
        });
        return new CsvForm(separator(csv.path(SEPARATOR)), charset(csv.path(CHARSET)));
    }

    private char separator(JsonNode value) {
        if (absent(value)) {
            return CsvForm.USUAL.separator();
        }
        String text = value.asText();
        if (!value.isTextual() || text.length() != 1 || !SEPARATORS.contains(text)) {
            wrong(SEPARATOR, "must be one of \",\", \";\", \"\\t\" and \"|\", found " + value);
            return CsvForm.USUAL.separator();
        }
        return text.charAt(0);
    }

    private Charset charset(JsonNode value) {
        if (absent(value)) {
            return CsvForm.USUAL.charset();
        }
        try {
            if (value.isTextual() && Charset.isSupported(value.asText())) {
                return Charset.forName(value.asText());
            }
        } catch (IllegalCharsetNameException e) {
            // no charset has such a name
        }
        wrong(
                CHARSET,
                "must be a charset's name, such as UTF-8 (the default), windows-1252, ISO-8859-15, UTF-16,"
                        + " Shift_JIS or GB18030, found " + value);
        return CsvForm.USUAL.charset();
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private void wrong(String name, String message) {
        fields.wrong(FIELD + "." + name, message);
    }
}
