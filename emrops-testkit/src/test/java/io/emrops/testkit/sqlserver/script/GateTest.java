package io.emrops.testkit.sqlserver.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate();

    @Test
    void who_comes_waits_until_it_is_open() {
        var early = gate.arrive();
        assertThat(early).isNotDone();

        gate.open();
        gate.open();

        assertThat(early).isDone();
        assertThat(gate.arrive()).isDone();
    }

    @Test
    void each_arrival_is_awaited_once() {
        var both = List.of(gate.arrive(), gate.arrive());

        gate.awaitArrival(Duration.ZERO);
        gate.awaitArrival(Duration.ZERO);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> gate.awaitArrival(Duration.ofMillis(1)))
                .withMessageContaining("no answer came to the gate");
        assertThat(both).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void an_interrupted_wait_says_so() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> gate.awaitArrival(Duration.ofSeconds(9)));

        assertThat(Thread.interrupted()).isTrue();
    }
}
