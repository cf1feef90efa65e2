package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.event.RunEvent;
import io.emrops.event.RunEvent.Noted;
import io.emrops.event.RunEvent.StepStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordingListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RecordingListener events = new RecordingListener();

    @Test
    void an_event_that_happened_is_found_at_once() throws Exception {
        events.on(noted("first"));
        events.on(started("deploy"));
        events.on(noted("second"));

        assertThat(events.await(Noted.class, Duration.ZERO)).isEqualTo(noted("first"));
        assertThat(events.await(Noted.class, e -> e.text().startsWith("sec"), Duration.ZERO))
                .isEqualTo(noted("second"));
        assertThat(events.events(StepStarted.class)).containsExactly(started("deploy"));
    }

    @Test
    void an_event_to_come_is_waited_for() throws Exception {
        var waiting = new FutureTask<RunEvent>(() -> events.await(StepStarted.class, PATIENCE));
        new Thread(waiting).start();

        events.on(noted("something else"));
        events.on(started("deploy"));

        assertThat(waiting.get()).isEqualTo(started("deploy"));
    }

    @Test
    void histories_can_be_waited_for() throws Exception {
        var waiting = new FutureTask<>(() -> {
            events.awaitHistory(history -> history.size() == 2, PATIENCE);
            return true;
        });
        new Thread(waiting).start();

        events.on(noted("one"));
        events.on(noted("two"));

        assertThat(waiting.get()).isTrue();
    }

    @Test
    void what_does_not_come_is_told_with_what_did() {
        events.on(noted("something else"));

        assertThatThrownBy(() -> events.await(StepStarted.class, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("something else");
    }

    @Test
    void what_was_cleared_is_not_found_any_more() {
        events.on(noted("before"));

        events.clear();

        assertThat(events.events()).isEmpty();
    }

    private static Noted noted(String text) {
        return new Noted("run", Instant.EPOCH, text);
    }

    private static StepStarted started(String path) {
        return new StepStarted("run", Instant.EPOCH, path, "Title", 1);
    }
}
