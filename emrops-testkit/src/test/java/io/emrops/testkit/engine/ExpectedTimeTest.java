package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Finding;
import io.emrops.Plan;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.core.rehearsal.EarlierRuns;
import io.emrops.spi.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a run takes is told from the runs before it, and nothing of the past stands in the way of a rehearsal. */
@Timeout(60)
final class ExpectedTimeTest {
    private final TimedFixture fixture = new TimedFixture();
    private final AtomicReference<Duration> takes = new AtomicReference<>(Duration.ZERO);
    private final Runbook clean = taking("clean");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Runbook taking(String id) {
        return Runbook.define(id, "Clean up", rb -> {
            rb.action("work", "Work", run -> fixture.time.advance(takes.get())).nothingToUndo("it is a test");
            rb.require(
                    "fine",
                    "Fine",
                    run -> takes.get().toMinutes() < 1000 ? Finding.ok("fine") : Finding.notOk("too long"));
        });
    }

    private String run(Runbook book, int minutes) throws InterruptedException {
        takes.set(Duration.ofMinutes(minutes));
        return fixture.start(book).await().runId();
    }

    private Plan plan() {
        return fixture.engine.plan(clean, TimedFixture.REQUEST);
    }

    @Test
    void without_an_earlier_run_nothing_is_expected() {
        assertThat(plan().expected()).isEmpty();
        assertThat(plan().toMarkdown()).contains("| Takes | not known: no earlier run of this runbook that succeeded");
    }

    @Test
    void the_median_of_each_step_and_of_the_whole_is_expected() throws Exception {
        for (var minutes : new int[] {1, 30, 4, 6}) {
            run(clean, minutes);
        }

        var expected = plan().expected().orElseThrow();

        assertThat(expected.runs()).isEqualTo(4);
        assertThat(expected.total()).isEqualTo(Duration.ofMinutes(5));
        assertThat(expected.steps())
                .containsEntry("work", Duration.ofMinutes(5))
                .containsKey("fine");
        assertThat(plan().toMarkdown())
                .contains("| Takes | about 5 min, waits included: the median of the last 4 runs that succeeded |")
                .contains("- **Took before:** 5 min\n");
    }

    @Test
    void only_the_last_ten_runs_of_this_runbook_that_succeeded_count() throws Exception {
        for (var i = 0; i < 5; i++) {
            run(clean, 100);
        }
        for (var i = 0; i < 10; i++) {
            run(clean, 2);
            run(taking("other"), 50);
            run(clean, 1000);
        }

        var expected = plan().expected().orElseThrow();

        assertThat(expected.runs()).isEqualTo(10);
        assertThat(expected.total()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void what_people_agree_to_does_not_change_with_the_past() throws Exception {
        var before = plan().hash();
        run(clean, 3);

        assertThat(plan().hash()).isEqualTo(before);
    }

    @Test
    void a_damaged_run_is_left_out_and_told_of() throws Exception {
        var damaged = run(clean, 90);
        run(clean, 3);
        fixture.store.corrupt(damaged);

        var plan = plan();

        assertThat(plan.expected()).map(Plan.Expected::total).contains(Duration.ofMinutes(3));
        assertThat(plan.toMarkdown()).contains("; 1 earlier run of the store could not be read");
    }

    @Test
    void an_erased_run_is_left_out_without_a_word() {
        var earlier = EarlierRuns.of(
                storeThat(id -> {
                    throw new StoreException(StoreException.Problem.ERASED, "The key of " + id + " was erased");
                }),
                "clean");

        assertThat(earlier.expected()).isEmpty();
        assertThat(earlier.unreadable()).isZero();
    }

    @Test
    void not_more_than_the_newest_two_hundred_runs_are_read() {
        var read = new ArrayList<String>();

        EarlierRuns.of(
                storeThat(id -> {
                    read.add(id);
                    return List.of();
                }),
                "clean");

        assertThat(read).hasSize(200).startsWith("run-999").endsWith("run-800");
    }

    @Test
    void a_store_that_fails_altogether_is_told_of() {
        var earlier = EarlierRuns.of(
                storeThat(id -> {
                    throw new IllegalStateException("a driver's bug");
                }),
                "clean");

        assertThat(earlier.expected()).isEmpty();
        assertThat(earlier.unreadable()).isEqualTo(200);
    }

    private interface Reading {
        List<byte[]> read(String runId);
    }

    private static RunStore storeThat(Reading reading) {
        return new RunStore() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void append(Batch batch) {
                throw new AssertionError("An estimate wrote to the store");
            }

            @Override
            public List<byte[]> read(String runId) {
                return reading.read(runId);
            }

            @Override
            public List<RunHead> runs() {
                var heads = new ArrayList<RunHead>();
                for (var i = 0; i < 1000; i++) {
                    heads.add(new RunHead("run-" + i, 10, true));
                }
                heads.add(new RunHead("run-under-way", 10, false));
                return heads;
            }

            @Override
            public void close() {}
        };
    }
}
