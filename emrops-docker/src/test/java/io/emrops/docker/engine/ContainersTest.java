package io.emrops.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ContainersTest {
    private final Containers containers = new Containers(EngineConnection.at("unix:///nowhere"));

    @Test
    void who_is_interrupted_goes_on_only_when_the_orders_under_way_are_carried_out() {
        var caller = Thread.currentThread();
        var carriedOut = new AtomicBoolean();
        var wentOn = new AtomicBoolean();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> {
            try {
                containers.together(List.of(Some.instance("api").get()), i -> {
                    caller.interrupt();
                    while (!wentOn.get() && caller.getState() != Thread.State.TIMED_WAITING) {
                        Thread.yield();
                    }
                    carriedOut.set(!wentOn.get());
                });
            } finally {
                wentOn.set(true);
            }
        });

        assertThat(carriedOut).isTrue();
    }
}
