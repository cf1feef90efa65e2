package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Finding;
import io.emrops.Objective.Standing;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.replication.PlannedFailover;
import io.emrops.runbooks.FailoverRunbook;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an undo leaves where it is, so that traffic and data are at the same site. */
@Timeout(120)
class FailoverUndoTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private interface Meanwhile {
        void happens() throws InterruptedException;
    }

    /** Site B stays dark, so the run fails at its end. */
    private static Report undoneBehind(FailoverScene scene, Runbook book, RunRequest request, Meanwhile meanwhile)
            throws InterruptedException {
        scene.dark.set(true);
        try (var engine = Emrops.inMemory().build()) {
            var run = engine.start(book, request);
            var failed = run.await();
            assertThat(failed.state()).as(failed.toMarkdown()).isEqualTo(RunState.FAILED);
            meanwhile.happens();
            return engine.undo(book, run.id(), ResumeRequest.by("m.meier")).await();
        }
    }

    private static Report undoneBehindShipped(FailoverScene scene, Meanwhile meanwhile) throws InterruptedException {
        scene.group.powerOff("sql-a");
        var book = scene.anyBackup(scene.forced().fencedOutside()).build();
        return undoneBehind(scene, book, scene.accepting(HOUR).with("fenced", "its power was cut"), meanwhile);
    }

    private static void assertServedAtB(FailoverScene scene) {
        assertThat(scene.siteB.isWell()).isTrue();
        assertThat(scene.name).hasValue("site B");
        assertThat(scene.edge.serving("emrnext")).containsExactly(FailoverScene.AT_B);
    }

    @Test
    void behind_a_forced_one_nothing_goes_back_to_a_former_primary_that_is_back_by_itself() throws Exception {
        var scene = FailoverScene.shipped();

        var report = undoneBehindShipped(scene, () -> scene.group.powerOn("sql-a"));

        assertThat(scene.group.takingWrites()).containsExactly("sql-a", "sql-b");
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.toMarkdown()).contains("Several replicas of EMRNext say that they are primary");
        assertServedAtB(scene);
    }

    @Test
    void nor_while_nobody_can_ask_the_replica_that_was_forced() throws Exception {
        var scene = FailoverScene.shipped();

        var report =
                undoneBehindShipped(scene, () -> scene.group.powerOn("sql-a").cutOff("sql-b"));

        assertThat(scene.group.status().isPrimary("sql-a")).isTrue();
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.toMarkdown()).contains("sql-b does not answer");
        assertServedAtB(scene);
    }

    @Test
    void all_goes_back_when_somebody_has_brought_the_database_back() throws Exception {
        var scene = FailoverScene.lost();
        var book = scene.anyBackup(scene.forced()).build();

        var report = undoneBehind(scene, book, scene.accepting(HOUR), () -> {
            scene.group.powerOn("sql-a").resume("sql-a", Progress.none());
            assertThat(scene.group
                            .failOver(new PlannedFailover("sql-b", "sql-a"), Progress.none())
                            .to())
                    .isEqualTo("sql-a");
        });

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        scene.assertAtA();
    }

    /** A colleague or the cluster was first, and the run moves the rest. */
    private static FailoverScene alreadyAtB() throws InterruptedException {
        var scene = FailoverScene.near();
        assertThat(scene.group
                        .failOver(new PlannedFailover("sql-a", "sql-b"), Progress.none())
                        .to())
                .isEqualTo("sql-b");
        return scene;
    }

    @Test
    void where_the_database_was_at_the_new_site_before_the_rest_stays_with_it() throws Exception {
        var scene = alreadyAtB();
        scene.dark.set(true);

        var report = run(scene.anyBackup(scene.planned()).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.toMarkdown()).contains("sql-b was primary of EMRNext before");
        scene.assertAtB();
    }

    /** Verifications are repeated by the real clock. */
    private static Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book, FailoverScene.request()).await();
        }
    }

    @Test
    void one_that_goes_on_with_an_attempt_that_stopped_half_way_takes_the_database_back_too() throws Exception {
        var scene = FailoverScene.near();
        scene.group.fence("sql-a", Progress.none());
        var book = FailoverRunbook.planned("emrnext-to-b", "EMRNext to site B", scene.group, "sql-a", "sql-b")
                .newSite(scene.siteB)
                .wellWithin(Duration.ofMillis(1))
                .verify("https", "The new site answers", run -> Finding.notOk("nobody answers"))
                .build();

        var report = run(book);

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        scene.assertAtA();
    }

    private static void assertLossIsNotKnown(Report report) {
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(report.toMarkdown()).contains("How much is missing is not known");
        assertThat(report.objectives().get(1).measured()).isEmpty();
        assertThat(report.objectives().get(1).standing()).isEqualTo(Standing.NOT_KEPT);
    }

    @Test
    void what_a_failover_has_lost_that_somebody_else_did_is_not_known() throws Exception {
        var scene = alreadyAtB();

        assertLossIsNotKnown(scene.run(scene.planned().build(), FailoverScene.request()));
    }

    @Test
    void nor_is_that_of_one_whose_answer_was_lost() throws Exception {
        var scene = FailoverScene.near();
        scene.group.loseConnectionAfter("failOver");

        assertLossIsNotKnown(scene.run(scene.planned().build(), FailoverScene.request()));
        scene.assertAtB();
    }
}
