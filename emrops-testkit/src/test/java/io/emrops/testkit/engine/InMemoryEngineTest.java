package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.core.encryption.FilePayloadKeys;
import io.emrops.core.memory.MemoryLeases;
import io.emrops.core.memory.MemoryRunStore;
import io.emrops.testkit.Canary;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RecordingListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that writes nothing down does what one with a journal does, for as long as its process lives. */
@Timeout(60)
final class InMemoryEngineTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-1");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final RecordingListener events = new RecordingListener();
    private final MemoryRunStore store = new MemoryRunStore();
    /** As {@link Emrops#inMemory} makes it, on a store that can be looked into. */
    private final Engine engine =
            with(Emrops.builder(store, new MemoryLeases())).build();

    @TempDir
    private Path place;

    public record Wave(String name, List<String> hosts) {}

    @AfterEach
    void close() {
        engine.close();
    }

    private Emrops.Builder with(Emrops.Builder builder) {
        return builder.authorizer(Authorizer.group(Authorizer.OPERATORS, "operator"))
                .listener(events);
    }

    /** One with parameters, results that later steps read, branches and a fan-out. */
    private Runbook rollOut(boolean well) {
        return Runbook.define("roll-out", "Roll out", rb -> {
            var version = rb.param("version", String.class);
            var wave = rb.step("wave", "Choose", Wave.class, run -> new Wave("a", List.of("h1", "h2")))
                    .nothingToUndo("it only chooses");
            var nothing = rb.step("none", "Choose nothing", Wave.class, run -> new Wave("", List.of()))
                    .nothingToUndo("it only chooses");
            var sides = rb.parallel("sides", "Sides").atMost(1);
            for (var side : List.of("east", "west")) {
                sides.branch(
                        side,
                        side,
                        in -> in.step("copy", "Copy", String.class, run -> side + " has " + run.get(version))
                                .undo((run, copied) -> done.add("remove what " + copied)));
            }
            rb.action("never", "Never", run -> done.add("never"))
                    .nothingToUndo("no")
                    .onlyIf("it is asked for", run -> false);
            var lengths = rb.forEach(
                            "ping", "Ping {item}", wave.items(Wave::hosts, h -> h), Integer.class, (run, h) -> {
                                done.add("ping " + h);
                                return h.length();
                            })
                    .nothingToUndo("it only looks");
            rb.step("sum", "Sum up", String.class, run -> run.get(wave).name() + run.get(lengths) + run.get(nothing))
                    .undo((run, sum) -> done.add("forget " + sum));
            rb.action("last", "Last", run -> {
                        if (!well) {
                            throw new StepFailedException("no luck");
                        }
                    })
                    .undoAttempt(run -> done.add("clean up"));
            rb.verify("well", "All is well", run -> new Finding(true, "fine", List.of("very")));
        });
    }

    private Report run(Engine engine, Runbook book) throws InterruptedException {
        return engine.start(book, REQUEST.with("version", "2.1.0")).await();
    }

    @Test
    void later_steps_read_what_earlier_ones_gave() throws Exception {
        var report = run(engine, rollOut(true));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(done).containsExactly("ping h1", "ping h2");
        assertThat(report.toMarkdown()).contains("a{h1=2, h2=2}Wave[name=, hosts=[]]", "west has 2.1.0");
    }

    @Test
    void a_step_that_fails_undoes_the_run_with_what_its_steps_gave() throws Exception {
        var report = run(engine, rollOut(false));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(done)
                .containsExactly(
                        "ping h1",
                        "ping h2",
                        "clean up",
                        "forget a{h1=2, h2=2}Wave[name=, hosts=[]]",
                        "remove what west has 2.1.0",
                        "remove what east has 2.1.0");
    }

    @Test
    void its_reports_are_those_of_an_engine_with_a_journal() throws Exception {
        for (var well : List.of(true, false)) {
            var book = rollOut(well);
            var inMemory = reportOf(Emrops.inMemory(), book);
            var journalled = reportOf(Emrops.builder(place.resolve("well-" + well)), book);

            assertThat(inMemory).isEqualTo(journalled).contains("\"roll-out\"", "2.1.0", "h2");
        }
    }

    /** All of it but the id, at a time that stands still. */
    private String reportOf(Emrops.Builder builder, Runbook book) throws InterruptedException {
        try (var engine =
                with(builder).time(ManualTime.at("2026-03-01T02:00:00Z")).build()) {
            var live = run(engine, book);
            var stored = engine.report(live.runId());
            assertThat(stored).isEqualTo(live);
            return (stored.toJson() + stored.toMarkdown()).replace(live.runId(), "20260301-020000-abcdef");
        }
    }

    @Test
    void a_run_that_ended_is_listed_and_tells_what_it_did() throws Exception {
        var report = run(engine, rollOut(true));

        assertThat(engine.runs()).extracting(RunInfo::runId).containsExactly(report.runId());
        assertThat(engine.runs().get(0).known().orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(engine.report(report.runId())).isEqualTo(report);
    }

    @Test
    void a_paused_run_is_found_and_resumed() throws Exception {
        var going = new CountDownLatch(1);
        var book = Runbook.define("pause", "Pause", rb -> {
            var one = rb.step("one", "One", String.class, run -> {
                        going.await();
                        return "done once";
                    })
                    .nothingToUndo("no");
            rb.action("two", "Two", run -> done.add("two after " + run.get(one)))
                    .nothingToUndo("no");
        });
        var started = engine.start(book, REQUEST);
        started.pause("operator", "coffee");
        going.countDown();
        assertThat(started.await().state()).isEqualTo(RunState.PAUSED);

        var found = engine.runs().get(0).known().orElseThrow();
        assertThat(found.state()).isEqualTo(RunState.PAUSED);
        var resumed = engine.resume(book, found.runId(), ResumeRequest.by("operator"));

        assertThat(resumed.awaitState(RunState::ended, SOON)).isTrue();
        assertThat(resumed.report().succeeded()).isTrue();
        assertThat(done).containsExactly("two after done once");
    }

    @Test
    void a_run_whose_rollback_failed_is_abandoned_however_many_ended_after_it() throws Exception {
        var stuck = Runbook.define("stuck", "Stuck", rb -> {
            rb.lock("emrnext");
            rb.action("one", "One", run -> {}).undo(run -> {
                throw new StepFailedException("it is stuck");
            });
            rb.verify("well", "Well", run -> Finding.notOk("it is not"));
        });
        var quick = Runbook.define(
                "quick", "Quick", rb -> rb.action("one", "One", run -> {}).nothingToUndo("no"));
        var report = engine.start(stuck, REQUEST).await();
        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        for (int n = 0; n < 101; n++) {
            engine.start(quick, REQUEST).await().orThrow();
        }

        engine.abandon(report.runId(), "operator", "repaired by hand");

        var next = engine.start(stuck, REQUEST);
        assertThat(next.awaitState(RunState::ended, SOON))
                .as(next.report().verdict())
                .isTrue();
    }

    @Test
    void no_secret_is_in_the_store_or_in_a_report() throws Exception {
        var given = Canary.generate();
        var found = Canary.generate();
        var book = Runbook.define("secrets", "Secrets", rb -> {
            var password = rb.secret("password");
            var said = rb.step("say", "Say it", String.class, run -> {
                        var text = new StringBuilder("it is ");
                        run.get(password).use(text::append);
                        return text.toString();
                    })
                    .undo((run, it) -> done.add("say " + it));
            rb.step("find", "Find one on the way", Wave.class, run -> {
                        run.conceal(found.secret());
                        run.log("found " + found.value());
                        return new Wave(found.value(), List.of(run.get(said)));
                    })
                    .undo((run, wave) -> done.add("find " + wave));
            rb.action("quote", "Quote them", run -> {
                        throw new StepFailedException("refuses " + given.value() + " and " + found.value());
                    })
                    .undoAttempt(run -> {});
        });

        var report = engine.start(
                        book,
                        RunRequest.by("m.meier").because("try " + given.value()).with("password", given.secret()))
                .await();

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(done).containsExactly("find Wave[name=***, hosts=[it is ***]]", "say it is ***");
        for (var canary : List.of(given, found)) {
            for (var told : List.of(report, engine.report(report.runId()))) {
                canary.requireNotIn(told + told.toJson() + told.toMarkdown() + told.toHtml());
            }
            for (var record : store.read(report.runId())) {
                canary.requireNotIn(new String(record, StandardCharsets.UTF_8));
            }
            events.events().forEach(event -> canary.requireNotIn(event.toString()));
            done.forEach(canary::requireNotIn);
        }
    }

    @Test
    void a_secret_that_one_run_concealed_is_not_told_by_the_next() throws Exception {
        var canary = Canary.generate();
        var concealing = Runbook.define(
                "conceal",
                "Conceal",
                rb -> rb.action("one", "One", run -> run.conceal(canary.secret()))
                        .nothingToUndo("no"));
        var saying = Runbook.define(
                "say",
                "Say",
                rb -> rb.step("one", "One", String.class, run -> canary.value()).nothingToUndo("no"));
        engine.start(concealing, REQUEST).await().orThrow();

        var report =
                engine.start(saying, REQUEST.because("of " + canary.value())).await();

        canary.requireNotIn(report.toJson() + engine.report(report.runId()).toJson());
        store.read(report.runId()).forEach(record -> canary.requireNotIn(new String(record, StandardCharsets.UTF_8)));
    }

    private Runbook locking(CountDownLatch begun, CountDownLatch go) {
        return Runbook.define("locking", "Locking", rb -> {
            rb.lock("emrnext");
            rb.action("one", "One", run -> {
                        begun.countDown();
                        go.await();
                    })
                    .nothingToUndo("no");
        });
    }

    private static void assertExcluded(Engine one, Engine other, Runbook book, CountDownLatch begun, CountDownLatch go)
            throws InterruptedException {
        var first = one.start(book, REQUEST);
        TimedFixture.await(begun);
        var second = other.start(book, REQUEST);
        TimedFixture.awaitState(second, RunState.WAITING);
        assertThat(second.report().toMarkdown()).contains("emrnext", first.id());

        go.countDown();

        assertEnds(first);
        assertEnds(second);
    }

    private static void assertEnds(Run run) throws InterruptedException {
        TimedFixture.awaitState(run, RunState.SUCCEEDED);
    }

    @Test
    void runs_with_the_same_lock_exclude_each_other() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);

        assertExcluded(engine, engine, locking(begun, go), begun, go);
    }

    @Test
    void with_the_locks_of_the_machine_it_and_an_engine_with_a_journal_exclude_each_other() throws Exception {
        var locks = place.resolve("locks");
        try (var inMemory = with(Emrops.inMemory()).locks(locks).build();
                var journalled = with(Emrops.builder(place.resolve("engine")))
                        .locks(locks)
                        .build()) {
            for (var pair : List.of(List.of(inMemory, journalled), List.of(journalled, inMemory))) {
                var begun = new CountDownLatch(1);
                var go = new CountDownLatch(1);

                assertExcluded(pair.get(0), pair.get(1), locking(begun, go), begun, go);
            }
        }
    }

    /** It could not tell from the bytes which runs still hold locks, and would forget them. */
    @Test
    void there_is_nothing_to_be_encrypted_in_an_engine_in_memory() {
        var builder = Emrops.inMemory().encrypted(FilePayloadKeys.open(place.resolve("keys")));

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("writes nothing down");
    }

    @Test
    void engines_in_memory_know_nothing_of_each_other() throws Exception {
        var begun = new CountDownLatch(2);
        var go = new CountDownLatch(1);
        try (var one = with(Emrops.inMemory()).build();
                var other = with(Emrops.inMemory()).build()) {
            var first = one.start(locking(begun, go), REQUEST);
            var second = other.start(locking(begun, go), REQUEST);
            TimedFixture.await(begun);
            go.countDown();

            assertEnds(first);
            assertEnds(second);
            assertThat(one.runs()).extracting(RunInfo::runId).containsExactly(first.id());
        }
    }
}
