package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.spi.Leases;
import io.emrops.spi.Leases.Acquisition;
import io.emrops.spi.Leases.Held;
import io.emrops.spi.Leases.Holder;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all {@link Leases} keep to. Extend it and say how locks are opened. */
public abstract class LeasesContract {
    private Leases leases;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected LeasesContract() {}

    /**
     * Opens the locks of this test: none taken at first, and later, when it is called again, the same locks as another
     * user of them sees them while the first is still there.
     */
    protected abstract Leases open() throws Exception;

    @BeforeEach
    final void openTheLocks() throws Exception {
        leases = open();
    }

    @Test
    void at_first_no_lock_is_taken() {
        assertThat(leases.held()).isEmpty();
        assertThat(leases.holder("emrnext")).isEmpty();
        assertThat(leases.name()).isNotBlank();
    }

    @Test
    void a_lock_that_is_taken_names_its_holder() {
        var holder = holder("run-1");

        var answer = leases.acquire(names("emrnext"), holder);

        assertThat(answer).isEqualTo(new Acquisition.Granted());
        assertThat(leases.holder("emrnext")).hasValueSatisfying(held -> {
            assertThat(held.lock()).isEqualTo("emrnext");
            assertThat(held.holder()).isEqualTo(holder);
            assertThat(held.process()).isNotBlank();
            assertThat(held.alive()).isTrue();
        });
    }

    @Test
    void a_lock_of_another_run_is_refused_and_nothing_is_taken() {
        leases.acquire(names("b"), holder("run-1"));

        var answer = leases.acquire(names("a", "b", "c"), holder("run-2"));

        assertThat(answer).isInstanceOfSatisfying(Acquisition.Refused.class, refused -> {
            assertThat(refused.by().lock()).isEqualTo("b");
            assertThat(refused.by().holder().runId()).isEqualTo("run-1");
        });
        assertThat(leases.held()).extracting(Held::lock).containsExactly("b");
    }

    @Test
    void of_several_locks_in_the_way_the_first_is_named() {
        leases.acquire(names("c"), holder("run-1"));
        leases.acquire(names("b"), holder("run-2"));

        var answer = leases.acquire(names("a", "b", "c"), holder("run-3"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Acquisition.Refused.class,
                        refused -> assertThat(refused.by().lock()).isEqualTo("b"));
    }

    @Test
    void a_run_takes_its_own_locks_again() {
        leases.acquire(names("a"), holder("run-1"));

        var answer = leases.acquire(names("a", "b"), holder("run-1"));

        assertThat(answer).isEqualTo(new Acquisition.Granted());
        assertThat(leases.held()).extracting(Held::lock).containsExactly("a", "b");
    }

    @Test
    void a_released_lock_can_be_taken() {
        leases.acquire(names("a", "b"), holder("run-1"));

        leases.release(names("a"), "run-1");

        assertThat(leases.held()).extracting(Held::lock).containsExactly("b");
        assertThat(leases.acquire(names("a"), holder("run-2"))).isEqualTo(new Acquisition.Granted());
    }

    @Test
    void a_run_releases_only_its_own_locks() {
        leases.acquire(names("a"), holder("run-1"));
        leases.acquire(names("b"), holder("run-2"));

        leases.release(names("a", "b", "never-taken"), "run-2");

        assertThat(leases.held()).extracting(Held::lock).containsExactly("a");
    }

    @Test
    void locks_are_listed_by_name() {
        leases.acquire(names("zeta"), holder("run-1"));
        leases.acquire(names("alpha"), holder("run-2"));
        leases.acquire(names("my"), holder("run-3"));

        assertThat(leases.held()).extracting(Held::lock).containsExactly("alpha", "my", "zeta");
    }

    @Test
    void other_users_of_the_locks_see_who_holds_them() throws Exception {
        leases.acquire(names("emrnext"), holder("run-1"));

        var others = open();

        assertThat(others.holder("emrnext")).map(Held::holder).contains(holder("run-1"));
        assertThat(others.acquire(names("emrnext"), holder("run-2"))).isInstanceOf(Acquisition.Refused.class);
    }

    @Test
    void of_runs_that_want_the_same_lock_one_has_it() throws Exception {
        var inside = new AtomicInteger();
        var entered = new AtomicInteger();

        Threads.inParallel(4, worker -> {
            for (var round = 0; round < 50; round++) {
                var run = "run-" + worker + "-" + round;
                if (leases.acquire(names("a", "b"), holder(run)) instanceof Acquisition.Granted) {
                    assertThat(inside.incrementAndGet()).isOne();
                    entered.incrementAndGet();
                    inside.decrementAndGet();
                    leases.release(names("a", "b"), run);
                }
            }
        });

        assertThat(entered).hasPositiveValue();
        assertThat(leases.held()).isEmpty();
    }

    private static SortedSet<String> names(String... names) {
        return new TreeSet<>(List.of(names));
    }

    private static Holder holder(String run) {
        return new Holder(run, "emrnext-deploy", "lock", Instant.parse("2026-03-01T02:00:00Z"));
    }
}
