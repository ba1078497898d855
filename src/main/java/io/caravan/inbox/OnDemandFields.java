package io.caravan.inbox;

import io.caravan.family.Model;
import io.caravan.model.Remainder;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what a run has invoked on demand: {@code remainder} and {@code canary}. */
record OnDemandFields(Fields fields) {
    private static final int MOST = 100;

    Remainder remainder(Optional<Model> model) {
        Optional<String> word = fields.text("remainder");
        Remainder policy = word.map(text -> Remainder.of(text).orElseGet(() -> {
                    fields.wrong(
                            "remainder",
                            "'" + text + "' is no policy; valid are reject (the default), on_demand and pad");
                    return Remainder.REJECT;
                }))
                .orElse(Remainder.REJECT);
        if (policy == Remainder.ON_DEMAND) {
            offered("remainder", model);
        }
        return policy;
    }

    OptionalInt canary(Optional<Model> model) {
        if (!fields.has("canary")) {
            return OptionalInt.empty();
        }
        offered("canary", model);
        int records = fields.whole("canary", 1, MOST, 0);
        return records == 0 ? OptionalInt.empty() : OptionalInt.of(records);
    }

    private void offered(String field, Optional<Model> model) {
        model.filter(Model::custom)
                .ifPresent(custom -> fields.wrong(
                        field,
                        "needs on-demand inference, which there is not for the custom model " + custom.id()
                                + "; leave it out"));
    }
}
