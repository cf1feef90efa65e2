package io.emrops.testkit.engine;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Backoff;
import io.emrops.Engine;
import io.emrops.InDoubt;
import io.emrops.Items;
import io.emrops.MaintenanceWindow;
import io.emrops.OutcomeUnknownException;
import io.emrops.Question;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backups;
import io.emrops.core.Emrops;
import io.emrops.core.journal.FileRunStore;
import io.emrops.core.lock.FileLeases;
import io.emrops.deploy.Deployments;
import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import io.emrops.spi.Inbox;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.testkit.EmbeddedHospital;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/** The process that is killed: a runbook that writes every kind of record, on fakes and a journal kept in files. */
final class KilledEngine {
    /** The lock that the runbook takes. */
    static final TreeSet<String> LOCKS = new TreeSet<>(List.of("emrnext"));

    /** What the process does beside letting the run run. */
    enum Way {
        /** All undos succeed. */
        PLAIN,
        /** One undo fails. */
        LEFT,
        /** Another run holds the lock for a while. */
        WAITS,
        /** The run is paused, and resumed. */
        PAUSES,
        /** The run is cancelled. */
        CANCELS,
        /** The run fails without an undo, and is gone on with at a step. */
        RESETS
    }

    private KilledEngine() {}

    /** @param args the directory, the kind of record to die at, which of them (negative: before it), and the way */
    public static void main(String[] args) throws Exception {
        var directory = Path.of(args[0]);
        var way = Way.valueOf(args[3]);
        var world = new World(directory, way);
        var store = new Blocking(
                FileRunStore.open(directory.resolve("emrops").resolve("journal")), args[1], Integer.parseInt(args[2]));
        var leases = FileLeases.open(directory.resolve("emrops").resolve("locks"));
        var answers = new Operator(world, way == Way.PAUSES);
        if (way == Way.WAITS) {
            leases.acquire(LOCKS, new Leases.Holder("other", "other-book", "step", Instant.now()));
            answers.onWaiting = () -> leases.release(LOCKS, "other");
        }
        var engine = engine(Emrops.builder(store, leases), answers);
        var request = RunRequest.by("m.meier").because("CHG-1");
        var run = engine.start(world.book(), way == Way.RESETS ? request.withoutAutomaticUndo() : request);
        if (way == Way.PAUSES) {
            run.awaitState(s -> s == RunState.PAUSED, Duration.ofSeconds(20));
            engine.resume(world.book(), run.id(), ResumeRequest.by("operator").because("go on"));
        } else if (way == Way.RESETS) {
            run.awaitState(RunState::ended, Duration.ofSeconds(20));
            engine.resumeFrom(
                    world.book(), run.id(), "asks", ResumeRequest.by("operator").because("once more"));
        }
        new CountDownLatch(1).await();
    }

    static Engine engine(Emrops.Builder builder, Operator operator) {
        var engine = builder.authorizer(Authorizer.groups(Map.of(Authorizer.OPERATORS, List.of("operator"))))
                .listener(operator)
                .build();
        operator.engine = engine;
        return engine;
    }

    /** What outlives the process: the fakes, and a list of what was done. */
    static final class World implements AutoCloseable {
        final EmbeddedHospital hospital;
        private final Path log;
        private final Way way;

        World(Path directory, Way way) {
            this.hospital = EmbeddedHospital.start(directory.resolve("hospital"));
            this.log = directory.resolve("done");
            this.way = way;
        }

        @Override
        public void close() {
            hospital.close();
        }

        synchronized int say(String what) {
            try {
                Files.writeString(log, what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return Collections.frequency(done(), what);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        synchronized List<String> done() throws IOException {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        }

        /** Whether what a step does is there now. */
        boolean applied(String path) throws IOException {
            return done().lastIndexOf("do " + path) > done().lastIndexOf("undo " + path);
        }

        private void undo(String path) {
            say("undo " + path);
            if (way == Way.LEFT && path.equals("flaky")) {
                throw new StepFailedException("the undo of flaky has no luck");
            }
        }

        /** The same one in all processes: their clocks show different hours. */
        private MaintenanceWindow window() throws IOException {
            var chosen = log.resolveSibling("window");
            if (!Files.exists(chosen)) {
                Files.writeString(
                        chosen,
                        LocalTime.now(ZoneOffset.UTC)
                                .truncatedTo(ChronoUnit.HOURS)
                                .toString());
            }
            return windowAround(LocalTime.parse(Files.readString(chosen)));
        }

        /** One that has been open for hours and will be for hours. */
        static MaintenanceWindow windowAround(LocalTime time) {
            return MaintenanceWindow.daily(
                    time.minusHours(6).toString(), time.plusHours(6).toString(), ZoneOffset.UTC);
        }

        Runbook book() throws IOException {
            var window = window();
            return Runbook.define("killed", "Killed", rb -> {
                rb.manual("read", "The list was read");
                rb.lock("emrnext");
                rb.window(window);
                rb.step("backup", "Back up", Backups.full(hospital.backups(), "EMRNext"))
                        .inDoubt(InDoubt.probe());
                rb.step("deploy", "Roll out", Deployments.rollOut(hospital.deployer(), "2.0.0"))
                        .inDoubt(InDoubt.probe());
                rb.action("flaky", "A target that comes and goes", run -> {
                            if (say("tried flaky") == 1) {
                                throw new TargetUnavailableException("not yet");
                            }
                            say("do flaky");
                        })
                        .attempts(2, Backoff.fixed(Duration.ofMillis(1)))
                        .inDoubt(InDoubt.rerun())
                        .undoAttempt(run -> undo("flaky"));
                rb.action("repeats", "Safe to repeat", run -> {
                            if (say("do repeats") == 1) {
                                throw new OutcomeUnknownException("the connection was lost");
                            }
                        })
                        .attempts(2, Backoff.fixed(Duration.ofMillis(1)))
                        .inDoubt(InDoubt.rerun())
                        .undoAttempt(run -> undo("repeats"));
                rb.action("never", "Skipped", run -> say("do never"))
                        .nothingToUndo("it never runs")
                        .onlyIf("never", run -> false);
                rb.step("large", "A result worth a warning", String.class, run -> {
                            say("do large");
                            return "x".repeat(300 << 10);
                        })
                        .nothingToUndo("it only reads");
                rb.forEach("restart", "Restart {item}", Items.of(List.of("a", "b"), s -> s), (run, s) -> {
                            say("do restart[" + s + "]");
                        })
                        .undoAttempt((run, s) -> undo("restart[" + s + "]"));
                rb.action("asks", "A step that asks", run -> say("do asks"))
                        .undo(run -> undo("asks"))
                        .undoAttempt(run -> undo("asks"));
                rb.step("lost", "A result too large to keep", String.class, run -> {
                            say("do lost");
                            return "x".repeat(3 << 20);
                        })
                        .undoAttempt(run -> undo("lost"));
            });
        }
    }

    /** Answers truthfully, and does what the way asks for. */
    static final class Operator implements RunListener {
        private final World world;
        volatile Runnable onWaiting = () -> {};
        volatile Engine engine;
        final List<String> doubts = Collections.synchronizedList(new java.util.ArrayList<>());
        private boolean pauses;

        /** @param pauses whether to ask for a pause before the first answer */
        Operator(World world, boolean pauses) {
            this.world = world;
            this.pauses = pauses;
        }

        @Override
        public void on(RunEvent event) {
            try {
                if (event instanceof RunEvent.Asked asked) {
                    answer(engine.run(asked.runId()).orElseThrow(), asked.question());
                } else if (event instanceof RunEvent.Waiting) {
                    onWaiting.run();
                } else if (event instanceof RunEvent.StepFinished f
                        && f.path().equals("deploy")
                        && world.way == Way.CANCELS) {
                    engine.run(f.runId()).orElseThrow().cancel("operator", "enough");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void answer(Run run, Question question) throws IOException {
            var path = question.stepPath();
            if (question.kind() == Question.Kind.CONFIRMATION) {
                if (pauses) {
                    pauses = false;
                    run.pause("operator", "a moment");
                } else {
                    run.answer(path, Answer.confirm("operator"));
                }
                return;
            }
            doubts.add(path);
            if (!world.applied(path)) {
                run.answer(path, Answer.notApplied("operator"));
            } else if (path.equals("large") || path.equals("lost")) {
                run.answer(path, Answer.applied("operator", "x"));
            } else {
                run.answer(path, Answer.applied("operator"));
            }
        }
    }

    /** Says when the wanted record is on the disk, or about to be, and lets nobody know of it. */
    private static final class Blocking implements RunStore {
        private final RunStore store;
        private final String kind;
        private final boolean before;
        private int left;

        Blocking(RunStore store, String kind, int which) {
            this.store = store;
            this.kind = "\"record\":\"" + kind + "\"";
            this.before = which < 0;
            this.left = Math.abs(which);
        }

        @Override
        public String name() {
            return store.name();
        }

        @Override
        public synchronized void append(Batch batch) {
            for (var record : batch.records()) {
                if (new String(record, StandardCharsets.UTF_8).contains(kind)) {
                    left--;
                }
            }
            if (left > 0 || !before) {
                store.append(batch);
            }
            if (left <= 0) {
                System.out.println("written " + kind);
                block();
            }
        }

        private static void block() {
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    // Nobody gets out of here.
                }
            }
        }

        @Override
        public List<byte[]> read(String runId) {
            return store.read(runId);
        }

        @Override
        public List<RunHead> runs() {
            return store.runs();
        }

        @Override
        public Inbox inbox() {
            return store.inbox();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
