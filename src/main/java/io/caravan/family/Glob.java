package io.caravan.family;

import java.util.regex.Pattern;

/** An id of models.yaml, in which {@code *} stands for any text. */
record Glob(String text, Pattern pattern) {
    static Glob of(String text) {
        return new Glob(text, Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q")));
    }

    boolean matches(String id) {
        return pattern.matcher(id).matches();
    }

    /** Whether it is one id and no pattern. */
    boolean exact() {
        return text.indexOf('*') < 0;
    }
}
