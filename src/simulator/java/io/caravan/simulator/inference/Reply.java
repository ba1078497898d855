package io.caravan.simulator.inference;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The text that every simulated text model writes. It names the prompt, so that an answer joined to the wrong row is
 * seen: {@code Simulated answer 1a2b3c4d to: <the prompt, shortened>}, where the number is the prompt's CRC-32. Asked for
 * a schema, it is JSON that fits it.
 *
 * @param stop why the text ends
 */
record Reply(String text, Stop stop, int inputTokens, int outputTokens) {

    enum Stop {
        END,
        MAX_TOKENS,
        STOP_SEQUENCE
    }

    private static final int QUOTED = 160;

    static Reply to(Ask ask) {
        return of(ask, answer(ask));
    }

    /** The reply of a model that thinks aloud before it answers: both count as output. */
    static Reply to(Ask ask, String thoughts) {
        return of(ask, thoughts + answer(ask));
    }

    private static Reply of(Ask ask, String answer) {
        String text = answer;
        Stop stop = Stop.END;
        for (String sequence : ask.stops()) {
            int at = sequence.isEmpty() ? -1 : text.indexOf(sequence);
            if (at >= 0) {
                text = text.substring(0, at);
                stop = Stop.STOP_SEQUENCE;
            }
        }
        if (tokens(text) > ask.maxTokens()) {
            text = cut(text, Math.toIntExact(ask.maxTokens() * 4));
            stop = Stop.MAX_TOKENS;
        }
        return new Reply(
                text,
                stop,
                Math.max(1, tokens(ask.prompt())) + tokens(ask.system()) + schemaTokens(ask),
                Math.max(1, tokens(text)));
    }

    private static String answer(Ask ask) {
        return ask.schema()
                .map(schema -> Structured.of(schema, ask.prompt()).toString())
                .or(() -> Structured.told(ask.prompt())
                        .map(schema -> "```json\n"
                                + Structured.of(schema, ask.prompt()).toPrettyString() + "\n```"))
                .orElseGet(() -> sentence(ask.prompt()));
    }

    /** A schema and the tools that have one are read with the prompt, and billed. */
    private static int schemaTokens(Ask ask) {
        return ask.schema().map(schema -> tokens(schema.toString())).orElse(0);
    }

    static String sentence(String prompt) {
        return "Simulated answer " + checksum(prompt) + " to: " + shortened(prompt.strip());
    }

    /** Four characters a token: the usual rule of thumb for English. */
    static int tokens(String text) {
        return (text.length() + 3) / 4;
    }

    static String checksum(String prompt) {
        return HexFormat.of().toHexDigits((int) number(prompt));
    }

    static long number(String prompt) {
        CRC32 crc = new CRC32();
        crc.update(prompt.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static String shortened(String prompt) {
        return prompt.length() <= QUOTED ? prompt : cut(prompt, QUOTED) + "…";
    }

    /** Cuts between characters, never inside a surrogate pair. */
    private static String cut(String text, int length) {
        int end = Math.min(length, text.length());
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
