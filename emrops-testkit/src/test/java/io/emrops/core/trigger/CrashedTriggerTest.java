package io.emrops.core.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Engine;
import io.emrops.InDoubt;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.SimulatedCrash;
import io.emrops.testkit.TriggerReplay;
import io.emrops.trigger.Fire;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Response;
import io.emrops.trigger.Threshold;
import io.emrops.trigger.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process ends in the middle of a series, cleanly or at any write; the next one takes it up. The fires stay the same. */
@Timeout(60)
class CrashedTriggerTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
    private static final Trigger TRIGGER = Trigger.of(
                    "cpu", "CPU", Threshold.above(80, "%").endsBelow(70))
            .sustainedFor(Duration.ofMinutes(3))
            .maxGap(Duration.ofSeconds(90))
            .recoveredFor(Duration.ofMinutes(2))
            .coolDown(Duration.ofMinutes(4))
            .staleAfter(Duration.ofMinutes(3));

    @TempDir
    private Path directory;

    private final InMemoryRunStore store = new InMemoryRunStore();
    private final InMemoryLeases leases = new InMemoryLeases();
    private final Set<String> done = new ConcurrentSkipListSet<>();
    private int starts;

    /** Two breaches. */
    private static final String SHORT = "l hhhh lllll hhhh l";

    /** A spike, two breaches, a gap, a breach in the shadow of another, one that is a reading too short. */
    private static final String LONG = "ll h lll hhhhh llll ll hh lll ..... hhhhhh lllll hhhhhhhh lll hhh ll";

    private String kindsOfReadings = LONG;
    private boolean losesReadings;

    private List<Reading> series() {
        var kinds = kindsOfReadings.replace(" ", "");
        var readings = new ArrayList<Reading>();
        for (var i = 0; i < kinds.length(); i++) {
            if (kinds.charAt(i) != '.') {
                readings.add(new Reading(START.plusSeconds(60L * i), kinds.charAt(i) == 'h' ? 95 : 40));
            }
        }
        return readings;
    }

    private List<String> expected() {
        return TriggerReplay.of(TRIGGER).actionTakes(Duration.ofSeconds(1)).over(series()).fires().stream()
                .map(Fire::runId)
                .toList();
    }

    @Test
    void without_any_crash_the_runs_are_those_of_the_replay() throws Exception {
        assertThat(expected()).hasSize(3);

        walk(new Mortal(store, 0, false), -1, directory);

        requireExpected(store, "no crash");
    }

    @Test
    void a_restart_anywhere_changes_nothing() throws Exception {
        for (var at = 0; at < series().size(); at++) {
            var fresh = new CrashedTriggerTest();
            fresh.walk(new Mortal(fresh.store, 0, false), at, Files.createDirectory(directory.resolve("r" + at)));
            fresh.requireExpected(fresh.store, "restart before reading " + at);
        }
    }

    @Test
    void a_crash_at_any_write_neither_loses_a_fire_nor_doubles_it() throws Exception {
        var crashes = 0;
        for (var written : new boolean[] {false, true}) {
            var died = true;
            for (var n = 1; died; n++) {
                var fresh = new CrashedTriggerTest();
                fresh.kindsOfReadings = SHORT;
                assertThat(fresh.expected()).hasSize(2);
                var process = new Mortal(fresh.store, n, written);
                fresh.walk(process, -1, Files.createDirectory(directory.resolve("c" + n + written)));
                died = process.dead();
                crashes += died ? 1 : 0;
                fresh.requireExpected(fresh.store, "crash " + (written ? "after" : "before") + " write " + n);
            }
        }
        assertThat(crashes).isGreaterThan(40);
    }

    /** A polled reading does not come again. The fire may be a few readings later for that, and is still one. */
    @Test
    void a_crash_that_loses_its_reading_starts_one_run_for_each_breach() throws Exception {
        var died = true;
        for (var n = 1; died; n++) {
            var fresh = new CrashedTriggerTest();
            fresh.kindsOfReadings = "l hhhhhhhhhh llllllll hhhhhhhhhh l";
            fresh.losesReadings = true;
            var process = new Mortal(fresh.store, n, true);
            fresh.walk(process, -1, Files.createDirectory(directory.resolve("l" + n)));
            died = process.dead();
            assertThat(fresh.store.runs()).as("crash after write " + n).hasSize(2);
            assertThat(fresh.done).as("crash after write " + n).hasSize(2);
        }
    }

    private void requireExpected(InMemoryRunStore disk, String when) {
        try (var engine = Emrops.builder(disk, leases).build()) {
            assertThat(engine.runs()).as(when).extracting(RunInfo::runId).isEqualTo(expected());
            assertThat(engine.runs())
                    .as(when)
                    .allMatch(run -> run.known().orElseThrow().state() == RunState.SUCCEEDED);
        }
        assertThat(done).as(when).isEqualTo(new TreeSet<>(expected()));
    }

    /** Feeds the series, and goes on in another process where this one ends. */
    private void walk(Mortal first, int restartAt, Path place) throws Exception {
        var life = new Life(first, START, place);
        var readings = series();
        for (var i = 0; i < readings.size(); i++) {
            if (i == restartAt) {
                life.end();
                life = new Life(
                        new Mortal(store, 0, false),
                        readings.get(i - (i > 0 ? 1 : 0)).at(),
                        place);
            }
            if (!life.lives(readings.get(i))) {
                life.end();
                life = new Life(new Mortal(store, 0, false), readings.get(i).at(), place);
                assertThat(losesReadings || life.lives(readings.get(i))).isTrue();
            }
        }
        if (!life.lives(new Reading(START, 0))) {
            life.end();
            life = new Life(
                    new Mortal(store, 0, false),
                    readings.get(readings.size() - 1).at(),
                    place);
            assertThat(life.lives(new Reading(START, 0))).isTrue();
        }
        life.end();
    }

    /** A process. */
    private final class Life {
        private final Mortal process;
        private final ManualTime time;
        private final Engine engine;
        private final List<TriggerWatch> watches = new ArrayList<>();
        private boolean born;

        Life(Mortal process, Instant now, Path place) {
            this.process = process;
            this.time = ManualTime.at(now);
            this.engine = Emrops.builder(process, leases).build();
            starts++;
            try {
                watches.add(TriggerWatch.builder(place, engine)
                        .fed(TRIGGER, Response.start(book(), RunRequest.by("triggers")))
                        .every(Duration.ofSeconds(30))
                        .time(time)
                        .disk(process)
                        .executor(Runnable::run)
                        .open());
                born = true;
            } catch (SimulatedCrash e) {
                born = false;
            }
        }

        private Runbook book() {
            return Runbook.define(
                    "scale",
                    "Scale",
                    rb -> rb.action("do", "Do", run -> done.add(run.runId()))
                            .inDoubt(InDoubt.rerun())
                            .nothingToUndo("it is a test"));
        }

        /** Whether the process outlives this reading, and everything that it starts. */
        boolean lives(Reading reading) throws InterruptedException {
            if (!born) {
                return false;
            }
            try {
                var until = Duration.between(time.wallClock(), reading.at());
                time.advance(until.isNegative() ? Duration.ZERO : until);
                watches.get(0).accept("cpu", reading);
                settle();
                time.advance(Duration.ofSeconds(30));
                settle();
            } catch (SimulatedCrash e) {
                return false;
            }
            return !process.dead();
        }

        private void settle() throws InterruptedException {
            for (var run : engine.runs()) {
                var live = engine.run(run.runId());
                if (live.isPresent() && !process.dead()) {
                    live.get().awaitState(state -> state.atRest() || process.dead(), Duration.ofSeconds(20));
                }
            }
        }

        void end() {
            watches.forEach(TriggerWatch::close);
            engine.close();
        }
    }
}
