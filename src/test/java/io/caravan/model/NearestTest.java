package io.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> FIELDS = List.of(
            "s3_uri", "dataset_id", "job_name_prefix", "model_id", "prompt_id", "prompt", "max_records", "tags");

    @ParameterizedTest
    @CsvSource({
        "s3uri, s3_uri",
        "S3_URI, s3_uri",
        "max-records, max_records",
        "max_recrods, max_records",
        "job_name, job_name_prefix",
        "model, model_id",
        "promt, prompt",
        "promptid, prompt_id",
        "tgas, tags",
    })
    void a_slip_of_the_pen_finds_its_name(String given, String meant) {
        assertThat(Nearest.to(given, FIELDS)).contains(meant);
    }

    @Test
    void of_two_names_as_near_it_is_always_the_same() {
        assertThat(Nearest.to("prompt_idd", List.of("prompt_ids", "prompt_id"))).contains("prompt_id");
    }

    @Test
    void something_else_finds_nothing() {
        assertThat(Nearest.to("colour", FIELDS)).isEmpty();
    }

    @Test
    void nothing_is_near_when_nothing_is_valid() {
        assertThat(Nearest.to("s3_uri", List.of())).isEmpty();
    }

    @Test
    void two_letters_are_no_part_of_a_name() {
        assertThat(Nearest.to("id", FIELDS)).isEmpty();
    }

    @Test
    void a_message_asks_or_says_nothing() {
        assertThat(Nearest.didYouMean("modle_id", FIELDS)).isEqualTo("; did you mean 'model_id'?");
        assertThat(Nearest.didYouMean("colour", FIELDS)).isEmpty();
    }
}
