package io.caravan.format;

import java.nio.charset.StandardCharsets;

/** The inside of a JSON string as text. */
final class JsonText {
    private static final char NO_CHARACTER = '\uFFFD';

    private JsonText() {}

    /** Whether these bytes stand for themselves: no escape is among them. */
    static boolean plain(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Decodes well-formed bytes; half a surrogate pair, which no UTF-8 can hold, becomes U+FFFD. */
    static String of(byte[] array, int from, int to) {
        String raw = new String(array, from, to - from, StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            c = raw.charAt(++i);
            if (c == 'u') {
                text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                int named = "bfnrt".indexOf(c);
                text.append(named < 0 ? c : "\b\f\n\r\t".charAt(named));
            }
        }
        return paired(text);
    }

    private static String paired(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                text.setCharAt(i, NO_CHARACTER);
            }
        }
        return text.toString();
    }
}
