package io.emrops.sqlserver.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.backup.Backup;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.data.TemporalOffset;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through the real driver, encrypted. */
@Timeout(120)
class MsdbHistoryTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private SimulatedSqlServer server(int version) {
        var server = SimulatedSqlServer.builder()
                .majorVersion(version)
                .clock(Clock.system(NEW_YORK))
                .encryption(Encryption.REQUIRED)
                .start();
        opened.add(server);
        return server;
    }

    private MsdbHistory history(SimulatedSqlServer server) {
        var sessions = Sessions.at(server.jdbcUrl())
                .user("sa", Secret.of(server.script().password().toCharArray()))
                .build();
        opened.add(sessions);
        return new MsdbHistory(sessions.queries().within(Duration.ofSeconds(100)), NEW_YORK);
    }

    private static void run(SimulatedSqlServer server, String... statements) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    private static void makeChain(SimulatedSqlServer server) throws SQLException {
        server.createDatabase("EMRNext");
        run(
                server,
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\full1.bak', DISK = 'C:\\b\\full2.bak' WITH CHECKSUM, DESCRIPTION = 'nightly'",
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\diff.bak' WITH DIFFERENTIAL",
                "BACKUP LOG EMRNext TO DISK = 'C:\\b\\logs.trn'",
                "BACKUP LOG EMRNext TO DISK = 'C:\\b\\logs.trn'",
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\beside.bak' WITH COPY_ONLY, COMPRESSION");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 16, 17})
    void sets_are_told_newest_first_as_every_version_tells_them(int version) throws Exception {
        var server = server(version);
        makeChain(server);

        var sets = history(server).sets("EMRNext");

        assertThat(sets)
                .extracting(BackupSet::kind)
                .containsExactly(
                        Backup.Kind.FULL, Backup.Kind.LOG, Backup.Kind.LOG, Backup.Kind.DIFFERENTIAL, Backup.Kind.FULL);
        var full = sets.get(4);
        assertThat(full.media().files()).containsExactly("C:\\b\\full1.bak", "C:\\b\\full2.bak");
        assertThat(full.media().complete()).isTrue();
        assertThat(full.traits().checksums()).isTrue();
        assertThat(full.traits().description()).isEqualTo("nightly");
        assertThat(full.traits().serverVersion()).isEqualTo(version);
        assertThat(sets.get(3).differentialBase()).contains(full.id());
        assertThat(full.differentialBase()).isEmpty();
        assertThat(sets.get(1).media().position()).isEqualTo(2);
        assertThat(sets.get(1).log().first()).isEqualTo(sets.get(2).log().last());
        assertThat(sets.get(1).lastValidRestore().isPresent()).isEqualTo(version >= 16);
        assertThat(sets.get(0).traits().copyOnly()).isTrue();
        assertThat(sets.get(0).traits().storedSize())
                .isLessThan(sets.get(0).traits().size());
        assertThat(sets).extracting(BackupSet::family).containsOnly(full.family());
        var known = server.instance().history().taken();
        assertThat(sets)
                .extracting(BackupSet::id)
                .containsExactlyInAnyOrderElementsOf(
                        known.stream().map(taken -> taken.set().id()).toList());
        assertThat(full.finishedAt().toInstant())
                .isCloseTo(known.get(0).set().finished(), within(Duration.ofMillis(10)));
        assertThat(full.finishedAt().getOffset()).isEqualTo(NEW_YORK.getRules().getOffset(Instant.now()));
    }

    private static TemporalOffset<Temporal> within(Duration atMost) {
        return new TemporalUnitWithinOffset(atMost.toMillis(), ChronoUnit.MILLIS);
    }

    @Test
    void a_set_is_found_by_its_description_by_its_identity_and_among_the_newest() throws Exception {
        var server = server(16);
        makeChain(server);
        var history = history(server);

        var nightly = history.described("nightly");

        assertThat(nightly).hasSize(1);
        assertThat(history.find(nightly.get(0).id())).contains(nightly.get(0));
        assertThat(history.find(UUID.randomUUID())).isEmpty();
        assertThat(history.described("night%")).isEmpty();
        assertThat(history.newest("EMRNext", Backup.Kind.LOG, 1))
                .extracting(set -> set.media().position())
                .containsExactly(2);
        assertThat(history.newest("EMRNext", Backup.Kind.FULL, 10)).hasSize(2);
        assertThat(history.sets("Other")).isEmpty();
    }

    @Test
    void restores_are_told_in_their_order_with_what_they_were_to_stop_at() throws Exception {
        var server = server(16);
        makeChain(server);
        run(
                server,
                "RESTORE DATABASE Copy FROM DISK = 'C:\\b\\full1.bak', DISK = 'C:\\b\\full2.bak' WITH NORECOVERY,"
                        + " MOVE 'EMRNext' TO 'C:\\d\\c.mdf', MOVE 'EMRNext_log' TO 'C:\\d\\c.ldf'",
                "RESTORE LOG Copy FROM DISK = 'C:\\b\\logs.trn' WITH NORECOVERY",
                "RESTORE LOG Copy FROM DISK = 'C:\\b\\logs.trn' WITH FILE = 2, RECOVERY, STOPAT = '2036-03-04T05:06:07'");
        var history = history(server);

        var restores = history.restoresTo("Copy");

        assertThat(restores)
                .extracting(RestoredSet::kind)
                .containsExactly(Backup.Kind.FULL, Backup.Kind.LOG, Backup.Kind.LOG);
        assertThat(restores.get(0).recovered()).isFalse();
        assertThat(restores.get(0).stopAt()).isEmpty();
        assertThat(restores.get(0).set())
                .isEqualTo(history.described("nightly").get(0).id());
        assertThat(restores.get(2).stopAt()).contains(LocalDateTime.parse("2036-03-04T05:06:07"));
        assertThat(restores.get(0).at().toInstant()).isBetween(Instant.now().minusSeconds(120), Instant.now());
        assertThat(history.restoredSetsOf("EMRNext"))
                .hasSize(3)
                .contains(restores.get(0).set());
        assertThat(history.restoredSetsOf("Copy")).isEmpty();
    }

    private static final String[] COLUMNS = {
        "backup_set_id int",
        "backup_set_uuid uniqueidentifier",
        "database_name nvarchar(128)",
        "family_guid uniqueidentifier",
        "type char(1)",
        "first_lsn numeric(25,0)",
        "last_lsn numeric(25,0)",
        "last_recovery_fork_guid uniqueidentifier",
        "backup_start_date datetime",
        "backup_finish_date datetime",
        "time_zone smallint",
        "position int",
        "media_uuid uniqueidentifier",
        "media_family_count tinyint",
        "family_sequence_number tinyint",
        "physical_device_name nvarchar(260)",
        "device_type tinyint"
    };

    private static Object[] row(int number, String finish, Integer zone, int device) {
        return new Object[] {
            number,
            new UUID(1, number),
            "EMRNext",
            new UUID(2, 2),
            "L",
            new BigDecimal("1234567890123456789012345"),
            new BigDecimal("1234567890123456789012346"),
            new UUID(3, 3),
            LocalDateTime.parse(finish),
            LocalDateTime.parse(finish),
            zone,
            1,
            new UUID(4, number),
            1,
            1,
            "C:\\b\\" + number + ".trn",
            device
        };
    }

    private MsdbHistory scripted(List<Object[]> rows) {
        var server = server(16);
        server.script()
                .when(RequestPattern.containing("msdb.dbo.backupset"))
                .answer(Answer.rows(COLUMNS).generate(rows.size(), at -> rows.get((int) at)));
        return history(server);
    }

    @Test
    void a_time_has_the_offset_of_then_and_that_of_the_servers_zone_if_none_is_known() {
        var history = scripted(List.of(
                row(1, "2026-07-01T12:00:00", 22, 2),
                row(2, "2026-07-01T12:00:00", 127, 2),
                row(3, "2026-12-01T12:00:00", 127, 2),
                row(4, "2026-12-01T12:00:00", null, 2),
                row(5, "2026-12-01T12:00:00", -14, 2)));

        assertThat(history.sets("EMRNext"))
                .extracting(BackupSet::finishedAt)
                .containsExactly(
                        OffsetDateTime.parse("2026-07-01T12:00:00+05:30"),
                        OffsetDateTime.parse("2026-07-01T12:00:00-04:00"),
                        OffsetDateTime.parse("2026-12-01T12:00:00-05:00"),
                        OffsetDateTime.parse("2026-12-01T12:00:00-05:00"),
                        OffsetDateTime.parse("2026-12-01T12:00:00-03:30"));
    }

    @Test
    void columns_that_are_not_there_are_unknown_and_sequence_numbers_have_all_their_digits() {
        var set = scripted(List.<Object[]>of(row(1, "2026-07-01T12:00:00", 0, 2)))
                .sets("EMRNext")
                .get(0);

        assertThat(set.log().first()).hasToString("1234567890123456789012345");
        assertThat(set.traits().checksums()).isFalse();
        assertThat(set.traits().encryptor()).isEmpty();
        assertThat(set.lastValidRestore()).isEmpty();
        assertThat(set.forks()).isEqualTo(Forks.on(new UUID(3, 3)));
    }

    @Test
    void what_another_program_has_taken_is_told_apart() {
        var sets = scripted(List.of(row(1, "2026-07-01T12:00:00", 0, 7), row(2, "2026-07-01T12:00:00", 0, 2)))
                .sets("EMRNext");

        assertThat(sets).extracting(set -> set.traits().snapshot()).containsExactly(true, false);
    }

    @Test
    void a_row_that_lacks_what_every_backup_has_is_left_out() {
        var broken = row(1, "2026-07-01T12:00:00", 0, 2);
        broken[3] = null;

        assertThat(scripted(List.of(broken, row(2, "2026-07-01T12:00:00", 0, 2)))
                        .sets("EMRNext"))
                .extracting(BackupSet::id)
                .containsExactly(new UUID(1, 2));
    }

    @Test
    void several_thousand_backups_are_read() {
        var rows = IntStream.range(0, 6000)
                .mapToObj(number -> row(number + 1, "2026-07-01T12:00:00", 0, 2))
                .toList();

        assertThat(scripted(rows).sets("EMRNext")).hasSize(6000);
    }

    @Test
    void who_may_not_read_the_history_is_told_so() throws Exception {
        var server = server(16);
        server.script()
                .when(RequestPattern.containing("msdb.dbo.backupset"))
                .answer(Answer.error(
                        SqlError.of(229, 14, "The SELECT permission was denied on the object 'Ada Lovelace'.")));

        assertThatThrownBy(() -> history(server).sets("EMRNext"))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("229")
                .hasMessageNotContaining("Ada");
    }
}
