package io.caravan.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.fakes.Given;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AtWorkTest {
    private final LinkedBlockingQueue<Instant> words = new LinkedBlockingQueue<>();

    @Test
    void what_goes_on_is_postponed_again_and_again_until_it_is_done() throws IOException {
        assertThat(atWork(words::add).on(() -> word().equals(word()))).isTrue();
        assertThat(words).allMatch(Given.NOW.plusSeconds(60)::equals);
    }

    @Test
    void a_word_that_fails_is_not_the_last() throws IOException {
        Consumer<Instant> failing = until -> {
            words.add(until);
            throw new IllegalStateException("not reached");
        };

        assertThat(atWork(failing).on(() -> word().equals(word()))).isTrue();
    }

    @Test
    void what_fails_fails() {
        assertThatThrownBy(() -> atWork(words::add).on(() -> {
                    throw new IOException("no room");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no room");
    }

    private static AtWork atWork(Consumer<Instant> postpone) {
        return new AtWork(postpone, InstantSource.fixed(Given.NOW), Duration.ofMillis(1));
    }

    private Instant word() throws IOException {
        try {
            Instant word = words.poll(1, TimeUnit.MINUTES);
            if (word == null) {
                throw new IOException("nothing was said");
            }
            return word;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
