package io.caravan.chunk;

import io.caravan.family.Ask;
import io.caravan.family.Family;
import io.caravan.format.Buffer;
import io.caravan.model.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records that fill up a job to what Bedrock takes. They ask as little as there is to ask, their ids are no rows', and they
 * are billed.
 */
final class Padding {
    private Padding() {}

    static void append(Family family, long records, Buffer out) {
        Map<String, Object> least = family.embeds() ? Map.of() : Map.of("max_tokens", 1);
        var ask = new Ask(Optional.empty(), Template.parse("."), least);
        LineTemplate template = LineTemplate.compile(family.body(ask), List.of());
        for (long number = 1; number <= records; number++) {
            template.padding(number, out);
        }
    }
}
