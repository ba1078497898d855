package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Tally;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTest {
    private static final Price PRICE =
            new Price(new BigDecimal("2"), new BigDecimal("10"), new BigDecimal("0.5"), LocalDate.EPOCH);

    @Test
    void rows_on_demand_cost_the_full_price_and_padding_costs_too() {
        var tally = new Tally(
                3,
                0,
                0,
                0,
                3_000_000,
                300_000,
                Map.of(),
                new Tally.Portion(1, 1_000_000, 100_000),
                new Tally.Portion(97, 500_000, 50_000));

        // batch: (2 + 0.5) M × $1 + (0.2 + 0.05) M × $5; on demand: 1 M × $2 + 0.1 M × $10
        assertThat(PRICE.cost(tally)).isEqualByComparingTo("6.75");
    }
}
