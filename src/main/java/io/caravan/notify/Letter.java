package io.caravan.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.Notice;
import java.util.LinkedHashMap;

/** What a notice says: {@code type}, {@code timestamp} and {@code data}, as Standard Webhooks recommends. */
final class Letter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Letter() {}

    static String of(Notice notice) {
        var letter = new LinkedHashMap<String, Object>();
        letter.put("type", "run." + notice.milestone().word());
        letter.put("timestamp", notice.at().toString());
        letter.put("data", notice.data());
        try {
            return JSON.writeValueAsString(letter);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
