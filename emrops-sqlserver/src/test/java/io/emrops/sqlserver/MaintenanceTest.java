package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.LastGoodCheck;
import io.emrops.maintenance.MaintenanceReport.Done;
import io.emrops.maintenance.MaintenanceReport.Ending;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Paused;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.maintenance.TableName;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.statement.AlterIndex;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import io.emrops.testkit.sqlserver.statement.UpdateStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Maintenance that goes well, through the real driver against the simulated server, encrypted. */
@Timeout(180)
@Tag("long")
class MaintenanceTest {
    private final SimulatedMaintenance there = new SimulatedMaintenance();

    @AfterEach
    void stop() {
        there.close();
    }

    private static MaintenanceRequest.Builder byFragmentation() {
        return MaintenanceRequest.byFragmentation("EMRNext").smallestIndex(1);
    }

    @Test
    void what_is_out_of_order_is_put_in_order_and_both_is_told() throws Exception {
        there.tables("Shifts", "Staff");
        there.upkeep().fragment("dbo", "Shifts", "IX_Shifts", 45);
        there.upkeep().fragment("dbo", "Staff", "PK_Staff", 12);
        there.upkeep().outdate("dbo", "Staff", "IX_Staff", 5000);
        there.time.advance(Duration.ofDays(1));
        var plan = there.maintenance().plan(byFragmentation().build());
        assertThat(there.changes()).isEmpty();

        var report = there.maintain(byFragmentation().maxDop(2).lockWait(Duration.ofSeconds(90)));

        assertThat(report.complete()).as("%s", report.lines()).isTrue();
        assertThat(report.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(report.done()).extracting(Done::task).isEqualTo(plan.tasks());
        assertThat(there.changes())
                .containsExactly(
                        "UPDATE STATISTICS [dbo].[Staff] [IX_Staff] WITH RESAMPLE",
                        "ALTER INDEX [PK_Staff] ON [dbo].[Staff] REORGANIZE WITH (LOB_COMPACTION = ON)",
                        "ALTER INDEX [IX_Shifts] ON [dbo].[Shifts] REBUILD WITH (ONLINE = ON (WAIT_AT_LOW_PRIORITY"
                                + " (MAX_DURATION = 2 MINUTES, ABORT_AFTER_WAIT = SELF)), RESUMABLE = ON, MAXDOP = 2)");
        var rebuilt = report.done().get(2);
        assertThat(rebuilt.task().before().fragmentation().orElseThrow()).isCloseTo(45, within(0.01));
        assertThat(rebuilt.after().fragmentation().orElseThrow()).isZero();
        assertThat(rebuilt.after().statisticsAt()).contains(there.time.wallClock());
        assertThat(report.done().get(0).task().before().changes()).contains(5000L);
        assertThat(report.done().get(0).after().changes()).contains(0L);
        assertThat(report.logUsed()).isPresent();
        assertThat(there.maintenance().plan(byFragmentation().build()).isEmpty())
                .isTrue();
    }

    @Test
    void statistics_of_what_has_changed_are_all_that_is_done_by_default() throws Exception {
        there.tables("Shifts");
        there.upkeep().fragment("dbo", "Shifts", "IX_Shifts", 90);
        there.upkeep().outdate("dbo", "Shifts", "IX_Shifts", 100);
        there.upkeep().outdate("dbo", "Shifts", "PK_Shifts", 99);
        there.time.advance(Duration.ofDays(1));

        var report = there.maintain(MaintenanceRequest.statistics("EMRNext"));

        assertThat(report.done()).hasSize(1);
        assertThat(there.changes()).containsExactly("UPDATE STATISTICS [dbo].[Shifts] [IX_Shifts] WITH RESAMPLE");
        assertThat(there.server.script().statements())
                .as("no look at the pages")
                .noneMatch(request -> request.text().contains("physical_stats"));
    }

    @Test
    void everything_is_done_once_in_a_cycle() throws Exception {
        there.tables("Shifts", "Staff");
        there.time.advance(Duration.ofDays(7));
        var everything = MaintenanceRequest.everything("EMRNext");

        assertThat(there.maintain(everything).done())
                .hasSize(4)
                .extracting(done -> done.task().kind())
                .containsOnly(Kind.REBUILD_RESUMABLE);
        there.time.advance(Duration.ofDays(1));
        assertThat(there.maintain(everything).done()).isEmpty();
        there.time.advance(Duration.ofDays(6));
        assertThat(there.maintain(everything).done()).hasSize(4);
    }

    @Test
    void only_the_tables_that_are_named_are_touched() throws Exception {
        there.run("CREATE SCHEMA hr");
        there.run(
                "CREATE TABLE hr.Staff (Id int NOT NULL CONSTRAINT PK_Hr PRIMARY KEY)",
                "INSERT INTO hr.Staff VALUES (1)");
        there.tables("Shifts", "Staff");
        there.time.advance(Duration.ofDays(7));

        var report = there.maintain(MaintenanceRequest.everything("EMRNext")
                .table("shifts")
                .table("Shifts")
                .table(new TableName("hr", "Staff")));

        assertThat(report.done())
                .extracting(done -> done.task().name())
                .containsExactlyInAnyOrder("PK_Shifts", "IX_Shifts", "PK_Hr");
    }

    @Test
    void tables_that_are_not_there_are_all_named_before_anything_is_done() throws Exception {
        there.tables("Shifts");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> there.maintain(MaintenanceRequest.everything("EMRNext")
                        .table("Shifts")
                        .table("Shiftz")
                        .table(new TableName("hr", "Nobody"))))
                .withMessageContainingAll("dbo.Shiftz", "hr.Nobody");
        assertThat(there.changes()).isEmpty();
    }

    static List<String> names() {
        return List.of(
                "a]b[c",
                "]]",
                "O'Brien''s",
                "x; DROP TABLE Shifts --",
                "] ON dbo.Shifts DISABLE; DROP DATABASE [EMRNext",
                "名前 ä \uD83D\uDE91",
                "a.b",
                "{fn now()} ? @P0 %s $1",
                "n".repeat(125));
    }

    @Test
    void names_of_any_kind_are_meant_and_nothing_else() throws Exception {
        there.tables(names().toArray(String[]::new));
        for (var name : names()) {
            there.upkeep().fragment("dbo", name, "IX_" + name, 45);
            there.upkeep().outdate("dbo", name, "PK_" + name, 5000);
        }
        there.time.advance(Duration.ofDays(1));
        var request = byFragmentation();
        names().forEach(request::table);

        var report = there.maintain(request);

        assertThat(report.complete()).as("%s", report.lines()).isTrue();
        assertThat(report.done()).hasSize(2 * names().size());
        var meant = new ArrayList<String>();
        for (var text : there.changes()) {
            var recognised = new Recogniser(16).recognise(text);
            assertThat(recognised).isInstanceOf(Recognition.Recognised.class);
            var statements = ((Recognition.Recognised) recognised).statements();
            assertThat(statements).hasSize(1);
            if (statements.get(0) instanceof AlterIndex alter) {
                assertThat(alter.index()).contains("IX_" + alter.table().name());
                meant.add(alter.table().name());
            } else {
                var update = (UpdateStatistics) statements.get(0);
                assertThat(update.statistics())
                        .containsExactly("PK_" + update.table().name());
            }
        }
        assertThat(meant).containsExactlyInAnyOrderElementsOf(names());
        for (var name : names()) {
            assertThat(there.index(name, "IX_" + name).fragmentation()).as(name).isZero();
            assertThat(there.upkeep().changes("dbo", name, "PK_" + name))
                    .as(name)
                    .isZero();
        }
    }

    @Test
    void so_are_those_of_databases() throws Exception {
        for (var name : names().subList(0, 4)) {
            there.server.instance().createDatabase(name.substring(0, Math.min(120, name.length())));
        }
        for (var database : there.server.instance().databases()) {
            var name = database.name();

            assertThat(there.maintain(MaintenanceRequest.statistics(name)).complete())
                    .isTrue();
            assertThat(there.maintenance().lastGoodCheck(name)).isEqualTo(LastGoodCheck.never());
            assertThat(there.maintenance()
                            .checkIntegrity(name, Depth.PHYSICAL, Progress.none())
                            .clean())
                    .isTrue();
            assertThat(there.maintenance().lastGoodCheck(name).at()).isPresent();
            assertThat(there.maintenance().suspectPages(name).pages()).isEmpty();
            assertThat(there.maintenance().broken(name, Invariant.of("one is one", "SELECT 0")))
                    .isZero();
        }
    }

    @Test
    void statistics_that_the_server_leaves_alone_are_left_alone_by_it_afterwards() throws Exception {
        there.tables("Shifts");
        there.run("UPDATE STATISTICS dbo.Shifts IX_Shifts WITH SAMPLE 50 PERCENT, NORECOMPUTE");
        there.upkeep().outdate("dbo", "Shifts", "IX_Shifts", 5000);
        there.time.advance(Duration.ofDays(1));

        there.maintain(MaintenanceRequest.statistics("EMRNext"));

        assertThat(there.changes()).endsWith("UPDATE STATISTICS [dbo].[Shifts] [IX_Shifts] WITH NORECOMPUTE");
        assertThat(there.upkeep()
                        .statistics("dbo", "Shifts", "IX_Shifts")
                        .orElseThrow()
                        .noRecompute())
                .isTrue();
    }

    @Test
    void a_paused_rebuild_is_gone_on_with_or_ended_or_left() throws Exception {
        there.tables("Shifts");

        there.pause("Shifts", "IX_Shifts", 40);
        var resumed = there.maintain(byFragmentation().paused(Paused.RESUME));
        assertThat(resumed.done().get(0).task().reason()).isEqualTo("a rebuild is paused at 40 %");
        assertThat(there.changes()).last().asString().contains("RESUME WITH");
        assertThat(there.index("Shifts", "IX_Shifts").paused()).isEmpty();

        there.pause("Shifts", "IX_Shifts", 40);
        assertThat(there.maintain(byFragmentation().paused(Paused.ABORT)).complete())
                .isTrue();
        assertThat(there.changes()).last().asString().endsWith("ABORT");
        assertThat(there.index("Shifts", "IX_Shifts").paused()).isEmpty();

        there.pause("Shifts", "IX_Shifts", 40);
        assertThat(there.maintain(byFragmentation().paused(Paused.LEAVE)).leftOut())
                .hasSize(1);
        assertThat(there.index("Shifts", "IX_Shifts").paused()).hasValue(40);
    }

    @Test
    void the_session_has_the_settings_that_indexes_on_views_need() throws Exception {
        there.tables("Shifts");
        there.maintain(MaintenanceRequest.statistics("EMRNext"));

        assertThat(there.server.script().statements())
                .anySatisfy(request -> assertThat(request.text())
                        .contains("QUOTED_IDENTIFIER", "ARITHABORT", "NUMERIC_ROUNDABORT OFF", "DEADLOCK_PRIORITY LOW")
                        .endsWith("LOCK_TIMEOUT 30000"));
    }

    @Test
    void a_login_that_may_only_look_is_refused_before_anything_is_done() throws Exception {
        there.tables("Shifts");
        there.server.login("reader", "a password");
        there.server.instance().security().role("reader", "EMRNext", DatabaseRole.DB_DATAREADER);
        try (var sql = SqlServer.at(there.server.jdbcUrl())
                .user("reader", Secret.of("a password".toCharArray()))
                .build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> sql.maintenance()
                            .maintain(MaintenanceRequest.statistics("EMRNext").build(), Progress.none()))
                    .withMessageContaining("db_ddladmin");
        }
        assertThat(there.changes()).isEmpty();
    }

    @Test
    void a_database_that_is_not_there_not_open_or_cannot_be_changed_is_refused() throws Exception {
        there.run("ALTER DATABASE EMRNext SET READ_ONLY");
        for (var refused : Map.of("EMRNext", "READ_ONLY", "Nowhere", "no database Nowhere", "a\nb", "name")
                .entrySet()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> there.maintain(MaintenanceRequest.statistics(refused.getKey())))
                    .withMessageContaining(refused.getValue());
        }
        there.run("ALTER DATABASE EMRNext SET OFFLINE");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> there.maintain(MaintenanceRequest.statistics("EMRNext")))
                .withMessageContaining("OFFLINE");
    }

    @Test
    void progress_is_told_in_tasks() throws Exception {
        there.tables("Shifts");
        there.time.advance(Duration.ofDays(7));
        var told = new ArrayList<String>();

        there.maintenance()
                .maintain(
                        MaintenanceRequest.everything("EMRNext").build(),
                        (done, total, what) -> told.add(done + "/" + total + " " + what));

        assertThat(told).containsExactly("0/2 tasks", "1/2 tasks", "2/2 tasks");
    }

    @Test
    void an_empty_database_needs_nothing() throws Exception {
        var report = there.maintain(MaintenanceRequest.everything("EMRNext"));

        assertThat(report.complete()).isTrue();
        assertThat(report.done()).extracting(Done::task).isEqualTo(List.<MaintenanceTask>of());
    }
}
