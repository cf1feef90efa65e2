package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emrops.Engine;
import io.emrops.InDoubt;
import io.emrops.Report;
import io.emrops.RunInfo;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.Emrops;
import io.emrops.core.journal.FileRunStore;
import io.emrops.spi.RunStore;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.SimulatedCrash;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal that was damaged is refused, or read as if it were not; a run is never gone on with from something else. */
@Timeout(120)
final class DamagedRunTest {
    private static final int SEGMENT = 64 << 10;
    private static final int STEP = 7;

    private final List<String> done = new ArrayList<>();

    @TempDir
    private Path place;

    private Runbook book() {
        return Runbook.define("small", "Small", rb -> {
            rb.step("first", "First", String.class, run -> {
                        done.add("first");
                        return "one";
                    })
                    .undo((run, r) -> done.add("undo " + r));
            rb.action("second", "Second", run -> done.add("second"))
                    .inDoubt(InDoubt.rerun())
                    .undoAttempt(run -> done.add("clean second"));
            rb.action("third", "Third", run -> done.add("third")).undoAttempt(run -> done.add("clean third"));
        });
    }

    private static Engine engine(RunStore store) {
        return Emrops.builder(store, new InMemoryLeases()).build();
    }

    private Path store() {
        return place.resolve("store");
    }

    private RunStore open() {
        return FileRunStore.builder(store()).segmentBytes(SEGMENT).open();
    }

    /** One run that ended, and one whose process died in its second step. */
    private String prepare() throws Exception {
        try (var store = open()) {
            try (var engine = engine(store)) {
                engine.start(book(), EngineFixture.REQUEST).await();
            }
            var crashing = CrashingRunStore.over(store).crashAfter(3);
            try (var engine = engine(crashing)) {
                engine.start(book(), EngineFixture.REQUEST).await();
            } catch (StoreException | SimulatedCrash e) {
                assertThat(crashing.crashed()).isTrue();
            }
            done.clear();
            return store.runs().get(1).runId();
        }
    }

    @Test
    void a_flipped_bit_anywhere_in_the_store_never_makes_a_wrong_resume() throws Exception {
        var cut = prepare();
        var files = read();
        var undamaged = outcome(cut);
        assertThat(undamaged)
                .isEqualTo(
                        new Outcome(List.of("SUCCEEDED", "RUNNING"), List.of("second", "third"), RunState.SUCCEEDED));

        int refused = 0;
        int same = 0;
        int listed = 0;
        for (var file : files.entrySet()) {
            var used = used(file.getValue());
            for (int at = 0; at < used; at += STEP) {
                var bytes = file.getValue().clone();
                bytes[at] ^= (byte) (1 << at / STEP % 8);
                write(files);
                Files.write(store().resolve(file.getKey()), bytes);
                done.clear();
                try {
                    var outcome = outcome(cut);
                    assertThat(outcome.done()).as(file.getKey() + " at " + at).isEqualTo(undamaged.done());
                    assertThat(outcome.end()).isEqualTo(undamaged.end());
                    assertThat(outcome.states().get(0)).isIn("SUCCEEDED", "UNREADABLE");
                    assertThat(outcome.states().get(1)).isEqualTo("RUNNING");
                    if (outcome.states().equals(undamaged.states())) {
                        same++;
                    } else {
                        listed++;
                    }
                } catch (StoreException e) {
                    assertThat(e.problem())
                            .as(file.getKey() + " at " + at + ": " + e)
                            .isIn(Problem.CORRUPT, Problem.NEWER_FORMAT);
                    assertThat(e).hasMessageContaining("journal-").hasMessageContaining(file.getKey());
                    assertThat(done).isEmpty();
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(100);
        assertThat(same).isPositive();
        assertThat(listed).as("a damage of the run that ended").isPositive();
    }

    private record Outcome(List<String> states, List<String> done, RunState end) {}

    private Outcome outcome(String cut) throws Exception {
        try (var store = open();
                var engine = engine(store)) {
            var states = engine.runs().stream().map(DamagedRunTest::state).toList();
            var resumed = engine.resume(book(), cut).await();
            return new Outcome(states, List.copyOf(done), resumed.state());
        }
    }

    private static String state(RunInfo run) {
        return run.known().map(known -> known.state().name()).orElse("UNREADABLE");
    }

    private Map<String, byte[]> read() throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var list = Files.list(store())) {
            for (var file : list.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private void write(Map<String, byte[]> files) throws IOException {
        try (var there = Files.list(store())) {
            for (var file : there.filter(Files::isRegularFile).toList()) {
                if (!files.containsKey(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        for (var file : files.entrySet()) {
            var path = store().resolve(file.getKey());
            if (!java.util.Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                Files.write(path, file.getValue());
            }
        }
    }

    private static int used(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    @Test
    void a_journal_that_is_in_use_is_refused() {
        try (var first = Emrops.engine(place.resolve("emrops"))) {
            assertThatThrownBy(() -> Emrops.engine(place.resolve("emrops")))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.IN_USE))
                    .hasMessageContaining("emrops");
            assertThat(first.runs()).isEmpty();
        }
        Emrops.engine(place.resolve("emrops")).close();
    }

    @Test
    void a_journal_that_may_only_be_read_is_refused_and_left_as_it_is() throws Exception {
        prepare();
        var mount = place.resolve("mount");
        Files.createDirectory(mount);
        assumeTrue(ran("mount", "-t", "tmpfs", "tmpfs", mount.toString()), "needs the right to mount a file system");
        try {
            copy(store(), mount.resolve("journal"));
            assertThat(ran("mount", "-o", "remount,ro", mount.toString())).isTrue();

            assertThatThrownBy(() -> Emrops.engine(mount))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_WRITABLE))
                    .hasMessageContaining(mount.toString());
            try (var reading = FileRunStore.openReadOnly(mount.resolve("journal"))) {
                assertThat(reading.runs()).hasSize(2);
            }
        } finally {
            assertThat(ran("umount", mount.toString())).isTrue();
        }
    }

    private static boolean ran(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            for (var path : paths.sorted(Comparator.naturalOrder()).toList()) {
                var target = to.resolve(from.relativize(path).toString());
                Files.copy(path, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void a_read_only_look_at_the_store_tells_what_the_engine_tells() throws Exception {
        var cut = prepare();
        Report report;
        try (var store = open();
                var engine = engine(store)) {
            report = engine.report(cut);
        }
        try (var reading = FileRunStore.openReadOnly(store());
                var engine = engine(reading)) {
            assertThat(engine.report(cut)).isEqualTo(report);
            assertThatThrownBy(() -> engine.resume(book(), cut))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_WRITABLE));
        }
        assertThat(done).isEmpty();
    }
}
