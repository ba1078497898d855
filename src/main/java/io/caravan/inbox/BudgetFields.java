package io.caravan.inbox;

import io.caravan.family.Model;
import io.caravan.model.Budget;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads {@code dry_run} and {@code max_cost_usd}. */
record BudgetFields(Fields fields) {

    Budget read(Optional<Model> model) {
        Optional<BigDecimal> most = fields.positive("max_cost_usd");
        if (most.isPresent()) {
            model.filter(m -> m.price().isEmpty())
                    .ifPresent(m -> fields.wrong(
                            "max_cost_usd",
                            "cannot be kept to: models.yaml has no prices of " + m.baseId()
                                    + "; add them there, or leave max_cost_usd out"));
        }
        return new Budget(most, fields.flag("dry_run"));
    }
}
