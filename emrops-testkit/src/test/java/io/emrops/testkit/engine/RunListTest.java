package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.RunInfo;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.RunStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All runs are told of: those that cannot be read as such, and none is left out. */
@Timeout(60)
final class RunListTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Runbook book() {
        return Runbook.define(
                "book", "Book", rb -> rb.action("one", "One", run -> {}).nothingToUndo("no"));
    }

    private void stored(String id, String... records) {
        var bytes = List.of(records).stream()
                .map(r -> r.getBytes(StandardCharsets.UTF_8))
                .toList();
        fixture.store.append(new RunStore.Batch(id, 0, bytes, false));
    }

    @Test
    void a_corrupt_run_is_listed_in_its_place_and_hides_no_other() throws Exception {
        var first = fixture.run(book());
        stored("broken", "this is no record");
        stored("beheaded", "{\"record\":\"paused\",\"at\":\"2026-03-02T10:00:00Z\",\"by\":\"x\",\"why\":\"\"}");
        var last = fixture.run(book());

        var runs = fixture.engine.runs();

        assertThat(runs).extracting(RunInfo::runId).containsExactly(first.runId(), "broken", "beheaded", last.runId());
        assertThat(runs.stream().flatMap(r -> r.known().stream()))
                .extracting(RunInfo.Known::state)
                .containsExactly(RunState.SUCCEEDED, RunState.SUCCEEDED);
        assertThat(runs.subList(1, 3))
                .allSatisfy(run -> assertThat(run).isInstanceOfSatisfying(RunInfo.Unreadable.class, unreadable -> {
                    assertThat(unreadable.problem()).isEqualTo(Problem.CORRUPT);
                    assertThat(unreadable.why()).contains(run.runId());
                }));
    }

    @Test
    void a_run_of_a_newer_emrops_is_listed_as_that() {
        stored("newer", "{\"record\":\"teleported\"}");

        assertThat(fixture.engine.runs())
                .singleElement()
                .isInstanceOfSatisfying(
                        RunInfo.Unreadable.class,
                        run -> assertThat(run.problem()).isEqualTo(Problem.NEWER_FORMAT));
    }

    @Test
    void a_store_that_is_closed_lists_nothing_and_says_so() throws Exception {
        fixture.run(book());
        fixture.store.close();

        assertThatThrownBy(() -> fixture.engine.runs())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CLOSED));
    }
}
