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
    void all_that_was_billed_counts_each_way_at_its_price_whoever_had_the_last_word() {
        var tally = new Tally(
                3,
                0,
                0,
                0,
                3_000_000,
                300_000,
                Map.of(),
                new Tally.Portion(1, 1_000_000, 100_000),
                new Tally.Portion(97, 500_000, 50_000),
                0,
                new Tally.Bill(
                        new Tally.Portion(4, 4_000_000, 400_000),
                        new Tally.Portion(1, 1_000_000, 100_000),
                        new Tally.Portion(1, 2_000_000, 0)));

        // batch: (4 + 0.5) M × $1 + (0.4 + 0.05) M × $5; on demand: (1 + 2) M × $2 + 0.1 M × $10
        assertThat(PRICE.cost(tally)).isEqualByComparingTo("13.75");
        assertThat(tally.replaced()).isEqualTo(new Tally.Portion(2, 2_000_000, 200_000));
        assertThat(tally.replacedOnDemand()).isEqualTo(Tally.Portion.NONE);
    }
}
