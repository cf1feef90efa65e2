package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.Objective.Standing;
import io.emrops.OutcomeUnknownException;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.replication.Replications;
import io.emrops.runbooks.FailoverRunbook;
import io.emrops.runbooks.ReplicationCheckRunbook;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RunbookDocument;
import io.emrops.testkit.runbook.DeathAtEveryRecord.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FailoverRunbookTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final Duration HOUR = Duration.ofHours(1);

    private static List<String> evidence(Report report, String step) {
        return report.steps().stream()
                .filter(s -> s.path().equals(step))
                .flatMap(s -> s.evidence().stream())
                .toList();
    }

    @Test
    void a_planned_failover_moves_all_of_it_and_loses_nothing() throws Exception {
        var scene = FailoverScene.near();

        var report = scene.run(scene.planned().build(), FailoverScene.request());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        scene.assertAtB();
        assertThat(scene.siteA.isStopped()).isTrue();
        assertThat(report.steps())
                .extracting(Report.StepReport::path)
                .containsExactly(
                        "replicas",
                        "lag",
                        "takeover",
                        "backup",
                        "begin",
                        "stop",
                        "loss",
                        "database",
                        "role",
                        "start",
                        "services",
                        "traffic",
                        "no-traffic",
                        "dns",
                        "https",
                        "measured");
        assertThat(evidence(report, "measured"))
                .contains("Nothing that was committed before it is missing; the target" + " (RPO) is 1 h")
                .doesNotContain("as far as the clock");
    }

    @Test
    void and_all_of_it_back() throws Exception {
        var scene = FailoverScene.near();
        scene.run(scene.planned().build(), FailoverScene.request());

        var report = scene.run(scene.back().build(), FailoverScene.request());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        scene.assertAtA();
    }

    @Test
    void the_log_is_shipped_to_its_end_and_there_is_no_way_back_by_itself() throws Exception {
        var scene = FailoverScene.shipped();
        var last = scene.group.commit().orElseThrow();

        var there = scene.run(scene.planned().build(), FailoverScene.request());
        var back = scene.run(scene.back().build(), FailoverScene.request());

        assertThat(there.state()).as(there.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(scene.group.held("sql-b")).contains(last);
        assertThat(back.succeeded()).isFalse();
        assertThat(back.verdict()).contains("lag");
        scene.assertAtB();
    }

    @Test
    void a_forced_failover_measures_the_outage_and_what_is_missing_beside_what_the_schedule_could_keep()
            throws Exception {
        var scene = FailoverScene.lost();

        var report = scene.run(scene.forced().build(), scene.accepting(HOUR));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        scene.assertAtB();
        assertThat(report.objectives())
                .extracting(Objective::name)
                .containsExactly("Recovery time of EMRNext (RTO)", "Recovery point of EMRNext (RPO)");
        assertThat(report.objectives().get(0).measured()).contains(Duration.ofMinutes(30));
        assertThat(report.objectives().get(0).standing()).isEqualTo(Standing.KEPT);
        assertThat(report.objectives().get(1).measured()).contains(Duration.ofMinutes(10));
        assertThat(report.objectives().get(1).achievable()).contains(Duration.ofDays(1));
        assertThat(report.objectives().get(1).standing()).isEqualTo(Standing.KEPT_THIS_TIME);
        assertThat(evidence(report, "measured"))
                .contains(
                        "Nobody could work for 30 min, from 2026-03-01T01:30:00Z; the target (RTO) is 4 h",
                        "What was committed in the last 10 min before it is missing; the target (RPO) is 1 h",
                        "That is as far as the clock of the outage and that of the old primary agree");
    }

    @Test
    void an_outage_that_took_too_long_is_told_and_fails_nothing() throws Exception {
        var scene = FailoverScene.lost();
        var book = scene.forced()
                .targets(Duration.ofMinutes(20), Duration.ofMinutes(5))
                .build();

        var report = scene.run(book, scene.accepting(HOUR));

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "measured")).startsWith("A target was missed");
        assertThat(report.objectives()).extracting(Objective::standing).containsOnly(Standing.NOT_KEPT);
    }

    @Test
    void more_than_was_accepted_is_not_lost() throws Exception {
        var scene = FailoverScene.lost();

        var report = scene.run(scene.forced().build(), scene.accepting(Duration.ofMinutes(39)));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.FAILED);
        assertThat(scene.group.takingWrites()).isEmpty();
        assertThat(scene.siteB.isStopped()).isTrue();
        assertThat(scene.name).hasValue("site A");
        assertThat(report.toMarkdown()).contains("the loss of 39 min was accepted");
    }

    @Test
    void a_primary_that_answers_is_not_passed_over() throws Exception {
        var scene = FailoverScene.near();
        scene.group.cutLink("sql-a", "sql-b");

        var report = scene.run(scene.forced().build(), scene.accepting(HOUR));

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown()).contains("sql-a answers and is primary");
        scene.assertAtA();
    }

    @Test
    void it_is_fenced_first_if_that_was_said() throws Exception {
        var scene = FailoverScene.near();
        scene.group.cutLink("sql-a", "sql-b");

        var report = scene.run(scene.forced().fencingFirst().build(), scene.accepting(HOUR));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        scene.assertAtB();
    }

    @Test
    void with_log_shipping_somebody_has_to_vouch_for_a_primary_that_nobody_can_ask() throws Exception {
        var scene = FailoverScene.shipped();
        scene.group.powerOff("sql-a");

        var refused = scene.run(scene.forced().build(), scene.accepting(HOUR));
        var done = scene.run(
                scene.forced().fencedOutside().build(),
                scene.accepting(HOUR).with("fenced", "its power was cut by d.haus at 02:05"));

        assertThat(refused.state()).isEqualTo(RunState.FAILED);
        assertThat(refused.toMarkdown()).contains("nobody can tell that sql-a takes no changes");
        assertThat(done.state()).as(done.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        scene.assertAtB();
    }

    @Test
    void a_loss_that_nobody_can_tell_has_to_be_accepted_as_such() throws Exception {
        var scene = FailoverScene.lost();
        var typed = scene.accepting(HOUR);
        scene.group.forgetHowFar("sql-b");

        var refused = scene.run(scene.forced().build(), typed);
        var done = scene.run(
                scene.forced().acceptingUnknownLoss().build(),
                FailoverScene.request()
                        .with("outage", "2026-03-01T01:30:00Z")
                        .with("replica", "sql-b")
                        .with("primary", "sql-a")
                        .with("accepted-loss", "PT1H"));

        assertThat(refused.state()).isEqualTo(RunState.FAILED);
        assertThat(refused.toMarkdown()).contains("what would be lost is not known, and that was not accepted");
        assertThat(done.state()).as(done.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(done.objectives().get(1).standing()).isEqualTo(Standing.NOT_KEPT);
    }

    @Test
    void a_rehearsal_of_a_forced_one_tells_what_will_be_lost_and_touches_nothing() throws Exception {
        var scene = FailoverScene.lost();
        try (var engine =
                Emrops.inMemory().time(ManualTime.at(scene.clock.get())).build()) {
            var plan = engine.plan(scene.forced().build(), scene.accepting(HOUR));

            assertThat(plan.toMarkdown())
                    .contains("What was committed after 2026-03-01T01:20:00Z is lost")
                    .contains("What was committed in the last 40 min 1 s is lost at most");
        }
        assertThat(scene.group.changes()).isEmpty();
        assertThat(scene.siteB.changes()).isEmpty();
        assertThat(scene.edge.changes()).isEmpty();
    }

    @Test
    void the_way_back_behind_a_forced_one_lets_the_former_primary_follow_first() throws Exception {
        var scene = FailoverScene.near();
        scene.group.powerOff("sql-a");
        var forced = scene.run(scene.forced().build(), scene.accepting(HOUR));
        assertThat(forced.state()).as(forced.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        scene.group.powerOn("sql-a");

        var refused = scene.run(scene.back().build(), FailoverScene.request());
        var back = scene.run(scene.back().resumingFirst(Duration.ofMillis(1)).build(), FailoverScene.request());

        assertThat(refused.succeeded()).isFalse();
        assertThat(back.state()).as(back.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        scene.assertAtA();
    }

    @Test
    void a_replica_that_is_too_far_behind_stops_it_before_anything_is_touched() throws Exception {
        var scene = FailoverScene.shipped().at(FailoverScene.NIGHT.plus(HOUR));

        var report = scene.run(scene.planned().build(), FailoverScene.request());

        assertThat(report.succeeded()).isFalse();
        assertThat(scene.siteA.changes()).isEmpty();
        assertThat(scene.group.changes()).isEmpty();
        scene.assertAtA();
    }

    @Test
    void a_backup_that_is_too_old_stops_it_too() throws Exception {
        var scene = FailoverScene.near();
        var book = scene.planned()
                .backups(scene.backups, "EMRNext", Duration.ofMinutes(90))
                .build();

        var report = scene.run(book, FailoverScene.request());

        assertThat(report.succeeded()).isFalse();
        assertThat(scene.group.changes()).isEmpty();
        scene.assertAtA();
    }

    @Test
    void a_planned_one_that_is_dark_from_outside_is_undone() throws Exception {
        var scene = FailoverScene.near();
        scene.dark.set(true);

        var report = run(scene.anyBackup(scene.planned()).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        scene.assertAtA();
    }

    /** Verifications are repeated by the real clock. */
    private static Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book, FailoverScene.request()).await();
        }
    }

    @Test
    void where_the_database_cannot_go_back_nothing_does_until_it_can() throws Exception {
        var scene = FailoverScene.near();
        scene.dark.set(true);
        scene.whenLookedAt.set(() -> scene.group.cutLink("sql-a", "sql-b"));
        var book = scene.anyBackup(scene.planned()).build();
        try (var engine = Emrops.inMemory().build()) {
            var run = engine.start(book, FailoverScene.request());
            var report = run.await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLBACK_FAILED);
            scene.assertAtB();
            scene.group.healLink("sql-a", "sql-b");
            var undone =
                    engine.undo(book, run.id(), ResumeRequest.by("m.meier")).await();
            assertThat(undone.state()).as(undone.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            scene.assertAtA();
        }
    }

    @Test
    void one_that_stops_half_way_is_undone_by_releasing_the_former_primary() throws Exception {
        for (var scene : List.of(FailoverScene.near(), FailoverScene.shipped())) {
            scene.group.failMidway(new StepFailedException("nobody takes changes"));

            var report = scene.run(scene.planned().build(), FailoverScene.request());

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            scene.assertAtA();
        }
    }

    @Test
    void one_whose_connection_is_lost_is_gone_on_with() throws Exception {
        for (var scene : List.of(FailoverScene.near(), FailoverScene.shipped())) {
            scene.group.failMidway(new OutcomeUnknownException("the connection was lost"));
            scene.group.loseConnectionAfter("failOver");

            var report = scene.run(scene.planned().build(), FailoverScene.request());

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            scene.assertAtB();
        }
    }

    @Test
    void a_forced_one_whose_answer_is_lost_is_found_done_and_measured_all_the_same() throws Exception {
        var scene = FailoverScene.lost();
        scene.group.loseConnectionAfter("force");

        var report = scene.run(scene.forced().build(), scene.accepting(HOUR));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        scene.assertAtB();
        assertThat(report.objectives().get(1).measured()).contains(Duration.ofMinutes(10));
    }

    @Test
    void a_forced_one_that_is_undone_by_hand_takes_nothing_away_from_the_database() throws Exception {
        var scene = FailoverScene.lost();
        scene.dark.set(true);
        var book = scene.anyBackup(scene.forced()).build();
        try (var engine = Emrops.inMemory().build()) {
            var run = engine.start(book, scene.accepting(HOUR));
            assertThat(run.await().state()).isEqualTo(RunState.FAILED);

            var report =
                    engine.undo(book, run.id(), ResumeRequest.by("m.meier")).await();

            assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(report.toMarkdown()).contains("sql-b is primary of EMRNext by force and stays it");
            scene.assertAtB();
        }
    }

    @Test
    void a_forced_one_that_stops_behind_the_fence_is_undone_by_hand() throws Exception {
        var scene = FailoverScene.near();
        scene.group.cutLink("sql-a", "sql-b").failMidway(new StepFailedException("nobody takes changes"));
        var book = scene.anyBackup(scene.forced().fencingFirst()).build();
        try (var engine = Emrops.inMemory().build()) {
            var run = engine.start(book, scene.accepting(HOUR));
            assertThat(run.await().state()).isEqualTo(RunState.FAILED);
            assertThat(scene.group.takingWrites()).isEmpty();

            var report =
                    engine.undo(book, run.id(), ResumeRequest.by("m.meier")).await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            scene.assertAtA();
        }
    }

    @Test
    void it_comes_to_its_end_wherever_its_process_dies() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var scene = FailoverScene.near();
            return new Scene(scene.planned().build(), FailoverScene.request(), report -> {
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
                scene.assertAtB();
            });
        });

        assertThat(deaths).isGreaterThan(20);
    }

    @Test
    void so_does_a_forced_one() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var scene = FailoverScene.lost();
            return new Scene(scene.forced().build(), scene.accepting(HOUR), report -> {
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
                scene.assertAtB();
                assertThat(report.objectives().get(1).measured()).contains(Duration.ofMinutes(10));
            });
        });

        assertThat(deaths).isGreaterThan(15);
    }

    @Test
    void what_fits_only_one_of_the_two_forms_is_refused_by_the_other() {
        var scene = FailoverScene.near();

        assertThatIllegalStateException().isThrownBy(() -> scene.forced().formerSite(scene.siteA));
        assertThatIllegalStateException().isThrownBy(() -> scene.forced().resumingFirst(HOUR));
        assertThatIllegalStateException().isThrownBy(() -> scene.planned().fencingFirst());
        assertThatIllegalStateException().isThrownBy(() -> scene.planned().fencedOutside());
        assertThatIllegalStateException().isThrownBy(() -> scene.planned().acceptingUnknownLoss());
        assertThatIllegalStateException().isThrownBy(() -> scene.planned().outageSince(run -> run.now()));
    }

    private static ReplicationCheckRunbook check(FailoverScene scene) {
        return ReplicationCheckRunbook.of(
                        "emrnext-replication", "Check the other site", scene.backups, "EMRNext", scene.group)
                .lagWithin(HOUR)
                .followsWithin(Duration.ofMillis(1))
                .tellingLoss(scene.group, "sql-b");
    }

    @Test
    void a_check_of_replication_backs_up_and_tells_what_would_be_lost() throws Exception {
        var scene = FailoverScene.near();

        var report = scene.run(check(scene).build(), FailoverScene.request());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(scene.backups.backups()).isNotEmpty();
        assertThat(evidence(report, "loss-sql-b")).contains("Nothing is lost", "primary: sql-a");
        assertThat(scene.group.changes()).isEmpty();
    }

    @Test
    void it_fails_while_a_replica_does_not_follow() throws Exception {
        var scene = FailoverScene.near();
        scene.group.cutLink("sql-a", "sql-b");

        var report = run(check(scene).build());

        assertThat(report.succeeded()).isFalse();
        assertThat(evidence(report, "healthy"))
                .anyMatch(line -> line.contains("sql-b") && line.contains("disconnected"));
    }

    @Test
    void the_documents_are_up_to_date() {
        var scene = FailoverScene.near();
        var book = decided(scene.planned());
        RunbookDocument.assertUpToDate(book, DOCUMENTS.resolve("failover.md"));
        RunbookDocument.assertUpToDate(book, DOCUMENTS.resolve("failover.html"));
        RunbookDocument.assertUpToDate(
                decided(scene.back().resumingFirst(HOUR)), DOCUMENTS.resolve("failover-back.md"));
        RunbookDocument.assertUpToDate(
                decided(scene.forced().fencedOutside()), DOCUMENTS.resolve("failover-forced.md"));
        RunbookDocument.assertUpToDate(
                check(scene)
                        .verify("look", "Looked at", run -> Finding.ok("it is"))
                        .build(),
                DOCUMENTS.resolve("replication-check.md"));
        assertThat(Replications.isPrimary(scene.group, "sql-a").describe()).isNotEmpty();
    }

    private static Runbook decided(FailoverRunbook book) {
        return book.wellWithin(Duration.ofMinutes(5))
                .approval("go", "The medical director agrees", "direction", 1)
                .build();
    }
}
