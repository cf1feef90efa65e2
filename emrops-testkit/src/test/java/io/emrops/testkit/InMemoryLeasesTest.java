package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.spi.Leases.Acquisition;
import io.emrops.spi.Leases.Held;
import io.emrops.spi.Leases.Holder;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InMemoryLeasesTest {
    private static final Instant SINCE = Instant.parse("2026-03-01T02:00:00Z");

    private final InMemoryLeases leases = new InMemoryLeases();

    @Test
    void the_locks_of_a_dead_process_stay_and_are_known_to_be_orphaned() {
        var next = leases.anotherProcess();
        acquire(leases, "run-1", SINCE);

        leases.die();

        assertThat(next.holder("emrnext")).map(Held::alive).contains(false);
        assertThat(acquire(next, "run-2", SINCE)).isInstanceOf(Acquisition.Refused.class);
    }

    @Test
    void a_resumed_run_takes_its_locks_over_from_the_dead_process() {
        var next = leases.anotherProcess();
        acquire(leases, "run-1", SINCE);
        leases.die();

        assertThat(acquire(next, "run-1", SINCE.plusSeconds(60))).isEqualTo(new Acquisition.Granted());

        assertThat(next.holder("emrnext")).hasValueSatisfying(held -> {
            assertThat(held.alive()).isTrue();
            assertThat(held.holder().since()).isEqualTo(SINCE);
            assertThat(held.process()).contains("process 2");
        });
    }

    private static Acquisition acquire(InMemoryLeases leases, String run, Instant since) {
        return leases.acquire(new TreeSet<>(List.of("emrnext")), new Holder(run, "deploy", "lock", since));
    }
}
