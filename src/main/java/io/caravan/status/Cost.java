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

    /** The cost of all records but those that are not sent, judged by those that came back; absent before the first. */
    static Optional<BigDecimal> expected(Tally tally, @Nullable Long records, long repeats, Optional<Price> price) {
        long answered = tally.total() - tally.repeats();
        if (records == null || answered == 0) {
            return Optional.empty();
        }
        var share = BigDecimal.valueOf(records - repeats).divide(BigDecimal.valueOf(answered), MathContext.DECIMAL32);
        return of(tally, price).map(cost -> cost.multiply(share, MathContext.DECIMAL32));
    }
}
