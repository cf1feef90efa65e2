package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.Integrity.Verdict;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.LastGoodCheck;
import io.emrops.maintenance.MaintenanceReport;
import io.emrops.maintenance.MaintenanceReport.Ending;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.maintenance.SuspectPages.State;
import io.emrops.sqlserver.SimulatedBackups.Elsewhere;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong with maintenance, through the real driver, encrypted. */
@Tag("long")
@Timeout(180)
class MaintenanceFailuresTest {
    private static final RequestPattern REBUILD = RequestPattern.startingWith("ALTER INDEX");
    private static final RequestPattern LOG_SPACE = RequestPattern.startingWith("SELECT used_log_space_in_percent");
    private static final RequestPattern CHECK = RequestPattern.startingWith("DBCC CHECKDB");

    private SimulatedMaintenance there = new SimulatedMaintenance();

    @AfterEach
    void stop() {
        there.close();
    }

    private static MaintenanceRequest.Builder byFragmentation() {
        return MaintenanceRequest.byFragmentation("EMRNext").smallestIndex(1);
    }

    private void fragmented(String... tables) throws Exception {
        there.tables(tables);
        for (var table : tables) {
            there.upkeep().fragment("dbo", table, "IX_" + table, 45);
        }
    }

    private void failOnce(int number) {
        there.server.script().when(REBUILD).times(1).answer(Answer.error(SqlError.of(number, 16, "Ada Lovelace")));
    }

    private static List<String> names(List<MaintenanceTask> tasks) {
        return tasks.stream().map(MaintenanceTask::name).toList();
    }

    private static List<String> done(MaintenanceReport report) {
        return report.done().stream().map(each -> each.task().name()).toList();
    }

    private record Expected(int number, boolean busy, String words) {}

    @Test
    void what_one_index_fails_of_is_told_and_the_next_has_its_turn() throws Exception {
        there.tables("Shifts", "Staff");
        for (var expected : List.of(
                new Expected(1222, true, "somebody held a lock"),
                new Expected(1934, false, "option of the session"),
                new Expected(1712, false, "edition"),
                new Expected(10637, false, "paused"),
                new Expected(50000, false, "see the number"))) {
            there.upkeep().fragment("dbo", "Shifts", "IX_Shifts", 45);
            there.upkeep().fragment("dbo", "Staff", "IX_Staff", 45);
            failOnce(expected.number());

            var report = there.maintain(byFragmentation());

            assertThat(done(report)).as("%s", expected).containsExactly("IX_Staff");
            assertThat(report.failed()).singleElement().satisfies(failed -> {
                assertThat(failed.task().name()).isEqualTo("IX_Shifts");
                assertThat(failed.busy()).as("%s", expected).isEqualTo(expected.busy());
                assertThat(failed.why()).contains(expected.words(), String.valueOf(expected.number()));
            });
            assertThat(report.complete()).isFalse();
            assertThat(report.ending()).isEqualTo(Ending.COMPLETE);
            assertThat(report.toString()).doesNotContain("Ada");
        }
        assertThat(done(there.maintain(byFragmentation()))).containsExactly("IX_Shifts");
    }

    @Test
    void an_index_without_page_locks_is_rebuilt_instead() throws Exception {
        there.tables("Shifts");
        for (var number : List.of(1943, 2552)) {
            there.upkeep().fragment("dbo", "Shifts", "IX_Shifts", 15);
            failOnce(number);

            var report = there.maintain(byFragmentation());

            assertThat(report.done())
                    .singleElement()
                    .satisfies(each -> assertThat(each.task().kind()).isEqualTo(Kind.REBUILD_ONLINE));
            assertThat(there.index("Shifts", "IX_Shifts").fragmentation()).isZero();
        }
    }

    @Test
    void an_edition_that_turns_out_to_rebuild_nothing_online_does_it_offline_if_that_is_allowed() throws Exception {
        fragmented("Shifts");
        failOnce(1712);

        var report = there.maintain(byFragmentation().allowOffline());

        assertThat(report.done())
                .singleElement()
                .satisfies(each -> assertThat(each.task().kind()).isEqualTo(Kind.REBUILD_OFFLINE));
        assertThat(there.changes()).hasSize(2);
    }

    @Test
    void a_log_that_is_too_full_stops_it_between_the_tasks() throws Exception {
        fragmented("Shifts", "Staff");
        there.run(
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\Backup\\full.bak'", "INSERT INTO dbo.Staff VALUES (100, N'x')");
        there.server.script().when(LOG_SPACE).times(1).answer(logUsed(70.5f));
        there.server.script().when(LOG_SPACE).times(1).answer(logUsed(12.5f));

        var report = there.maintain(byFragmentation());

        assertThat(report.ending()).isEqualTo(Ending.LOG_FULL);
        assertThat(done(report)).containsExactly("IX_Shifts");
        assertThat(names(report.remaining())).containsExactly("IX_Staff");
        assertThat(report.logUsed()).contains(70.5);
        assertThat(report.logWaitsFor()).contains("LOG_BACKUP");
        assertThat(report.lines()).contains("the log waits for LOG_BACKUP");
        assertThat(done(there.maintain(byFragmentation()))).containsExactly("IX_Staff");
    }

    private static Answer logUsed(float percent) {
        return Answer.rows("used_log_space_in_percent real").row(percent);
    }

    @Test
    void a_log_that_is_full_in_the_middle_stops_it_too() throws Exception {
        fragmented("Shifts", "Staff");
        failOnce(9002);

        var report = there.maintain(byFragmentation());

        assertThat(report.ending()).isEqualTo(Ending.LOG_FULL);
        assertThat(report.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.why()).contains("9002", "log of the database is full"));
        assertThat(names(report.remaining())).containsExactly("IX_Staff");
    }

    @Test
    void a_time_limit_in_the_middle_pauses_what_runs_and_the_next_call_does_the_rest_and_nothing_twice()
            throws Exception {
        fragmented("Shifts", "Staff", "Wards");
        var first = there.server.instance().hold("ALTER INDEX", 40);
        var request = byFragmentation().timeLimit(Duration.ofHours(2));
        var running = new Elsewhere<>(() -> there.maintain(request));
        first.awaitArrival(SimulatedMaintenance.LIMIT);
        var second = there.server.instance().hold("ALTER INDEX", 30);
        first.release();
        second.awaitArrival(SimulatedMaintenance.LIMIT);
        there.time.advance(Duration.ofHours(2));

        var report = running.get();

        assertThat(report.ending()).isEqualTo(Ending.TIME_OVER);
        assertThat(done(report)).containsExactly("IX_Shifts");
        assertThat(names(report.remaining())).containsExactly("IX_Staff", "IX_Wards");
        assertThat(there.changes().get(0)).contains("MAX_DURATION = 120 MINUTES");
        assertThat(there.index("Staff", "IX_Staff").paused()).hasValue(30);

        var rest = there.maintain(request);

        assertThat(rest.complete()).as("%s", rest.lines()).isTrue();
        assertThat(rest.done())
                .extracting(each -> each.task().kind() + " " + each.task().name())
                .containsExactly("RESUME_REBUILD IX_Staff", "REBUILD_RESUMABLE IX_Wards");
        assertThat(there.changes()).hasSize(4);
        assertThat(there.maintain(request).done()).isEmpty();
    }

    @Test
    void a_rebuild_that_stops_by_itself_since_its_time_is_over_is_gone_on_with() throws Exception {
        fragmented("Shifts");
        failOnce(3643);

        var report = there.maintain(byFragmentation().timeLimit(Duration.ofMinutes(1)));

        assertThat(report.ending()).isEqualTo(Ending.TIME_OVER);
        assertThat(report.failed()).isEmpty();
        assertThat(names(report.remaining())).containsExactly("IX_Shifts");
    }

    @Test
    void a_time_limit_ends_a_rebuild_that_cannot_be_resumed_as_well_and_it_is_begun_anew() throws Exception {
        there.close();
        there = new SimulatedMaintenance(16, Edition.STANDARD, "EMRNext");
        fragmented("Shifts");
        var hold = there.server.instance().hold("ALTER INDEX", 40);
        var request = byFragmentation().allowOffline().timeLimit(Duration.ofHours(2));
        var running = new Elsewhere<>(() -> there.maintain(request));
        hold.awaitArrival(SimulatedMaintenance.LIMIT);
        there.time.advance(Duration.ofHours(2));

        assertThat(running.get().remaining()).hasSize(1);
        assertThat(there.index("Shifts", "IX_Shifts").fragmentation()).isEqualTo(45);
        assertThat(done(there.maintain(request))).containsExactly("IX_Shifts");
    }

    @Test
    void one_that_is_interrupted_cancels_what_runs() throws Exception {
        fragmented("Shifts", "Staff");
        var hold = there.server.instance().hold("ALTER INDEX", 40);
        var running = new Elsewhere<>(() -> there.maintain(byFragmentation()));
        hold.awaitArrival(SimulatedMaintenance.LIMIT);

        running.interrupt();

        assertThatThrownBy(running::get)
                .isInstanceOf(InterruptedException.class)
                .hasMessageContainingAll("IX_Shifts", "CANCELLED");
        assertThat(there.index("Shifts", "IX_Shifts").paused()).hasValue(40);
        assertThat(there.maintain(byFragmentation()).complete()).isTrue();
    }

    @Test
    void one_whose_connection_is_lost_is_not_known_and_is_gone_on_with() throws Exception {
        fragmented("Shifts", "Staff");
        var hold = there.server.instance().hold("ALTER INDEX", 40);
        var running = new Elsewhere<>(() -> there.maintain(byFragmentation()));
        hold.awaitArrival(SimulatedMaintenance.LIMIT);

        there.server.script().dropConnections();

        assertThatThrownBy(running::get)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContainingAll("IX_Shifts", "Ask for the maintenance again");
        try (var another = there.connect()) {
            var report = another.maintenance().maintain(byFragmentation().build(), Progress.none());
            assertThat(report.done())
                    .extracting(each -> each.task().kind() + " " + each.task().name())
                    .containsExactly("RESUME_REBUILD IX_Shifts", "REBUILD_RESUMABLE IX_Staff");
        }
    }

    @Test
    void a_connection_that_is_lost_between_two_tasks_has_not_done_nothing() throws Exception {
        fragmented("Shifts", "Staff");
        there.server
                .script()
                .when(LOG_SPACE)
                .times(1)
                .answer(logUsed(10).with(Fault.close().afterToken(0)));
        there.server.script().when(LOG_SPACE).times(1).answer(logUsed(10));

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> there.maintain(byFragmentation()))
                .withMessageContaining("did 1 tasks");
        assertThat(done(there.maintain(byFragmentation()))).containsExactly("IX_Staff");
    }

    @Test
    void one_at_a_time() throws Exception {
        fragmented("Shifts");
        var hold = there.server.instance().hold("ALTER INDEX", 40);
        var running = new Elsewhere<>(() -> there.maintain(byFragmentation()));
        hold.awaitArrival(SimulatedMaintenance.LIMIT);

        try (var another = there.connect()) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() ->
                            another.maintenance().maintain(byFragmentation().build(), Progress.none()))
                    .withMessageContaining("under way");
        }
        hold.release();

        assertThat(running.get().complete()).isTrue();
    }

    @Test
    void a_check_that_could_not_run_is_never_a_clean_one() throws Exception {
        for (var number : List.of(5030, 7928, 5123, 1823, 701, 8921)) {
            there.server.script().when(CHECK).times(1).answer(Answer.error(SqlError.of(number, 16, "Ada Lovelace")));

            var integrity = there.maintenance().checkIntegrity("EMRNext", Depth.FULL, Progress.none());

            assertThat(integrity.verdict()).as("%s", number).isEqualTo(Verdict.NOT_CHECKED);
            assertThat(integrity.clean()).isFalse();
            assertThat(integrity.text()).contains("could not run", String.valueOf(number));
            assertThat(integrity.toString()).doesNotContain("Ada");
        }
        assertThat(there.maintenance().lastGoodCheck("EMRNext")).isEqualTo(LastGoodCheck.never());
    }

    @Test
    void a_check_says_what_it_has_found_and_is_remembered_by_the_server_if_it_is_nothing() throws Exception {
        var sql = there.maintenance();
        assertThat(sql.lastGoodCheck("EMRNext")).isEqualTo(LastGoodCheck.never());

        var clean = sql.checkIntegrity("EMRNext", Depth.FULL, Progress.none());

        assertThat(clean.verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(clean.checkedAt()).isEqualTo(there.time.wallClock());
        assertThat(sql.lastGoodCheck("EMRNext")).isEqualTo(LastGoodCheck.at(there.time.wallClock()));

        there.server.instance().damage("EMRNext");
        var damaged = sql.checkIntegrity("EMRNext", Depth.PHYSICAL, Progress.none());

        assertThat(damaged.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(damaged.errors()).isPositive();
        assertThat(damaged.codes()).contains("SQL Server 8909");
        assertThat(damaged.depth()).isEqualTo(Depth.PHYSICAL);
    }

    @Test
    void a_check_that_takes_too_long_has_found_nothing_out() throws Exception {
        var hold = there.server.instance().hold("DBCC TABLE CHECK", 40);
        var running = new Elsewhere<>(() -> there.maintenance()
                .checksWithin(Duration.ofHours(3))
                .checkIntegrity("EMRNext", Depth.FULL, Progress.none()));
        hold.awaitArrival(SimulatedMaintenance.LIMIT);
        there.time.advance(Duration.ofHours(3));

        assertThat(running.get().verdict()).isEqualTo(Verdict.NOT_CHECKED);
    }

    @Test
    void a_check_tells_how_far_it_is() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        var hold = there.server.instance().hold("DBCC TABLE CHECK", 40);
        var running = new Elsewhere<>(() -> there.maintenance()
                .checkIntegrity(
                        "EMRNext", Depth.FULL, (done, total, what) -> told.add(done + "/" + total + " " + what)));
        hold.awaitArrival(SimulatedMaintenance.LIMIT);
        there.time.advance(Duration.ofSeconds(10));

        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("40/100 percent");
        hold.release();
        assertThat(running.get().clean()).isTrue();
    }

    @Test
    void an_old_server_that_does_not_say_when_it_was_last_checked_says_nothing() {
        there.server
                .script()
                .when(RequestPattern.startingWith("SELECT CAST(DATABASEPROPERTYEX(N'EMRNext', 'LastGoodCheckDbTime')"))
                .answer(Answer.rows("checked_at datetime").row((Object) null));

        assertThat(there.maintenance().lastGoodCheck("EMRNext")).isEqualTo(LastGoodCheck.unknown());
    }

    @Test
    void pages_that_were_found_bad_are_told_until_they_are_restored() throws Exception {
        there.run("BACKUP DATABASE EMRNext TO DISK = 'C:\\Backup\\good.bak'");
        there.server.instance().damage("EMRNext");
        assertThat(there.maintenance().suspectPages("EMRNext").pages()).isEmpty();
        there.maintenance().checkIntegrity("EMRNext", Depth.FULL, Progress.none());

        var found = there.maintenance().suspectPages("EMRNext");

        assertThat(found.listFull()).isFalse();
        assertThat(found.bad()).singleElement().satisfies(page -> {
            assertThat(page.state()).isEqualTo(State.BAD_CHECKSUM);
            assertThat(page.lastSeen()).isEqualTo(there.time.wallClock());
        });
    }

    @Test
    void each_kind_of_page_is_told_and_a_full_list_as_well() {
        var rows = Answer.rows(
                "file_id int", "page_id bigint", "event_type int", "error_count int", "last_update_date datetime");
        for (var event : List.of(1, 2, 3, 4, 5, 7, 99)) {
            rows = rows.row(1, (long) event, event, 2, LocalDateTime.parse("2026-11-22T09:00:00"));
        }
        there.server
                .script()
                .when(RequestPattern.startingWith("SELECT file_id, page_id"))
                .answer(rows);
        there.server
                .script()
                .when(RequestPattern.startingWith("SELECT COUNT(*) AS all_of_them"))
                .answer(Answer.rows("all_of_them int").row(900));

        var found = there.maintenance().suspectPages("EMRNext");

        assertThat(found.pages())
                .extracting(page -> page.state())
                .containsExactly(
                        State.UNREADABLE,
                        State.BAD_CHECKSUM,
                        State.TORN,
                        State.RESTORED,
                        State.REPAIRED,
                        State.DEALLOCATED,
                        State.OTHER);
        assertThat(found.listFull()).isTrue();
    }

    @Test
    void an_invariant_is_counted_where_it_is_broken() throws Exception {
        there.tables("Shifts");
        var sql = there.maintenance();

        assertThat(sql.broken(
                        "EMRNext", Invariant.of("wards are named", "SELECT COUNT(*) FROM dbo.Shifts WHERE Ward = N''")))
                .isZero();
        assertThat(sql.broken(
                        "EMRNext",
                        Invariant.of("ids are small", "SELECT COUNT(*) AS many FROM dbo.Shifts WHERE Id > 6")))
                .isEqualTo(3);
    }

    @Test
    void what_gives_no_number_is_no_invariant() throws Exception {
        there.tables("Shifts");
        for (var query : List.of(
                "SELECT Id FROM dbo.Shifts",
                "SELECT 1, 2",
                "SELECT NULL",
                "SELECT -1",
                "SELECT 1.5",
                "SELECT N'Ada Lovelace'",
                "SELECT Id FROM dbo.Shifts WHERE Id > 1000",
                "SET NOCOUNT ON")) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .as(query)
                    .isThrownBy(() -> there.maintenance().broken("EMRNext", Invariant.of("ids are small", query)))
                    .withMessageContainingAll("ids are small", "not one row with one whole number")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Ada"));
        }
    }

    @Test
    void an_invariant_changes_nothing_even_if_its_query_does() throws Exception {
        there.tables("Shifts");
        var sql = there.maintenance();

        assertThat(sql.broken(
                        "EMRNext", Invariant.of("none", "DELETE FROM dbo.Shifts; SELECT COUNT(*) FROM dbo.Shifts")))
                .isZero();

        assertThat(sql.broken("EMRNext", Invariant.of("ten", "SELECT COUNT(*) FROM dbo.Shifts")))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM dbo.Shifts; COMMIT; SELECT COUNT(*) FROM dbo.Shifts",
                "DELETE FROM dbo.Shifts; ROLLBACK; SELECT COUNT(*) FROM dbo.Shifts",
                "DELETE FROM dbo.Shifts; COMMIT; BEGIN TRANSACTION; SELECT COUNT(*) FROM dbo.Shifts"
            })
    void of_an_invariant_that_ends_its_transaction_nobody_says_that_it_changed_nothing(String query) throws Exception {
        there.tables("Shifts");

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> there.maintenance().broken("EMRNext", Invariant.of("none", query)))
                .withMessageContaining("has ended the transaction");
    }

    @Test
    void an_invariant_that_cannot_be_asked_is_no_sound_one() throws Exception {
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> there.maintenance().broken("EMRNext", Invariant.of("x", "SELECT COUNT(*) FROM Gone")))
                .withMessageContainingAll("SQL Server 208", "changed nothing");

        there.server
                .script()
                .when(RequestPattern.startingWith("SELECT 4711"))
                .answer(Answer.rows("n int").row(1).with(Fault.close().afterToken(1)));
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> there.maintenance().broken("EMRNext", Invariant.of("x", "SELECT 4711")));
    }
}
