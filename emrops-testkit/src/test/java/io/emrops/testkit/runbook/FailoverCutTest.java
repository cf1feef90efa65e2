package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.spi.RunStore;
import io.emrops.testkit.FakeReplication;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The link is cut at each record of the journal, one run for each, and healed when the run has come to rest. */
@Timeout(120)
class FailoverCutTest {
    private record Cut(Consumer<FakeReplication> cut, Consumer<FakeReplication> heal) {}

    private static final List<Cut> CUTS = List.of(
            new Cut(g -> g.cutLink("sql-a", "sql-b"), g -> g.healLink("sql-a", "sql-b")),
            new Cut(g -> g.cutOff("sql-a"), g -> g.reconnect("sql-a")),
            new Cut(g -> g.cutOff("sql-b"), g -> g.reconnect("sql-b")));

    /** Does something when so many records are written. */
    private static final class Watched implements RunStore {
        private final RunStore store = new InMemoryRunStore();
        private final AtomicInteger left;
        private final Runnable then;

        Watched(int records, Runnable then) {
            this.left = new AtomicInteger(records);
            this.then = then;
        }

        boolean happened() {
            return left.get() <= 0;
        }

        @Override
        public String name() {
            return store.name();
        }

        @Override
        public void append(Batch batch) {
            store.append(batch);
            var before = left.getAndAdd(-batch.records().size());
            if (before > 0 && left.get() <= 0) {
                then.run();
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
        public void close() {
            store.close();
        }
    }

    private interface End {
        void look(FailoverScene scene, Report report, Supplier<Report> undo, Supplier<Report> resume);
    }

    private static int cutEverywhere(Supplier<FailoverScene> scenes, boolean forced, Cut cut, End end)
            throws Exception {
        var cuts = 0;
        while (true) {
            var scene = scenes.get();
            var book =
                    scene.anyBackup(forced ? scene.forced() : scene.planned()).build();
            var request = forced ? accepting(scene) : FailoverScene.request();
            var store = new Watched(cuts + 1, () -> cut.cut().accept(scene.group));
            run(scene, book, request, store, cut, end);
            if (!store.happened()) {
                return cuts;
            }
            cuts++;
        }
    }

    private static RunRequest accepting(FailoverScene scene) {
        return scene.accepting(Duration.ofHours(1));
    }

    private static void run(FailoverScene scene, Runbook book, RunRequest request, RunStore store, Cut cut, End end)
            throws Exception {
        try (var engine = Emrops.builder(store, new InMemoryLeases()).build()) {
            var run = engine.start(book, request);
            assertThat(run.awaitState(RunState::ended, Duration.ofSeconds(20))).isTrue();
            var report = run.await();
            assertThat(scene.group.mostTakingWrites()).as(report.toMarkdown()).isEqualTo(1);
            cut.heal().accept(scene.group);
            var by = ResumeRequest.by("m.meier");
            end.look(
                    scene,
                    report,
                    () -> await(() -> engine.undo(book, run.id(), by).await()),
                    () -> await(() -> engine.resumeFrom(book, run.id(), failed(report), by)
                            .await()));
        }
    }

    private static String failed(Report report) {
        return report.steps().get(report.steps().size() - 1).path();
    }

    private interface Waiting {
        Report get() throws InterruptedException;
    }

    private static Report await(Waiting waiting) {
        try {
            return waiting.get();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final End UNDONE = (scene, report, undo, resume) -> {
        if (report.state() == RunState.FAILED) {
            scene.assertAtA();
            return;
        }
        var last = report.succeeded() || report.state() == RunState.ROLLED_BACK ? report : undo.get();
        if (last.succeeded()) {
            scene.assertAtB();
            assertThat(scene.siteA.isStopped()).isTrue();
        } else {
            assertThat(last.state()).as(last.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            scene.assertAtA();
        }
    };

    @Test
    void a_planned_failover_ends_at_one_site_wherever_the_link_is_cut() throws Exception {
        for (var cut : CUTS) {
            assertThat(cutEverywhere(FailoverScene::near, false, cut, UNDONE)).isGreaterThan(20);
        }
    }

    @Test
    void so_it_does_with_log_shipping() throws Exception {
        var cut = CUTS.get(0);

        assertThat(cutEverywhere(FailoverScene::shipped, false, cut, UNDONE)).isGreaterThan(20);
    }

    @Test
    void a_forced_failover_is_gone_on_with_when_its_replica_is_seen_again() throws Exception {
        End resumed = (scene, report, undo, resume) -> {
            var last = report.succeeded() ? report : resume.get();
            assertThat(last.succeeded()).as(last.toMarkdown()).isTrue();
            scene.assertAtB();
        };

        assertThat(cutEverywhere(FailoverScene::lost, true, CUTS.get(2), resumed))
                .isGreaterThan(15);
    }
}
