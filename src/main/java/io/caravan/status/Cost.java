package io.caravan.status;

import io.caravan.family.Price;
import io.caravan.model.Tally;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tokens cost, in US dollars. */
final class Cost {
    private Cost() {}

    static Optional<BigDecimal> of(Tally tally, Optional<Price> price) {
        return price.map(known -> known.cost(tally));
    }

    /** The cost of all records, judged by those that came back; absent before the first. */
    static Optional<BigDecimal> expected(Tally tally, @Nullable Long records, Optional<Price> price) {
        if (records == null || tally.total() == 0) {
            return Optional.empty();
        }
        var share = BigDecimal.valueOf(records).divide(BigDecimal.valueOf(tally.total()), MathContext.DECIMAL32);
        return of(tally, price).map(cost -> cost.multiply(share, MathContext.DECIMAL32));
    }
}
