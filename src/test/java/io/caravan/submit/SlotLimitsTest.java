package io.caravan.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.model.RunState;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SlotLimitsTest {
    private static final String TITAN_CUSTOM =
            "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-embed-text-v2:0:8k/abcdefghijkl";

    private final MemoryInventory inventory = new MemoryInventory();
    private final ModelCatalog models = Given.models();
    private OptionalInt quota = OptionalInt.of(20);

    @Test
    void the_accounts_quota_counts() {
        assertThat(limits(0).of(model(Given.HAIKU))).isEqualTo(20);
    }

    @Test
    void a_configured_number_counts_before_the_accounts_quota() {
        assertThat(limits(7).of(model(Given.HAIKU))).isEqualTo(7);
    }

    @Test
    void where_the_quota_cannot_be_read_models_yaml_counts() {
        quota = OptionalInt.empty();

        assertThat(limits(0).of(model(Given.HAIKU))).isEqualTo(100);
    }

    @Test
    void a_model_whose_quota_has_no_known_name_is_not_asked_about() {
        assertThat(limits(0).of(model("zai.glm-4.7"))).isEqualTo(100);
    }

    @Test
    void custom_models_are_asked_about_by_themselves() {
        var asked = new SlotLimits(inventory, models, (name, custom) -> OptionalInt.of(custom ? 5 : 50), 0);

        assertThat(asked.of(model(TITAN_CUSTOM))).isEqualTo(5);
        assertThat(asked.of(model(Given.TITAN))).isEqualTo(50);
    }

    @Test
    void a_raised_quota_is_used_by_the_runs_under_way() {
        inventory.open(Given.POOL, 20);
        inventory.add(Given.run("jokes").in(new RunState.Running(100, 1, Given.NOW)));
        quota = OptionalInt.of(40);

        limits(0).renew();

        assertThat(inventory.slots().getFirst().limit()).isEqualTo(40);
    }

    @Test
    void a_number_configured_anew_counts_for_every_pool() {
        inventory.open(Given.POOL, 20);

        limits(3).renew();

        assertThat(inventory.slots().getFirst().limit()).isEqualTo(3);
    }

    private SlotLimits limits(int configured) {
        return new SlotLimits(inventory, models, (name, custom) -> quota, configured);
    }

    private Model model(String id) {
        return models.resolve(id);
    }
}
