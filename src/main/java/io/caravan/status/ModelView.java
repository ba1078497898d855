package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that a run may name.
 *
 * @param embeds whether it makes embeddings rather than text
 * @param minRecords fewest records in a batch job
 * @param input US dollars for a million input tokens in batch; null where it is not known
 * @param output the same for output tokens
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelView(
        String id,
        boolean embeds,
        @JsonProperty("min_records") long minRecords,
        @JsonProperty("usd_per_million_input") @Nullable BigDecimal input,
        @JsonProperty("usd_per_million_output") @Nullable BigDecimal output) {
    private static final long MILLION = 1_000_000;

    static List<ModelView> of(ModelCatalog catalog) {
        return catalog.names().stream().map(catalog::resolve).map(ModelView::of).toList();
    }

    private static ModelView of(Model model) {
        return new ModelView(
                model.id(),
                model.family().embeds(),
                model.limits().minRecords(),
                model.price().map(price -> price.batch(MILLION, 0)).orElse(null),
                model.price().map(price -> price.batch(0, MILLION)).orElse(null));
    }
}
