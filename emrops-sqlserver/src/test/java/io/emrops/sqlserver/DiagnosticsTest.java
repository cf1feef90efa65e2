package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedSessions.DATABASE;
import static io.emrops.sqlserver.SimulatedSessions.run;
import static io.emrops.sqlserver.SimulatedSessions.spid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.diagnostics.Blocking;
import io.emrops.diagnostics.Blocking.Head;
import io.emrops.diagnostics.ConnectionGroup;
import io.emrops.diagnostics.Connections.Workers;
import io.emrops.diagnostics.DatabaseFile;
import io.emrops.diagnostics.DatabaseFile.Kind;
import io.emrops.diagnostics.Growth;
import io.emrops.diagnostics.LogSpace;
import io.emrops.diagnostics.Purpose;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through the real driver, encrypted. */
@Timeout(120)
class DiagnosticsTest {
    private static final RequestPattern WAITERS = RequestPattern.containing("r.blocking_session_id <> 0");

    private SimulatedSessions here = SimulatedSessions.start();

    @AfterEach
    void stop() throws Exception {
        here.close();
    }

    @Test
    void connections_are_told_in_groups_against_the_limit() throws Exception {
        here.client("Web");
        here.client("Web");
        var reports = here.client("Reports");
        reports.setAutoCommit(false);
        run(reports, "CREATE TABLE Beds (Id int)");
        here.time.advance(Duration.ofMinutes(90));

        var connections = here.look().connections();

        assertThat(connections.groups())
                .extracting(
                        ConnectionGroup::program,
                        ConnectionGroup::database,
                        ConnectionGroup::status,
                        ConnectionGroup::sessions,
                        ConnectionGroup::withTransaction)
                .contains(
                        tuple("Web", DATABASE, "sleeping", 2, 0),
                        tuple("Reports", DATABASE, "sleeping", 1, 1),
                        tuple("emrops-tests", "master", "running", 1, 0));
        assertThat(connections.groups().get(0).longestIdle()).contains(Duration.ofMinutes(90));
        assertThat(connections.limit()).isEqualTo(32767);
        assertThat(connections.sessions()).isEqualTo(4);
        assertThat(connections.workers()).contains(new Workers(32, 512, 0));
        assertThat(connections.at()).isEqualTo(Instant.parse("2026-11-22T11:30:00Z"));
    }

    @Test
    void who_is_blocked_by_a_sleeping_transaction_is_seen_twice() throws Exception {
        var sleeping = here.client("Web");
        run(sleeping, "CREATE TABLE Beds (Id int PRIMARY KEY, Ward int)", "INSERT INTO Beds VALUES (1, 1)");
        sleeping.setAutoCommit(false);
        run(sleeping, "UPDATE Beds SET Ward = 2 WHERE Id = 1");
        var waiting = here.client("Reports");
        var head = here.server.instance().sessions().all().stream()
                .filter(session -> session.login().program().equals("Web"))
                .findFirst()
                .orElseThrow()
                .spid();
        var victim = spid(waiting);
        here.time.advance(Duration.ofMinutes(3));
        var update = CompletableFuture.runAsync(
                () -> execute(waiting, "UPDATE Beds SET Ward = 3 WHERE Id = 1"), OwnThread.EACH);
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> here.server.blockerOf(victim).isPresent());
        here.time.advance(Duration.ofSeconds(40));

        var blocking = watched();

        assertThat(blocking.secondLook()).isAfter(blocking.firstLook());
        assertThat(blocking.lasting()).singleElement().satisfies(chain -> {
            assertThat(chain.head()).isEqualTo(Head.SLEEPING);
            assertThat(chain.blocker()).isEqualTo(head);
            assertThat(chain.description()).startsWith("Web on ").endsWith(" as sa in EMRNext");
            assertThat(chain.transactionOpenFor()).isGreaterThan(Duration.ofMinutes(3));
            assertThat(chain.waiting()).singleElement().satisfies(each -> {
                assertThat(each.session()).isEqualTo(victim);
                assertThat(each.waitsFor()).isEqualTo("LCK_M_X");
                assertThat(each.waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
            });
        });
        sleeping.rollback();
        update.get(30, TimeUnit.SECONDS);
        assertThat(here.look().blocking().chains()).isEmpty();
    }

    private Blocking watched() throws Exception {
        var blocking = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return here.look().blocking();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                OwnThread.EACH);
        here.time.awaitTimer(wait -> wait.equals(Duration.ofSeconds(2)), Duration.ofSeconds(30));
        here.time.advance(Duration.ofSeconds(2));
        return blocking.get(30, TimeUnit.SECONDS);
    }

    private static void execute(Connection client, String statement) {
        try {
            run(client, statement);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void blocking_that_has_passed_at_the_second_look_is_told_as_seen_once() throws Exception {
        here.server
                .script()
                .when(WAITERS)
                .answer(Answer.rows(
                                "session_id smallint",
                                "blocking_session_id smallint",
                                "wait_type nvarchar(60)",
                                "wait_time int",
                                "start_time datetime")
                        .row((short) 77, (short) -2, "LCK_M_S", 5000, null))
                .times(1);

        assertThat(watched().chains()).isEmpty();
        assertThat(here.server.script().statements(WAITERS)).hasSize(2);
    }

    @Test
    void nothing_of_it_is_asked_over_connections_that_may_be_what_is_waited_for() throws Exception {
        here.sql.facts();
        var before = here.server.script().statements(RequestPattern.any()).size();

        here.look().blocking();

        var asked = here.server.script().statements(RequestPattern.any());
        assertThat(asked.subList(before, asked.size()))
                .extracting(request -> request.session().spid())
                .hasSizeGreaterThan(2)
                .containsOnly(here.server
                        .script()
                        .statements(WAITERS)
                        .get(0)
                        .session()
                        .spid());
    }

    @Test
    void a_log_of_which_the_server_does_not_tell_how_full_it_is_is_not_an_empty_one() throws Exception {
        here.server
                .script()
                .when(RequestPattern.containing("sys.dm_db_log_space_usage"))
                .answer(Answer.rows("total_log_size_in_bytes bigint", "used_log_space_in_percent real")
                        .row(1L << 20, null));

        var space = here.look().space();

        assertThat(space.logs()).isEmpty();
        assertThat(space.unknown()).contains("How much of the log of EMRNext is used is not known");
    }

    @Test
    void the_views_of_a_database_are_asked_within_it() throws Exception {
        here.look().space();

        for (var view : List.of("sys.dm_db_log_space_usage", "sys.dm_db_file_space_usage")) {
            assertThat(here.server.script().statements(RequestPattern.containing(view)))
                    .allSatisfy(request -> assertThat(request.text()).contains("FROM " + view))
                    .extracting(request -> request.session().database())
                    .contains(DATABASE, "master");
        }
    }

    @Test
    void files_logs_and_volumes_are_told() throws Exception {
        var space = here.look().space();

        assertThat(space.files())
                .filteredOn(file -> file.database().equals(DATABASE))
                .extracting(DatabaseFile::kind, DatabaseFile::volume, DatabaseFile::growth)
                .containsExactly(tuple(Kind.DATA, "C:\\", "64 MiB"), tuple(Kind.LOG, "C:\\", "64 MiB"));
        assertThat(space.dataFiles(DATABASE).get(0).used()).isPresent();
        assertThat(space.volumes()).singleElement().satisfies(volume -> {
            assertThat(volume.size()).isEqualTo(DataSize.gib(1024));
            assertThat(volume.free()).isLessThan(volume.size());
        });
        assertThat(space.logs())
                .filteredOn(log -> log.database().equals(DATABASE))
                .singleElement()
                .satisfies(log -> assertThat(log.percentUsed()).isBetween(0.0, 100.0));
        assertThat(space.logs()).extracting(LogSpace::waitsFor).contains("NOTHING");
        assertThat(space.largestDatabase()).isEmpty();
        assertThat(space.room(DATABASE)).isPresent();
        assertThat(space.unknown()).isEmpty();
    }

    @Test
    void the_edition_caps_what_a_database_takes() throws Exception {
        here.close();
        here = SimulatedSessions.start(15, Edition.EXPRESS);

        var space = here.look().space();

        assertThat(space.largestDatabase()).contains(DataSize.gib(10));
        assertThat(space.room(DATABASE).orElseThrow()).isLessThan(DataSize.gib(10));
    }

    @Test
    void what_cannot_be_looked_into_is_told_as_unknown() throws Exception {
        here.server.instance().createDatabase("Closed");
        here.run("ALTER DATABASE Closed SET OFFLINE");

        var space = here.look().space();

        assertThat(space.unknown()).containsExactly("Closed is not online: what its files hold is not known");
        assertThat(space.files()).extracting(DatabaseFile::database).contains("Closed", DATABASE);
    }

    @Test
    void a_database_that_does_not_let_the_login_in_is_told_as_unknown() throws Exception {
        here.close();
        here = SimulatedSessions.startAs(16, "operator");
        var security = here.server.instance().security();
        security.grant("operator", Permission.VIEW_SERVER_STATE);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.look().space())
                .withMessageContaining("The login lacks VIEW ANY DEFINITION");
        security.grant("operator", Permission.VIEW_ANY_DEFINITION);

        var space = here.look().space();

        assertThat(space.unknown()).containsExactly("EMRNext could not be looked into");
        assertThat(space.dataFiles(DATABASE).get(0).used()).isEmpty();
    }

    @Test
    void full_backups_tell_how_a_database_has_grown() throws Exception {
        for (var day = 0; day < 9; day++) {
            here.run("BACKUP DATABASE EMRNext TO DISK = 'C:\\Backup\\" + day + ".bak'");
            here.time.advance(Duration.ofDays(1));
        }
        here.run("BACKUP LOG EMRNext TO DISK = 'C:\\Backup\\log.trn'");

        var sizes = here.look().sizes(DATABASE);

        assertThat(sizes).hasSize(9);
        assertThat(sizes.get(0).at()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(sizes.get(8).at()).isEqualTo(Instant.parse("2026-11-30T10:00:00Z"));
        assertThat(Growth.of(sizes).trend().orElseThrow().perDay()).isZero();
        assertThat(here.look().sizes("Elsewhere")).isEmpty();
    }

    @Test
    void without_the_history_the_size_is_refused_by_the_name_of_what_is_missing() throws Exception {
        here.close();
        here = SimulatedSessions.startAs(16, "operator");

        assertThat(here.look().missingPermissions(Purpose.SIZES)).contains("SELECT on msdb.dbo.backupset");
        assertThat(here.look().missingPermissions(Purpose.STATE))
                .containsExactly("VIEW SERVER PERFORMANCE STATE", "VIEW SERVER SECURITY STATE");
        assertThat(here.look().missingPermissions())
                .contains("ALTER ANY CONNECTION", "VIEW ANY DEFINITION", "SELECT on msdb.dbo.backupset")
                .doesNotHaveDuplicates();
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.look().sizes(DATABASE))
                .withMessageContaining("SELECT on msdb.dbo.backupset");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.look().space())
                .withMessageContaining("VIEW SERVER PERFORMANCE STATE, VIEW SERVER SECURITY STATE");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.look().blocking())
                .withMessageContaining("VIEW SERVER PERFORMANCE STATE");
    }
}
