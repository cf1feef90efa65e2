package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Backoff;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Items;
import io.emrops.MaintenanceWindow;
import io.emrops.Probe;
import io.emrops.Question;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.TargetUnavailableException;
import io.emrops.core.Emrops;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.StepHistory;
import io.emrops.deploy.Deployments;
import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import io.emrops.spi.RunStore;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process dies at every record of a runbook that has everything in it; then another one takes the run up. */
@Timeout(300)
final class CrashEverywhereTest {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    /** What the steps changed, as the world outside knows it: it outlives the process. */
    private static final class World {
        final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
                .version("1.0.0")
                .version("2.0.0")
                .alreadyRunning("1.0.0");
        final Set<String> applied = ConcurrentHashMap.newKeySet();
        final Map<String, AtomicInteger> executed = new ConcurrentHashMap<>();
        final Set<String> everApplied = ConcurrentHashMap.newKeySet();
        final AtomicInteger flaky = new AtomicInteger();

        void apply(String what) {
            executed.computeIfAbsent(what, w -> new AtomicInteger()).incrementAndGet();
            applied.add(what);
            everApplied.add(what);
        }

        void undo(String what) {
            applied.remove(what);
        }

        Map<String, Integer> executions() {
            var counts = new HashMap<String, Integer>();
            executed.forEach((what, count) -> counts.put(what, count.get()));
            return counts;
        }
    }

    private static Runbook everything(World world, boolean fails) {
        return Runbook.define("everything", "Everything there is", rb -> {
            var version = rb.param("version", String.class);
            rb.manual("list", "The list was read");
            rb.approval("go", "The board agrees").by("change-board").atLeast(2).notTheStarter();
            rb.lock("emrnext");
            rb.window(MaintenanceWindow.daily("00:00", "23:59", ZONE));
            rb.require("room", "There is room", run -> Finding.ok("plenty"));
            rb.step("asks", "A step that asks", String.class, run -> {
                        world.apply("asks");
                        return "asked";
                    })
                    .undo((run, r) -> world.undo("asks"))
                    .undoAttempt(run -> world.undo("asks"));
            rb.action("flaky", "A step whose target comes and goes", run -> {
                        if (world.flaky.incrementAndGet() == 1) {
                            throw new TargetUnavailableException("not yet");
                        }
                        world.apply("flaky");
                    })
                    .attempts(2, Backoff.fixed(Duration.ofMillis(1)))
                    .undoAttempt(run -> world.undo("flaky"));
            rb.step("probes", "A step that can be asked about", String.class, run -> {
                        world.apply("probes");
                        return "probed";
                    })
                    .undo((run, r) -> world.undo("probes"))
                    .inDoubt(InDoubt.probe(
                            run -> world.applied.contains("probes") ? Probe.applied("probed") : Probe.notApplied()));
            rb.action("repeats", "A step that is safe to repeat", run -> world.apply("repeats"))
                    .undo(run -> world.undo("repeats"))
                    .inDoubt(InDoubt.rerun());
            rb.action("never", "A step that is skipped", run -> world.apply("never"))
                    .nothingToUndo("it never runs")
                    .onlyIf("never", run -> false);
            var both = rb.parallel("both", "Side by side");
            for (var side : List.of("east", "west")) {
                both.branch(side, side, b -> b.action("copy", "Copy", run -> world.apply("copy " + side))
                        .undoAttempt(run -> world.undo("copy " + side)));
            }
            rb.step("deploy", "Roll out", Deployments.rollOut(world.deployer, version)).inDoubt(InDoubt.probe());
            rb.forEach("restart", "Restart {item}", Items.of(List.of("a", "b", "c"), s -> s), (run, s) -> world.apply("restart " + s))
                    .atMost(2)
                    .undoAttempt((run, s) -> world.undo("restart " + s));
            rb.verify("health", "All is well", run -> fails ? Finding.notOk("it is not") : Finding.ok("it is"));
        });
    }

    /** Answers every question truthfully. */
    private static final class Answers implements RunListener {
        private final World world;
        private volatile Engine engine;
        final List<String> doubts = Collections.synchronizedList(new ArrayList<>());

        Answers(World world) {
            this.world = world;
        }

        @Override
        public void on(RunEvent event) {
            if (event instanceof RunEvent.Asked asked) {
                var run = engine.run(asked.runId()).orElseThrow();
                try {
                    answer(run, asked.question());
                } catch (StoreException e) {
                    assertThat(e.problem()).isEqualTo(StoreException.Problem.FAILED);
                }
            }
        }

        private void answer(Run run, Question question) {
            var path = question.stepPath();
            switch (question.kind()) {
                case CONFIRMATION -> run.answer(path, Answer.confirm("operator"));
                case APPROVAL -> {
                    for (var who : List.of("a.first", "b.second")) {
                        if (run.questions().stream().anyMatch(q -> q.stepPath().equals(path))) {
                            try {
                                run.answer(path, Answer.agree(who).having(question.hash()));
                            } catch (io.emrops.PreconditionFailedException e) {
                                assertThat(e).hasMessageContaining("has answered already");
                            }
                        }
                    }
                }
                case IN_DOUBT -> {
                    doubts.add(path);
                    var applied = world.applied.contains(name(path));
                    if (!applied) {
                        run.answer(path, Answer.notApplied("operator"));
                    } else if (path.equals("asks")) {
                        run.answer(path, Answer.applied("operator", "asked"));
                    } else {
                        run.answer(path, Answer.applied("operator"));
                    }
                }
            }
        }
    }

    /** The world's name for what a step does. */
    private static String name(String path) {
        return path.replaceFirst("both/(.*)/copy", "copy $1").replaceFirst("restart\\[(.*)]", "restart $1");
    }

    private static Engine engine(RunStore store, InMemoryLeases leases, Answers answers) {
        var engine = Emrops.builder(store, leases)
                .authorizer(Authorizer.groups(Map.of(
                        "change-board", List.of("a.first", "b.second"), Authorizer.OPERATORS, List.of("operator"))))
                .listener(answers)
                .build();
        answers.engine = engine;
        return engine;
    }

    private record Drive(boolean crashed, Set<String> kinds) {}

    private static Drive drive(int record, boolean after, boolean fails) throws Exception {
        var where = (after ? "after" : "before") + " record " + record + (fails ? ", failing" : ", succeeding");
        var world = new World();
        var store = new InMemoryRunStore();
        var leases = new InMemoryLeases();
        var crashing = CrashingRunStore.over(store)
                .namingRecordsBy(bytes -> new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                        .replaceFirst("(?s).*?\"record\":\"([a-z-]+)\".*", "$1"));
        if (after) {
            crashing.crashAfter(record);
        } else {
            crashing.crashBefore(record);
        }
        var book = everything(world, fails);
        var first = engine(crashing, leases, new Answers(world));
        try {
            var report = ended(first.start(book, RunRequest.by("m.meier").with("version", "2.0.0")));
            assertThat(crashing.crashed()).as(where).isFalse();
            requireFinal(report, world, fails, where);
            return new Drive(false, new HashSet<>(crashing.kinds()));
        } catch (StoreException | io.emrops.testkit.SimulatedCrash e) {
            assertThat(crashing.crashed()).as(where).isTrue();
        } finally {
            first.close();
        }
        resume(book, world, store, leases, fails, where);
        return new Drive(true, new HashSet<>(crashing.kinds()));
    }

    private static Report ended(Run run) throws InterruptedException {
        run.awaitState(RunState::ended, Duration.ofSeconds(20));
        return run.report();
    }

    private static void resume(
            Runbook book, World world, InMemoryRunStore store, InMemoryLeases leases, boolean fails, String where)
            throws Exception {
        if (store.runs().isEmpty()) {
            assertThat(world.everApplied).as(where).isEmpty();
            return;
        }
        var id = store.runs().get(0).runId();
        var before = RunHistory.read(id, store.read(id));
        var executed = world.executions();
        var answers = new Answers(world);
        try (var second = engine(store, leases, answers)) {
            if (before.ended().isPresent()) {
                requireFinal(second.report(id), world, fails, where);
                return;
            }
            var report = ended(second.resume(book, id, ResumeRequest.by("operator").because("it died")));
            requireFinal(report, world, fails, where);
        }
        for (var step : before.steps()) {
            var name = name(step.path());
            if (step.state() == StepHistory.State.DONE && executed.containsKey(name)) {
                assertThat(world.executions().get(name))
                        .as("%s: %s had finished and must not run again", where, name)
                        .isEqualTo(executed.get(name));
            }
            var cut = step.state() == StepHistory.State.STARTED && step.kind().equals("step") && before.undo().isEmpty();
            if (cut && !Set.of("probes", "repeats", "deploy").contains(step.path())) {
                assertThat(answers.doubts).as("%s: %s was cut off, and a person is asked", where, name).contains(step.path());
            }
        }
    }

    private static void requireFinal(Report report, World world, boolean fails, String where) {
        var all = new TreeSet<>(Set.of(
                "asks", "flaky", "probes", "repeats", "copy east", "copy west", "restart a", "restart b", "restart c"));
        if (fails) {
            assertThat(report.state()).as("%s: %s", where, report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(world.applied).as(where).isEmpty();
            assertThat(world.deployer.running().version()).as(where).isEqualTo("1.0.0");
        } else {
            assertThat(report.state()).as("%s: %s", where, report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(new TreeSet<>(world.applied)).as(where).isEqualTo(all);
            assertThat(world.deployer.running().version()).as(where).isEqualTo("2.0.0");
        }
        assertThat(world.everApplied).as(where).doesNotContain("never");
    }

    @Test
    void a_run_that_succeeds_survives_a_death_at_every_record() throws Exception {
        everyRecord(false);
    }

    @Test
    void a_run_that_fails_is_undone_after_a_death_at_every_record() throws Exception {
        everyRecord(true);
    }

    private static void everyRecord(boolean fails) throws Exception {
        var kinds = new TreeSet<String>();
        int records = 0;
        for (var after : List.of(false, true)) {
            Drive drive;
            int record = 1;
            do {
                drive = drive(record++, after, fails);
                kinds.addAll(drive.kinds());
            } while (drive.crashed());
            records = record - 2;
        }
        assertThat(records).isGreaterThan(40);
        assertThat(kinds).contains("run-started", "step-started", "step-done", "asked", "answered", "locks-taken");
    }
}
