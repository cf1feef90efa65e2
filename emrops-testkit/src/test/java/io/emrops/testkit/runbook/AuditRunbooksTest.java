package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.EmropsException;
import io.emrops.Plan;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.Account;
import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditTable;
import io.emrops.audit.EventRule;
import io.emrops.audit.ExportDirectory;
import io.emrops.audit.TimeColumn;
import io.emrops.audit.UserTable;
import io.emrops.core.Emrops;
import io.emrops.runbooks.AccessReviewRunbook;
import io.emrops.runbooks.DailyAuditSummaryRunbook;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.FakeAuditLog;
import io.emrops.testkit.FakeUserAccounts;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RunbookDocument;
import io.emrops.testkit.SimulatedCrash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AuditRunbooksTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("scheduler");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final String CANARY = "Canary, Ada";
    private static final AuditTable TABLE = AuditTable.named("dbo", "AuditLog")
            .key("Id")
            .time(TimeColumn.withOffset("At"))
            .user("UserId")
            .eventType("Type")
            .patient("PatientId")
            .failedLogins(EventRule.ofTypes("LOGIN_FAILED"))
            .phiAccesses(EventRule.namingPatient())
            .build();
    private static final UserTable USERS = UserTable.named("dbo", "Users")
            .name("username")
            .admins("role", "ADMIN")
            .lastLogin(TimeColumn.utc("last_login"))
            .build();

    @TempDir
    Path directory;

    /** Sunday night, the clock was put back the day before. */
    private final ManualTime time = ManualTime.at("2026-11-02T06:00:00Z");

    private final FakeAuditLog log = FakeAuditLog.of("sql01", TABLE);
    private final FakeUserAccounts users = FakeUserAccounts.of("sql01", USERS);

    private void happened(String moment, String user, String type, String patient) {
        var key = Integer.toString(++events);
        var event = AuditEvent.of(TABLE, key, Instant.parse(moment))
                .field(AuditField.USER, user)
                .field(AuditField.EVENT_TYPE, type);
        log.holding((patient.isEmpty() ? event : event.field(AuditField.PATIENT, patient)).build());
    }

    private int events;

    private void week() {
        happened("2026-10-20T10:00:00Z", CANARY, "VIEW", "4711");
        happened("2026-11-01T03:59:59.999Z", CANARY, "VIEW", "4711");
        happened("2026-11-01T04:00:00Z", "nurse", "VIEW", CANARY);
        happened("2026-11-02T04:59:59.999Z", CANARY, "LOGIN_FAILED", "");
        happened("2026-11-02T05:00:00Z", CANARY, "LOGIN_FAILED", "");
        users.holding(
                account(CANARY, "ADMIN", "2026-11-01T00:00:00Z"),
                account("old", "NURSE", "2026-01-01T00:00:00Z"),
                new Account("new", Optional.of("NURSE"), Optional.empty(), OptionalLong.empty()));
    }

    private static Account account(String name, String role, String lastLogin) {
        return new Account(name, Optional.of(role), Optional.of(Instant.parse(lastLogin)), OptionalLong.of(0));
    }

    private ExportDirectory files() {
        return ExportDirectory.csv(directory.resolve("audit"));
    }

    private AccessReviewRunbook review() {
        return AccessReviewRunbook.of("access-review", "Review who did what", log, files())
                .accounts(users, Duration.ofDays(90));
    }

    private DailyAuditSummaryRunbook daily() {
        return DailyAuditSummaryRunbook.of("audit-summary", "Daily audit summary", log, NEW_YORK, files());
    }

    private Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().time(time).build()) {
            return engine.start(book, REQUEST).await();
        }
    }

    private List<String> lines(String stem) throws IOException {
        try (var all = Files.list(directory.resolve("audit"))) {
            var found = all.filter(file -> file.getFileName().toString().startsWith(stem + "-"))
                    .toList();
            assertThat(found).as(stem).hasSize(1);
            return Files.readAllLines(found.get(0));
        }
    }

    @Test
    void the_review_has_the_last_seven_days_and_who_may() throws Exception {
        week();

        var report = run(review().failedLoginsAtMost(2).adminsAtMost(1).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(lines("audit-events"))
                .containsExactly(
                        "key,time,user,event_type,patient",
                        "2,2026-11-01T03:59:59.999Z,\"Canary, Ada\",VIEW,4711",
                        "3,2026-11-01T04:00:00Z,nurse,VIEW,\"Canary, Ada\"",
                        "4,2026-11-02T04:59:59.999Z,\"Canary, Ada\",LOGIN_FAILED,",
                        "5,2026-11-02T05:00:00Z,\"Canary, Ada\",LOGIN_FAILED,");
        assertThat(lines("accesses-by-user"))
                .containsExactly(
                        "user,events,first,last",
                        "\"Canary, Ada\",3,2026-11-01T03:59:59.999Z,2026-11-02T05:00:00Z",
                        "nurse,1,2026-11-01T04:00:00Z,2026-11-01T04:00:00Z");
        assertThat(lines("phi-accesses"))
                .hasSize(3)
                .contains("nurse,\"Canary, Ada\",1,2026-11-01T04:00:00Z,2026-11-01T04:00:00Z");
        assertThat(lines("failed-logins")).hasSize(2);
        assertThat(lines("admins"))
                .containsExactly(
                        "name,role,last_login,failed_attempts", "\"Canary, Ada\",ADMIN,2026-11-01T00:00:00Z,0");
        assertThat(lines("inactive-accounts")).hasSize(2).last().asString().startsWith("old,");
        assertThat(lines("accounts-without-login"))
                .containsExactly("name,role,last_login,failed_attempts", "new,NURSE,,");
        assertThat(log.changes()).isEmpty();
    }

    @Test
    void the_day_before_is_a_day_of_the_calendar_with_25_hours() throws Exception {
        week();

        var report = run(daily().withEvents().silentAtMost(Duration.ofHours(2)).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(lines("audit-events")).extracting(line -> line.split(",")[0]).containsExactly("key", "3", "4");
        assertThat(lines("audit-summary"))
                .containsExactly(
                        "event_type,events,first,last",
                        "LOGIN_FAILED,1,2026-11-02T04:59:59.999Z,2026-11-02T04:59:59.999Z",
                        "VIEW,1,2026-11-01T04:00:00Z,2026-11-01T04:00:00Z");
    }

    @Test
    void no_name_of_anybody_gets_into_the_journal_or_a_report() throws Exception {
        week();
        var store = new InMemoryRunStore();
        try (var engine = Emrops.builder(store, new InMemoryLeases()).time(time).build()) {
            var report = engine.start(review().failedLoginsAtMost(1).build(), REQUEST)
                    .await();
            var plan = engine.plan(review().build(), REQUEST);

            assertThat(report.state()).isEqualTo(RunState.FAILED);
            assertThat(report.verdict()).contains("There were 2 of the events; 1 are allowed");
            assertThat(report.toMarkdown() + report.toHtml() + report.toJson() + plan.toMarkdown())
                    .contains("SHA-256")
                    .doesNotContain(CANARY)
                    .doesNotContain("4711");
            for (var head : store.runs()) {
                var journal = store.read(head.runId()).stream()
                        .map(record -> new String(record, StandardCharsets.UTF_8))
                        .toList();
                assertThat(journal).anyMatch(record -> record.contains("failed-logins-"));
                assertThat(journal).noneMatch(record -> record.contains(CANARY));
            }
        }
        assertThat(log.calls().toString()).doesNotContain(CANARY);
    }

    @Test
    void a_log_that_has_stopped_is_noticed() throws Exception {
        happened("2026-11-02T03:00:00Z", "nurse", "VIEW", "");

        var report = run(daily().silentAtMost(Duration.ofHours(2)).build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("In the last 2 h there were 0 events in dbo.AuditLog");
        assertThat(lines("audit-summary")).hasSize(2);
    }

    @Test
    void an_event_of_the_future_does_not_make_a_dead_log_look_alive() throws Exception {
        happened("2026-11-02T03:00:00Z", "nurse", "VIEW", "");
        happened("2099-01-01T00:00:00Z", "nurse", "VIEW", "");

        var report = run(daily().silentAtMost(Duration.ofHours(2)).build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict())
                .contains("In the last 2 h there were 0 events in dbo.AuditLog, and 1 have a time of the future");
    }

    @Test
    void failed_logins_without_a_user_are_counted_by_where_they_came_from() throws Exception {
        var table = AuditTable.named("dbo", "AuditLog")
                .key("Id")
                .time(TimeColumn.withOffset("At"))
                .eventType("Type")
                .source("Ip")
                .failedLogins(EventRule.ofTypes("LOGIN_FAILED"))
                .build();
        var event = AuditEvent.of(table, "1", Instant.parse("2026-11-02T04:00:00Z"))
                .field(AuditField.EVENT_TYPE, "LOGIN_FAILED")
                .field(AuditField.SOURCE, "10.0.0.1")
                .build();
        var sources = FakeAuditLog.of("sql01", table).holding(event);

        var report = run(AccessReviewRunbook.of("x", "X", sources, files())
                .failedLoginsAtMost(0)
                .build());

        assertThat(report.verdict()).contains("There were 1 of the events; 0 are allowed");
        assertThat(lines("failed-logins")).hasSize(2).last().asString().startsWith("10.0.0.1,1,");
    }

    @Test
    void a_limit_that_nothing_would_look_at_is_refused() {
        var nobody = AuditTable.named("dbo", "AuditLog")
                .key("Id")
                .time(TimeColumn.withOffset("At"))
                .eventType("Type")
                .failedLogins(EventRule.ofTypes("LOGIN_FAILED"))
                .phiAccesses(EventRule.ofTypes("VIEW"))
                .build();
        var bare = AccessReviewRunbook.of("x", "X", FakeAuditLog.of("sql01", nobody), files());
        var roles = FakeUserAccounts.of(
                "sql01", UserTable.named("dbo", "Users").name("username").build());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bare.failedLoginsAtMost(200))
                .withMessageContaining("neither who it was nor from where");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessReviewRunbook.of("x", "X", log, files())
                        .accounts(roles, Duration.ofDays(90))
                        .adminsAtMost(3)
                        .build())
                .withMessageContaining("does not say which accounts are those of administrators");
        assertThat(bare.build().toMarkdown())
                .contains("Failed logins are not reported: the table tells neither who it was nor from where")
                .contains("Accesses to patient data are not reported: the table does not tell who did it");
    }

    @Test
    void a_mapping_that_does_not_fit_ends_the_run_before_anything_is_written() throws Exception {
        log.misfit("user: UserId | no such column");

        var report = run(daily().build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("user: UserId | no such column");
        assertThat(directory.resolve("audit")).doesNotExist();
    }

    @Test
    void a_system_that_is_away_for_a_moment_is_asked_again() throws Exception {
        week();
        log.failNext("totals", new TargetUnavailableException("away"));
        try (var engine = Emrops.inMemory().time(time).build()) {
            var run = engine.start(daily().build(), REQUEST);
            time.awaitTimer(wait -> wait.compareTo(Duration.ofSeconds(1)) > 0, Duration.ofSeconds(20));
            time.advance(Duration.ofMinutes(1));

            assertThat(run.await().succeeded()).isTrue();
        }
    }

    @Test
    void a_rehearsal_writes_nothing_and_tells_which_files_there_would_be() {
        week();
        try (var engine = Emrops.inMemory().time(time).build()) {
            var plan = engine.plan(review().build(), REQUEST);

            assertThat(plan.steps()).extracting(Plan.PlannedStep::foretold).doesNotContain(Plan.Foretold.UNKNOWN);
            assertThat(plan.toMarkdown()).contains("failed-logins-….csv");
            assertThat(directory.resolve("audit")).doesNotExist();
        }
    }

    @Test
    void somebody_else_than_the_starter_says_that_it_was_reviewed() throws Exception {
        week();
        var officers = Authorizer.group("security officers", "scheduler", "chief");
        try (var engine = Emrops.inMemory().authorizer(officers).time(time).build()) {
            var run = engine.start(review().reviewedBy("security officers").build(), REQUEST);

            assertThat(run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(lines("admins")).hasSize(2);
            assertThatThrownBy(() -> run.answer("reviewed", Answer.agree("scheduler")))
                    .isInstanceOf(EmropsException.class);
            run.answer("reviewed", Answer.agree("chief"));
            assertThat(run.await().succeeded()).isTrue();
        }
    }

    @Test
    void the_review_comes_to_its_end_wherever_its_process_dies_and_leaves_each_file_once() throws Exception {
        week();
        var book = review().build();
        var record = 1;
        var crashed = true;
        while (crashed) {
            clear();
            var store = new InMemoryRunStore();
            var leases = new InMemoryLeases();
            var dying = CrashingRunStore.over(store).crashAfter(record++);
            try (var engine = Emrops.builder(dying, leases)
                    .time(ManualTime.at(time.wallClock()))
                    .build()) {
                engine.start(book, REQUEST).awaitState(RunState::ended, Duration.ofSeconds(20));
            } catch (StoreException | SimulatedCrash e) {
                assertThat(dying.crashed()).isTrue();
            }
            crashed = dying.crashed();
            leases.die();
            var again = store.reopen();
            // An hour later: what was chosen to be looked at is looked at still.
            try (var engine = Emrops.builder(again, leases.anotherProcess())
                    .time(ManualTime.at(time.wallClock().plusSeconds(3_600)))
                    .build()) {
                for (var known : again.runs()) {
                    var report = engine.report(known.runId()).state().ended()
                            ? engine.report(known.runId())
                            : engine.resume(book, known.runId(), ResumeRequest.by("scheduler"))
                                    .await();
                    assertThat(report.state()).as("record %s", record - 1).isEqualTo(RunState.SUCCEEDED);
                    assertThat(lines("audit-events"))
                            .as("record %s", record - 1)
                            .hasSize(5);
                    assertThat(lines("accounts-without-login")).hasSize(2);
                }
            }
        }
        assertThat(record).isGreaterThan(20);
    }

    private void clear() throws IOException {
        var files = directory.resolve("audit");
        if (Files.exists(files)) {
            try (var all = Files.list(files)) {
                for (var file : all.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void what_a_mapping_cannot_tell_the_document_says() {
        var bare = FakeAuditLog.of(
                "sql01",
                AuditTable.named("dbo", "AccessLog")
                        .key("Id")
                        .time(TimeColumn.withOffset("At"))
                        .build());

        var document = AccessReviewRunbook.of("x", "X", bare, files()).build().toMarkdown();

        assertThat(document)
                .contains("Failed logins are not reported")
                .contains("Accesses to patient data are not reported")
                .contains("Nobody is asked whether the files were looked at");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> AccessReviewRunbook.of("x", "X", bare, files()).failedLoginsAtMost(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessReviewRunbook.of("x", "X", bare, files())
                        .adminsAtMost(1)
                        .build());
        assertThatIllegalArgumentException().isThrownBy(() -> review().ofLast(Duration.ZERO));
    }

    @Test
    void the_documents_are_up_to_date() {
        var there = ExportDirectory.csv(Path.of("/var/lib/emrops/audit"));
        RunbookDocument.assertUpToDate(
                AccessReviewRunbook.of("access-review", "Review who did what", log, there)
                        .accounts(users, Duration.ofDays(90))
                        .failedLoginsAtMost(200)
                        .adminsAtMost(3)
                        .reviewedBy("security officers")
                        .build(),
                DOCUMENTS.resolve("access-review.md"));
        RunbookDocument.assertUpToDate(
                DailyAuditSummaryRunbook.of("audit-summary", "Daily audit summary", log, NEW_YORK, there)
                        .silentAtMost(Duration.ofHours(2))
                        .failedLoginsAtMost(200)
                        .build(),
                DOCUMENTS.resolve("audit-summary.md"));
    }
}
