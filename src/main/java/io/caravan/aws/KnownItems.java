package io.caravan.aws;

import io.caravan.port.NewerItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Passes over what a later version wrote, and says so once of each item. Thread-safe. */
final class KnownItems {
    private static final Logger LOG = LoggerFactory.getLogger(KnownItems.class);
    private static final int MOST = 10_000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** The items that this version can read. */
    <T> List<T> of(List<Map<String, AttributeValue>> items, Function<Map<String, AttributeValue>, T> reader) {
        var readable = new ArrayList<T>();
        for (Map<String, AttributeValue> item : items) {
            try {
                readable.add(reader.apply(item));
            } catch (NewerItem e) {
                tell(String.valueOf(e.getMessage()));
            }
        }
        return readable;
    }

    private void tell(String message) {
        if (told.size() < MOST && told.add(message)) {
            LOG.warn("passed over: {}", message);
        }
    }
}
