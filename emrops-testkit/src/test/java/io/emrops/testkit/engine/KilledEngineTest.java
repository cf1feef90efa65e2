package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunState;
import io.emrops.core.Emrops;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.core.journal.FileRunStore;
import io.emrops.core.lock.FileLeases;
import io.emrops.spi.Leases;
import io.emrops.testkit.engine.KilledEngine.Operator;
import io.emrops.testkit.engine.KilledEngine.Way;
import io.emrops.testkit.engine.KilledEngine.World;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process of its own is killed right behind each kind of record, without a word; this one takes the run up. */
@Timeout(60)
final class KilledEngineTest {
    private static final Duration LONGEST = Duration.ofSeconds(50);

    /**
     * Where to kill.
     *
     * @param which the how manieth record of the kind; negative to die before it is written, with its deed done
     */
    record Point(Class<? extends RunRecord> kind, int which, Way way) {
        String word() {
            return RecordCodec.kind(kind);
        }

        @Override
        public String toString() {
            return word() + " " + which + ", " + way;
        }
    }

    static Stream<Point> points() {
        return Stream.of(
                new Point(RunRecord.RunStarted.class, 1, Way.PLAIN),
                new Point(RunRecord.Asked.class, 1, Way.PLAIN),
                new Point(RunRecord.Answered.class, 1, Way.PLAIN),
                new Point(RunRecord.LocksTaken.class, 1, Way.PLAIN),
                new Point(RunRecord.WindowEntered.class, 1, Way.PLAIN),
                // In their order: read, backup, deploy, flaky, repeats, large, restart[a], restart[b], restart, asks
                // are
                // done; those that start are backup, deploy, flaky, flaky, repeats, repeats, large, restart[a],
                // restart[b], asks, lost.
                new Point(RunRecord.StepStarted.class, 10, Way.PLAIN),
                new Point(RunRecord.StepDone.class, 3, Way.PLAIN),
                new Point(RunRecord.StepDone.class, -3, Way.PLAIN),
                new Point(RunRecord.StepDone.class, -10, Way.PLAIN),
                new Point(RunRecord.OutputLost.class, 1, Way.PLAIN),
                new Point(RunRecord.StepFailed.class, 1, Way.PLAIN),
                new Point(RunRecord.StepSkipped.class, 1, Way.PLAIN),
                new Point(RunRecord.ItemsFixed.class, 1, Way.PLAIN),
                new Point(RunRecord.StepInDoubt.class, 1, Way.PLAIN),
                new Point(RunRecord.DoubtCleared.class, 1, Way.PLAIN),
                new Point(RunRecord.Noted.class, 1, Way.PLAIN),
                new Point(RunRecord.UndoBegan.class, 1, Way.PLAIN),
                new Point(RunRecord.UndoStarted.class, 3, Way.LEFT),
                new Point(RunRecord.UndoDone.class, 2, Way.LEFT),
                new Point(RunRecord.UndoFailed.class, 1, Way.LEFT),
                new Point(RunRecord.LocksReleased.class, 1, Way.PLAIN),
                new Point(RunRecord.RunEnded.class, 1, Way.LEFT),
                new Point(RunRecord.Waiting.class, 1, Way.WAITS),
                new Point(RunRecord.WaitEnded.class, 1, Way.WAITS),
                new Point(RunRecord.Paused.class, 1, Way.PAUSES),
                new Point(RunRecord.RunResumed.class, 1, Way.PAUSES),
                new Point(RunRecord.CancelRequested.class, 1, Way.CANCELS),
                new Point(RunRecord.StepsReset.class, 1, Way.RESETS));
    }

    private static String classPath;
    private static Path archive;

    @TempDir
    private Path place;

    @Test
    void every_kind_of_record_has_its_point() {
        assertThat(points().map(Point::kind).collect(Collectors.toSet()))
                .isEqualTo(
                        Arrays.stream(RunRecord.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("points")
    void a_run_is_gone_on_with_after_its_process_was_killed(Point point) throws Exception {
        kill(point);
        var before = history();
        requireLocksHeld(before, point);

        try (var world = new World(place, point.way())) {
            var done = world.done();
            var operator = new Operator(world, false);
            try (var engine = KilledEngine.engine(Emrops.builder(place.resolve("emrops")), operator)) {
                var told = engine.report(before.runId());
                assertThat(told.state()).isEqualTo(before.state());
                assertThat(told.toMarkdown()).contains(before.runId());
                if (before.ended().isPresent()) {
                    assertThatThrownBy(() -> engine.resume(world.book(), before.runId()))
                            .isInstanceOf(PreconditionFailedException.class)
                            .hasMessageContaining("has ended");
                    requireEnd(told, world, point);
                    return;
                }
                var run = engine.resume(
                        world.book(),
                        before.runId(),
                        ResumeRequest.by("operator").because("it was killed"));
                assertThat(run.awaitState(RunState::ended, Duration.ofSeconds(20)))
                        .as("%s", run.report().toMarkdown())
                        .isTrue();
                requireNothingTwice(before, done, world.done());
                requireDoubtFollowed(before, run.report(), operator);
                requireEnd(run.report(), world, point);
                if (point.which() < 0) {
                    assertThat(Collections.frequency(world.done(), "do asks")).isEqualTo(1);
                }
                if (point.way() == Way.RESETS) {
                    var undone = engine.undo(world.book(), before.runId(), ResumeRequest.by("operator"));
                    assertThat(undone.await().state()).isEqualTo(RunState.ROLLED_BACK);
                }
            }
            requireWorldUndone(world, point);
        }
    }

    private void kill(Point point) throws Exception {
        var process = start(
                Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto",
                place,
                point.word(),
                Integer.toString(point.which()),
                point.way().name());
        try (var out = output(process)) {
            assertThat(out.readLine()).isEqualTo("written \"record\":\"" + point.word() + "\"");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static Process start(String option, Path directory, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dslf4j.internal.verbosity=ERROR",
                option,
                "-cp",
                classPath,
                KilledEngine.class.getName(),
                directory.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Who reads from it is not interrupted: without this, one that never says anything is waited for for ever.
        CompletableFuture.delayedExecutor(LONGEST.toSeconds(), TimeUnit.SECONDS).execute(process::destroyForcibly);
        return process;
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void the_window_of_the_process_is_open_whatever_the_hour() {
        for (var hour = 0; hour < 24; hour++) {
            var time = LocalTime.of(hour, 0);
            var window = KilledEngine.World.windowAround(time);

            assertThat(window.closing(LocalDate.EPOCH.atTime(time).toInstant(ZoneOffset.UTC)))
                    .as(window.describe())
                    .contains(LocalDate.EPOCH.atTime(time).plusHours(6).toInstant(ZoneOffset.UTC));
        }
    }

    /** Lets the processes share their classes, which makes each of them start in a third less time. */
    @BeforeAll
    static void shareClasses(@TempDir Path shared) throws Exception {
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(entry);
            if (Files.isDirectory(path)) {
                entries.add(jar(path, shared.resolve(entries.size() + ".jar")).toString());
            } else if (entry.contains("jackson") || entry.contains("slf4j") || entry.contains("emrops")) {
                entries.add(entry);
            }
        }
        classPath = String.join(File.pathSeparator, entries);
        archive = shared.resolve("classes.jsa");
        var process =
                start("-XX:ArchiveClassesAtExit=" + archive, shared.resolve("run"), "run-ended", "1", Way.LEFT.name());
        try (var out = output(process)) {
            assertThat(out.readLine()).contains("run-ended");
            process.toHandle().destroy();
            out.lines().forEach(line -> {});
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Classes are shared from archives only. */
    private static Path jar(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private RunHistory history() {
        try (var store = FileRunStore.openReadOnly(place.resolve("emrops").resolve("journal"))) {
            var head = store.runs().get(0);
            assertThat(store.runs()).hasSize(1);
            return RunHistory.read(head.runId(), store.read(head.runId()));
        }
    }

    /** The process is gone and its locks are not. */
    private void requireLocksHeld(RunHistory before, Point point) {
        var leases = FileLeases.open(place.resolve("emrops").resolve("locks"));
        var other = new Leases.Holder("intruder", "intruder", "step", Instant.now());
        if (!before.locks().isEmpty()) {
            assertThat(leases.acquire(KilledEngine.LOCKS, other))
                    .isInstanceOfSatisfying(Leases.Acquisition.Refused.class, refused -> {
                        assertThat(refused.by().holder().runId()).isEqualTo(before.runId());
                        assertThat(refused.by().alive()).isFalse();
                    });
        } else if (point.way() == Way.WAITS) {
            leases.release(new TreeSet<>(KilledEngine.LOCKS), "other");
        }
    }

    private static void requireNothingTwice(RunHistory before, List<String> then, List<String> now) {
        for (var step : before.steps()) {
            var word = "do " + step.path();
            if (step.state() == StepHistory.State.DONE || step.state() == StepHistory.State.OUTPUT_LOST) {
                assertThat(Collections.frequency(now, word)).as(word).isEqualTo(Collections.frequency(then, word));
            }
            if (step.undo() == StepHistory.Undo.DONE || step.undo() == StepHistory.Undo.FAILED) {
                var undo = "undo " + step.path();
                assertThat(Collections.frequency(now, undo)).as(undo).isEqualTo(Collections.frequency(then, undo));
            }
        }
    }

    /** Whatever was cut off in the middle is told as being in doubt, and decided as its step says. */
    private static void requireDoubtFollowed(RunHistory before, Report report, Operator operator) {
        for (var step : before.steps()) {
            if (step.state() == StepHistory.State.STARTED
                    && step.kind().equals("step")
                    && before.undo().isEmpty()
                    && before.cancel().isEmpty()) {
                assertThat(report.story()).anyMatch(e -> e.text().startsWith("In doubt at " + step.path() + ":"));
                if (List.of("asks", "large", "restart[a]", "restart[b]", "lost").contains(step.path())) {
                    assertThat(operator.doubts).contains(step.path());
                } else if (List.of("flaky", "repeats").contains(step.path())) {
                    assertThat(operator.doubts).doesNotContain(step.path());
                }
            }
        }
        assertThat(report.story()).anyMatch(e -> e.text().contains("it was killed"));
    }

    private void requireEnd(Report report, World world, Point point) throws Exception {
        var leases = FileLeases.open(place.resolve("emrops").resolve("locks"));
        switch (point.way()) {
            case LEFT -> {
                assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
                assertThat(report.leftChanged())
                        .singleElement()
                        .asString()
                        .startsWith("flaky (")
                        .contains("has no luck");
                assertThat(leases.held()).hasSize(1);
            }
            case RESETS -> {
                assertThat(report.state()).isEqualTo(RunState.FAILED);
                assertThat(report.leftChanged()).hasSize(7);
            }
            default -> {
                assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
                assertThat(report.leftChanged()).isEmpty();
                assertThat(leases.held()).isEmpty();
            }
        }
        assertThat(world.done()).doesNotContain("do never");
        assertThat(world.hospital.deployer().applied().stream()
                        .filter(c -> c.method().equals("rollOut")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(world.hospital.backups().applied()).hasSizeLessThanOrEqualTo(1);
    }

    private static void requireWorldUndone(World world, Point point) throws Exception {
        assertThat(world.hospital.deployer().running().version()).isEqualTo("1.0.0");
        for (var path : List.of("flaky", "repeats", "restart[a]", "restart[b]", "asks", "lost")) {
            if (world.done().contains("do " + path)) {
                assertThat(world.done()).as("%s", point).contains("undo " + path);
            }
            assertThat(world.applied(path)).as(path).isFalse();
        }
    }
}
