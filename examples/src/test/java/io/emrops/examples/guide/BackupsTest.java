package io.emrops.examples.guide;

import static io.emrops.DataSize.gib;
import static io.emrops.InDoubt.probe;
import static io.emrops.InDoubt.rerun;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Check;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Value;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployer;
import io.emrops.recovery.Recoveries;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.runbooks.BackupVerificationRunbook;
import io.emrops.runbooks.MonthlyBackupRunbook;
import io.emrops.runbooks.RecoveryRunbook;
import io.emrops.runbooks.ScheduledBackupRunbook;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeRecoveryProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class BackupsTest {
    @TempDir
    private Path home;

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-20T22:00:00Z"));
    private final FakeBackupProvider sql = FakeBackupProvider.of("sql01").database("EMRNext", gib(3));
    private final FakeRecoveryProvider recovery =
            FakeRecoveryProvider.of("sql01").clock(clock::get).database("EMRNext");
    private final FakeDeployer compose =
            FakeDeployer.of("emrnext", "api", "web").version("1.0.0").alreadyRunning("1.0.0");
    private Engine engine;

    @BeforeEach
    void open() {
        engine = Emrops.builder(home.resolve("emrops"))
                .authorizer(Authorizer.groups(
                        Map.of("direction", List.of("a.first"), Authorizer.OPERATORS, List.of("m.meier"))))
                .build();
        recovery.commit("EMRNext", "admission 1").backUp("EMRNext", Backup.Kind.FULL);
        clock.set(Instant.parse("2026-11-20T23:50:00Z"));
        recovery.commit("EMRNext", "mistake");
        clock.set(Instant.parse("2026-11-21T00:10:00Z"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Report run(Runbook book) throws InterruptedException {
        return engine.start(book, RunRequest.by("m.meier")).await();
    }

    // tag::schedule[]
    List<Runbook> schedule(BackupProvider sql) {
        return List.of(
                ScheduledBackupRunbook.full("emrnext-full", "Weekly full backup", sql, "EMRNext")
                        .keptFor(ofDays(35))
                        .build(),
                ScheduledBackupRunbook.differential("emrnext-diff", "Nightly differential backup", sql, "EMRNext")
                        .build(),
                ScheduledBackupRunbook.log("emrnext-log", "Log backup, every 15 minutes", sql, "EMRNext")
                        .build());
    }
    // end::schedule[]

    @Test
    void the_schedule_backs_up() throws Exception {
        for (var book : schedule(sql)) {
            var report = run(book);
            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        }

        assertThat(sql.backups()).extracting(Backup::kind).containsExactly(Backup.Kind.values());
    }

    // tag::daily[]
    Runbook daily(BackupProvider sql) {
        return BackupVerificationRunbook.of("emrnext-backups", "Verify the backups of EMRNext", sql, "EMRNext")
                .notOlderThan(ofHours(26))
                .recoversWithin(ofHours(4))
                .losesAtMost(ofHours(1))
                .build();
    }
    // end::daily[]

    // tag::objective[]
    Check copied(Duration behind) {
        var point = Objective.of("Recovery point of the archive (RPO)", ofHours(24));
        return run -> Finding.ok("The other site has all but the newest").stating(point.measured(behind));
    }
    // end::objective[]

    @Test
    void what_is_held_against_a_target_stands_at_the_head() throws Exception {
        var report = run(
                Runbook.define("archive", "Archive", rb -> rb.verify("copied", "It is copied", copied(ofHours(30)))));

        assertThat(report.succeeded()).isTrue();
        assertThat(report.verdict()).endsWith("Not kept: Recovery point of the archive (RPO).");
        assertThat(report.toMarkdown()).contains("| not kept: What was measured is beyond the target |");
    }

    @Test
    void backups_are_verified_and_restored_for_a_test() throws Exception {
        run(schedule(sql).get(0));

        var report = run(daily(sql));

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
    }

    // tag::monthly[]
    Runbook monthly(BackupProvider sql) {
        return MonthlyBackupRunbook.of("emrnext-monthly", "Monthly full backup of EMRNext", sql, "EMRNext")
                .testRestore(ofHours(4))
                .replicated(this::isAtTheOtherSite, ofHours(2))
                .build();
    }

    Check isAtTheOtherSite(Value<Backup> backup) {
        return run -> otherSiteHas(run.get(backup).location())
                ? Finding.ok("The other site has it")
                : Finding.notOk("The other site does not have it yet");
    }
    // end::monthly[]

    private static boolean otherSiteHas(String location) {
        return location.startsWith("memory:");
    }

    @Test
    void the_monthly_backup_arrives_elsewhere() throws Exception {
        var report = run(monthly(sql));

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
    }

    // tag::recovery[]
    Runbook recover(RecoveryProvider recovery, BackupProvider sql, Deployer compose, Check invariants) {
        return RecoveryRunbook.inPlace("emrnext-recover", "Recover EMRNext", recovery, "EMRNext")
                .checklist("wards", "The wards write on paper")
                .approval("go", "The medical director agrees", "direction", 1)
                .lock("emrnext")
                .application(compose)
                .verifyData("invariants", "No admission without a patient", invariants)
                .fullBackupAfterwards(sql)
                .targets(ofHours(4), ofHours(1))
                .build();
    }
    // end::recovery[]

    // tag::request[]
    RunRequest request() {
        return RunRequest.by("m.meier")
                .because("INC-17: admissions of ward 3 deleted")
                .with("moment", "2026-11-20T18:45:10-05:00") // with the offset of its zone
                .with("overwrite", "EMRNext"); // the name, typed once more
    }
    // end::request[]

    @Test
    void a_mistake_is_taken_back() throws Exception {
        var book = recover(recovery, sql, compose, run -> Finding.ok("all have one"));
        assertThat(engine.plan(book, request()).toMarkdown())
                .contains("what was committed in the last 24 min 50 s will be missing in it");
        assertThat(recovery.changes()).isEmpty();

        var run = engine.start(book, request());
        answered(run, "wards", Answer.confirm("m.meier"));
        answered(run, "go", Answer.agree("a.first"));
        var report = run.await();

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(recovery.committed("EMRNext")).containsExactly("admission 1");
        assertThat(compose.isWell()).isTrue();
        assertThat(report.toMarkdown()).contains("The recovery kept its targets");
    }

    private static void answered(io.emrops.Run run, String step, Answer answer) throws InterruptedException {
        run.awaitState(
                state -> state == RunState.WAITING
                        && run.questions().stream().anyMatch(q -> q.stepPath().equals(step)),
                Duration.ofSeconds(20));
        run.answer(step, answer);
    }

    @Test
    void a_moment_without_a_zone_is_refused() {
        var book = recover(recovery, sql, compose, run -> Finding.ok("all have one"));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> engine.start(book, request().with("moment", "2026-11-20 18:45:10")))
                .withMessageContaining("\"moment\" is no instant: give date, time and the offset of the zone");
    }

    // tag::beside[]
    Runbook lookInto(RecoveryProvider recovery) {
        return RecoveryRunbook.beside("emrnext-look", "EMRNext as it was", recovery, "EMRNext", "EMRNext_before")
                .build();
    }
    // end::beside[]

    @Test
    void a_database_of_the_moment_stands_beside_the_other() throws Exception {
        var report = engine.start(
                        lookInto(recovery), RunRequest.by("m.meier").with("moment", "2026-11-20T18:45:10-05:00"))
                .await();

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(recovery.committed("EMRNext_before")).containsExactly("admission 1");
        assertThat(recovery.committed("EMRNext")).containsExactly("admission 1", "mistake");
    }

    void steps(RunbookBuilder rb) {
        // tag::steps[]
        var newest = rb.step("newest", "Newest full backup", Backups.newest(sql, "EMRNext", Backup.Kind.FULL))
                .inDoubt(rerun());
        var test = rb.step("test", "Restore it for a test", Backups.testRestore(sql, newest))
                .inDoubt(rerun());
        rb.verify("passed", "It restores soundly", Backups.passed(test));
        rb.step("log", "Log backup", Backups.log(sql, "EMRNext")).inDoubt(probe());
        // end::steps[]
    }

    void recoverySteps(RunbookBuilder rb) {
        // tag::recovery-steps[]
        var moment = rb.param("moment", Instant.class);
        var plan = rb.step("plan", "Find the backups", Recoveries.planInPlace(recovery, "EMRNext", moment))
                .inDoubt(rerun());
        var secured = rb.step("secure", "Close the database", Recoveries.secure(recovery, plan))
                .inDoubt(rerun());
        var restored = rb.step("restore", "Restore", Recoveries.restore(recovery, plan, secured))
                .inDoubt(rerun());
        rb.step("open", "Open it, if it is at the moment", Recoveries.open(recovery, plan, secured))
                .needs(restored)
                .inDoubt(rerun());
        rb.verify("sound", "The database is sound", Recoveries.isSound(recovery, "EMRNext"));
        // end::recovery-steps[]
    }

    @Test
    void the_steps_stand_by_themselves() throws Exception {
        run(schedule(sql).get(0));

        assertThat(run(define(this::steps)).succeeded()).isTrue();
        var report = engine.start(
                        define(this::recoverySteps),
                        RunRequest.by("m.meier").with("moment", Instant.parse("2026-11-20T23:45:10Z")))
                .await();

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(recovery.committed("EMRNext")).containsExactly("admission 1");
    }

    private static Runbook define(Consumer<RunbookBuilder> body) {
        return Runbook.define("guide", "Guide", body::accept);
    }
}
