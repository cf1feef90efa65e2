package io.emrops.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private static final Target TARGET = new Target("kettle", "kitchen", "serial-1");
    private final HandClock clock = new HandClock();
    private final Guards guards = Guards.create(clock);
    private final Fake fake = new Fake();
    private final Kettle kettle =
            guards.guard(Kettle.class, fake, GuardSettings.defaults().openAfter(3, Duration.ofSeconds(30)));

    @Test
    void calls_and_results_go_through() throws Exception {
        assertThat(kettle.boil(2)).isEqualTo("2 cups");
        assertThat(kettle.twice(2)).isEqualTo("2 cups, 2 cups");
        assertThat(kettle.target()).isEqualTo(TARGET);
        assertThat(fake.calls).isEqualTo(3);
    }

    @Test
    void exceptions_of_the_provider_arrive_as_they_were_thrown() {
        for (var thrown : new Throwable[] {
            new IOException("checked"), new StepFailedException("x"), new InterruptedException(), new AssertionError()
        }) {
            fake.next = thrown;

            assertThatThrownBy(() -> kettle.boil(1)).isSameAs(thrown);
        }
    }

    @Test
    void after_failures_in_a_row_no_call_is_let_through_until_the_time_is_over() throws Exception {
        fail(new TargetUnavailableException("refused"), 2);
        fail(new OutcomeUnknownException("lost in the middle"), 1);
        clock.advance(Duration.ofSeconds(29));

        assertThatThrownBy(() -> kettle.boil(1))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        e -> assertThat(e.target()).contains(TARGET))
                .hasMessageContainingAll(
                        "kettle kitchen",
                        "since 2026-03-01T00:00:00Z",
                        "lost in the middle",
                        "until 2026-03-01T00:00:30Z");
        assertThat(fake.calls).isEqualTo(3);

        fake.next = null;
        clock.advance(Duration.ofSeconds(2));
        assertThat(kettle.boil(1)).isEqualTo("1 cups");
        assertThat(kettle.boil(1)).isEqualTo("1 cups");
    }

    @Test
    void a_failure_of_the_one_that_is_tried_closes_the_way_again() {
        fail(new TargetUnavailableException("refused"), 3);
        clock.advance(Duration.ofSeconds(31));

        fail(new TargetUnavailableException("refused still"), 1);

        assertThatThrownBy(() -> kettle.boil(1))
                .hasMessageContainingAll("since 2026-03-01T00:00:00Z", "refused still", "until 2026-03-01T00:01:01Z");
    }

    @Test
    void an_interrupt_of_the_one_that_is_tried_says_nothing() throws Exception {
        fail(new TargetUnavailableException("refused"), 3);
        clock.advance(Duration.ofSeconds(31));

        fail(new InterruptedException(), 1);
        fake.next = null;

        assertThat(kettle.boil(1)).isEqualTo("1 cups");
    }

    @Test
    void a_target_that_refuses_is_alive() {
        fail(new StepFailedException("no water"), 10);
        fail(new IllegalArgumentException("cups"), 10);

        assertThat(fake.calls).isEqualTo(20);
    }

    @Test
    void one_success_begins_the_count_anew() throws Exception {
        fail(new TargetUnavailableException("refused"), 2);
        fake.next = null;
        kettle.boil(1);

        fail(new TargetUnavailableException("refused"), 2);
        fake.next = null;

        assertThatCode(() -> kettle.boil(1)).doesNotThrowAnyException();
    }

    @Test
    void who_the_target_is_is_always_asked() {
        fail(new TargetUnavailableException("refused"), 3);
        assertThatThrownBy(() -> kettle.boil(1)).isInstanceOf(TargetUnavailableException.class);

        fake.target = new Target("kettle", "kitchen", "serial-2");

        assertThat(kettle.target()).isEqualTo(fake.target);
        fake.next = null;
        assertThatCode(() -> kettle.boil(1))
                .as("another target has another guard")
                .doesNotThrowAnyException();
    }

    @Test
    void a_target_that_does_not_say_who_it_is_is_not_called() {
        fake.unknown = true;

        assertThatThrownBy(() -> kettle.boil(1)).isInstanceOf(TargetUnavailableException.class);

        assertThat(fake.calls).isZero();
    }

    @Test
    void providers_of_one_target_share_its_guard_and_other_applications_do_not() throws Exception {
        var settings = GuardSettings.defaults().openAfter(3, Duration.ofSeconds(30));
        var same = guards.guard(Kettle.class, new Fake(), settings);
        var other = Guards.create(clock).guard(Kettle.class, new Fake(), settings);

        fail(new TargetUnavailableException("refused"), 3);

        assertThatThrownBy(() -> same.boil(1)).isInstanceOf(TargetUnavailableException.class);
        assertThat(other.boil(1)).isEqualTo("1 cups");
    }

    @Test
    void more_calls_at_a_time_than_allowed_are_refused() throws Exception {
        var guarded = guards.guard(Kettle.class, fake, GuardSettings.defaults().atMostAtATime(1));
        fake.entered = new CountDownLatch(1);
        fake.leave = new CountDownLatch(1);
        var thread = new Thread(() -> {
            try {
                guarded.boil(1);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        fake.entered.await();

        assertThatThrownBy(() -> guarded.boil(1))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("1 calls under way");

        fake.leave.countDown();
        thread.join();
        assertThat(guarded.boil(1)).isEqualTo("1 cups");
    }

    @Test
    void more_calls_in_a_period_than_allowed_are_refused() throws Exception {
        var guarded = guards.guard(Kettle.class, fake, GuardSettings.defaults().atMostEvery(2, Duration.ofHours(1)));
        guarded.boil(1);
        guarded.boil(1);

        assertThatThrownBy(() -> guarded.boil(1))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("called 2 times");
        assertThat(fake.calls).isEqualTo(2);
    }

    @Test
    void guards_of_one_provider_are_equal() {
        var same = guards.guard(Kettle.class, fake, GuardSettings.defaults());

        assertThat(kettle)
                .isEqualTo(same)
                .hasSameHashCodeAs(same)
                .isNotEqualTo(fake)
                .hasToString("guarded the kettle");
        assertThat(kettle.equals(null)).isFalse();
    }

    @Test
    void what_cannot_be_guarded_is_refused() {
        assertThatThrownBy(() -> guards.guard(Fake.class, fake, GuardSettings.defaults()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guards.guard(Runnable.class, () -> {}, GuardSettings.defaults()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GuardSettings.defaults().atMostAtATime(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GuardSettings.defaults().openAfter(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void fail(Throwable failure, int times) {
        fake.next = failure;
        for (var i = 0; i < times; i++) {
            assertThatThrownBy(() -> kettle.boil(1)).isSameAs(failure);
        }
    }

    /** A provider as users write them. */
    public interface Kettle {
        Target target();

        String boil(int cups) throws IOException, InterruptedException;

        default String twice(int cups) throws IOException, InterruptedException {
            return boil(cups) + ", " + boil(cups);
        }
    }

    private static final class Fake implements Kettle {
        private volatile Target target = TARGET;
        private volatile boolean unknown;
        private volatile Throwable next;
        private volatile int calls;
        private volatile CountDownLatch entered = new CountDownLatch(0);
        private volatile CountDownLatch leave = new CountDownLatch(0);

        @Override
        public Target target() {
            if (unknown) {
                throw new TargetUnavailableException("no answer");
            }
            return target;
        }

        @Override
        public String boil(int cups) throws IOException, InterruptedException {
            calls++;
            entered.countDown();
            leave.await();
            if (next instanceof IOException e) {
                throw e;
            } else if (next instanceof InterruptedException e) {
                throw e;
            } else if (next instanceof RuntimeException e) {
                throw e;
            } else if (next instanceof Error e) {
                throw e;
            }
            return cups + " cups";
        }

        @Override
        public String toString() {
            return "the kettle";
        }
    }

    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T00:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
