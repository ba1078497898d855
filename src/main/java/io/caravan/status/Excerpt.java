package io.caravan.status;

/** As much of a text as is shown. */
final class Excerpt {
    private static final int SHOWN = 4000;

    private Excerpt() {}

    static String of(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
