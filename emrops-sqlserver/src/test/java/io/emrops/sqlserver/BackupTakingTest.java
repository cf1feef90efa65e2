package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedBackups.DATABASE;
import static io.emrops.sqlserver.SimulatedBackups.full;
import static io.emrops.sqlserver.SimulatedBackups.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupRequest;
import io.emrops.backup.Proof;
import io.emrops.sqlserver.backup.BackupSettings.Compression;
import io.emrops.testkit.sqlserver.instance.Certificate;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@Tag("long")
class BackupTakingTest {
    private SimulatedBackups there = SimulatedBackups.start();

    @AfterEach
    void stop() {
        there.close();
    }

    private void startOther(int version, Edition edition) {
        there.close();
        there = SimulatedBackups.start(version, edition);
    }

    private void refuses(SqlServerBackups backups, BackupRequest request, String... words) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> backups.preview(request))
                .withMessageContainingAll(words);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> backups.backup(request, Progress.none()))
                .withMessageContainingAll(words);
        assertThat(there.server.script().statements(SimulatedBackups.BACKUP)).isEmpty();
    }

    @Test
    void a_backup_goes_to_a_file_of_its_own_and_says_nothing_of_its_key() throws Exception {
        var backup = there.take("patient Ada Lovelace/backup#1");

        assertThat(backup.location())
                .matches("C:\\\\Backup\\\\SIMULATED_EMRNext_FULL_20261122T100000000Z_[0-9a-f]{8}\\.bak");
        var set = there.taken().get(0).set();
        assertThat(backup.id()).isEqualTo(set.id().toString());
        assertThat(backup.copyOnly()).isTrue();
        assertThat(backup.proof()).isEqualTo(Proof.RECORDED);
        assertThat(set.description()).matches("emrops opId=[0-9a-f]{32}");
        assertThat(set.features().checksums()).isTrue();
        assertThat(set.features().compressed()).isTrue();
        assertThat(there.sent("BACKUP"))
                .hasSize(1)
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain("Ada")
                        .doesNotContain("INIT")
                        .doesNotContain("FORMAT"));
        assertThat(there.warnings).isEmpty();
    }

    @Test
    void progress_is_told_in_percent() throws Exception {
        var percents = new ArrayList<Long>();

        there.backups().backup(full("p"), (done, total, what) -> percents.add(done));

        assertThat(percents).isNotEmpty().isSorted().endsWith(100L);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17})
    void every_version_takes_all_kinds_tells_them_and_tests_them(int version) throws Exception {
        startOther(version, Edition.STANDARD);
        var backups = there.backups();

        var full = backups.backup(scheduled(Backup.Kind.FULL, "f"), Progress.none());
        var differential = backups.backup(scheduled(Backup.Kind.DIFFERENTIAL, "d"), Progress.none());
        var log = backups.backup(scheduled(Backup.Kind.LOG, "l"), Progress.none());

        assertThat(log.location()).contains("_LOG_").endsWith(".trn");
        assertThat(differential.location()).contains("_DIFF_").endsWith(".bak");
        assertThat(backups.list(DATABASE)).containsExactly(log, differential, full);
        assertThat(backups.find("d")).contains(differential);
        assertThat(backups.find("x")).isEmpty();
        for (var backup : List.of(full, differential, log)) {
            assertThat(backups.verify(backup, Progress.none()).ok()).isTrue();
        }
        assertThat(backups.testRestore(full, "t", Progress.none()).sound()).isTrue();
        assertThat(backups.list(DATABASE))
                .extracting(Backup::proof)
                .containsExactly(Proof.RECORDED, Proof.RECORDED, Proof.RESTORED);
    }

    @Test
    void a_backup_may_be_striped_and_says_where_all_of_it_lies() throws Exception {
        var backups = there.backups(settings -> settings.files(3));

        var backup = backups.backup(full("s"), Progress.none());

        assertThat(backup.location().split("\\|")).hasSize(3).allMatch(file -> file.matches(".*_[123]\\.bak"));
        assertThat(there.taken().get(0).devices()).hasSize(3);
        assertThat(backups.verify(backup, Progress.none()).ok()).isTrue();
        assertThat(backups.preview(full("s"))).anyMatch(line -> line.contains("All 3 files"));
    }

    @Test
    void what_the_edition_cannot_do_is_left_out_or_refused() throws Exception {
        startOther(16, Edition.EXPRESS);

        var backup = there.take("x");

        assertThat(there.sent("BACKUP").get(0)).contains("NO_COMPRESSION");
        assertThat(there.backups().verify(backup, Progress.none()).ok()).isTrue();
        startOther(16, Edition.EXPRESS);
        refuses(there.backups(settings -> settings.compression(Compression.ALWAYS)), full("x"), "compressed backups");
        refuses(there.backups(settings -> settings.encryption("Vault")), full("x"), "encrypted backups");
    }

    @Test
    void compression_can_be_declined() throws Exception {
        there.backups(settings -> settings.compression(Compression.NEVER)).backup(full("x"), Progress.none());

        assertThat(there.sent("BACKUP").get(0)).contains("NO_COMPRESSION");
    }

    @Test
    void a_log_backup_needs_a_log_and_a_full_backup_that_it_follows() throws Exception {
        refuses(there.backups(), scheduled(Backup.Kind.LOG, "l"), "no full backup");
        there.run("ALTER DATABASE EMRNext SET RECOVERY SIMPLE");
        refuses(there.backups(), scheduled(Backup.Kind.LOG, "l"), "SIMPLE");
    }

    @Test
    void a_differential_backup_needs_a_full_one_that_is_not_copy_only() throws Exception {
        refuses(there.backups(), scheduled(Backup.Kind.DIFFERENTIAL, "d"), "no full backup", "copy-only");
        refuses(
                there.backups(),
                new BackupRequest(DATABASE, Backup.Kind.DIFFERENTIAL, true, "d"),
                "cannot be copy-only");
    }

    @Test
    void a_database_that_is_not_open_is_not_backed_up() throws Exception {
        there.run("ALTER DATABASE EMRNext SET OFFLINE");
        refuses(there.backups(), full("x"), "OFFLINE");
        refuses(there.backups(), new BackupRequest("tempdb", Backup.Kind.FULL, true, "x"), "tempdb");
        refuses(there.backups(), new BackupRequest("master", Backup.Kind.LOG, false, "x"), "master");
    }

    @Test
    void who_may_not_is_told_what_is_missing() throws Exception {
        there.server.login("reader", "a password");
        there.server.instance().security().role("reader", DATABASE, DatabaseRole.DB_DATAREADER);
        try (var sql = SqlServer.at(there.server.jdbcUrl())
                .user("reader", Secret.of("a password".toCharArray()))
                .build()) {
            refuses(sql.backups().to("C:\\Backup").build(), full("x"), "BACKUP DATABASE", DATABASE);
        }
    }

    @Test
    void a_secondary_replica_makes_only_what_it_can() {
        there.server
                .script()
                .when(RequestPattern.containing("LEFT JOIN sys.database_recovery_status"))
                .answer(Answer.rows(
                                "name sysname",
                                "state_desc nvarchar(60)",
                                "recovery_model_desc nvarchar(60)",
                                "replica_id uniqueidentifier",
                                "last_log_backup_lsn numeric(25,0)",
                                "differential_base_lsn numeric(25,0)")
                        .row(DATABASE, "ONLINE", "FULL", new UUID(1, 1), BigDecimal.ONE, BigDecimal.ONE));
        there.server
                .script()
                .when(RequestPattern.containing("fn_hadr_is_primary_replica"))
                .answer(Answer.rows("answer bit").row(false));
        there.server
                .script()
                .when(RequestPattern.containing("fn_hadr_backup_is_preferred_replica"))
                .answer(Answer.rows("answer bit").row(false));

        refuses(there.backups(), scheduled(Backup.Kind.FULL, "x"), "secondary replica");
        refuses(there.backups(), new BackupRequest(DATABASE, Backup.Kind.LOG, true, "x"), "secondary replica");
        assertThat(there.backups().preview(full("x"))).anyMatch(line -> line.contains("prefers another replica"));
        assertThat(there.backups().preview(scheduled(Backup.Kind.LOG, "x"))).isNotEmpty();
    }

    @Test
    void a_file_that_is_there_is_never_written_to() {
        var backups = there.backups();
        var file = there.fileOf(backups, full("x"));
        there.server.instance().disk().put(file, new ServerFile.Other());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> backups.backup(full("x"), Progress.none()))
                .withMessageContaining(file);
        assertThat(there.sent("BACKUP")).isEmpty();
    }

    @Test
    void a_certificate_must_be_there_be_valid_and_have_its_key_kept_elsewhere() throws Exception {
        var backups = there.backups(settings -> settings.encryption("Vault]'s"));
        var instance = there.server.instance();
        var now = Instant.parse("2026-11-22T10:00:00Z");
        var day = Duration.ofDays(1);

        refuses(backups, full("x"), "no certificate Vault]'s");
        instance.certificate(new Certificate("Vault]'s", now.minus(day), now.plus(day), Optional.empty()));
        refuses(backups, full("x"), "never backed up");
        instance.certificate(
                new Certificate("Vault]'s", now.minus(day.multipliedBy(9)), now.minus(day), Optional.of(now)));
        refuses(backups, full("x"), "expired");
        instance.certificate(
                new Certificate("Vault]'s", now.plus(day), now.plus(day.multipliedBy(9)), Optional.of(now)));
        refuses(backups, full("x"), "not valid yet");
        instance.certificate(new Certificate("Vault]'s", now.minus(day), now.plus(day), Optional.of(now)));
        var backup = backups.backup(full("x"), Progress.none());

        assertThat(there.taken().get(0).set().features().encryptedBy()).contains("Vault]'s");
        assertThat(backups.verify(backup, Progress.none()).ok()).isTrue();
        assertThat(backups.testRestore(backup, "t", Progress.none()).sound()).isTrue();
    }

    private static final String[] SET = {
        "backup_set_id int",
        "backup_set_uuid uniqueidentifier",
        "database_name nvarchar(128)",
        "family_guid uniqueidentifier",
        "type char(1)",
        "first_lsn numeric(25,0)",
        "last_lsn numeric(25,0)",
        "first_recovery_fork_guid uniqueidentifier",
        "backup_start_date datetime",
        "backup_finish_date datetime",
        "time_zone smallint",
        "is_damaged bit",
        "has_backup_checksums bit",
        "is_copy_only bit",
        "media_family_count tinyint",
        "family_sequence_number tinyint",
        "physical_device_name nvarchar(260)"
    };

    @Test
    void a_backup_that_is_not_what_was_asked_for_is_no_success() {
        var backups = there.backups();
        var file = there.fileOf(backups, full("x"));
        var at = LocalDateTime.parse("2026-11-22T10:00:00");
        there.server
                .script()
                .when(RequestPattern.containing("bs.description ="))
                .answer(Answer.rows(SET)
                        .row(
                                1,
                                new UUID(1, 1),
                                DATABASE,
                                new UUID(1, 2),
                                "D",
                                BigDecimal.ONE,
                                BigDecimal.TEN,
                                new UUID(1, 3),
                                at,
                                at,
                                0,
                                true,
                                false,
                                false,
                                2,
                                1,
                                file));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> backups.backup(full("x"), Progress.none()))
                .withMessageContainingAll("bad pages", "no checksums", "not copy-only", "1 of 1 files", file);
        assertThat(backups.find("x")).isEmpty();
    }

    @Test
    void a_size_that_is_not_usual_is_told_and_is_no_failure() throws Exception {
        var columns = Stream.concat(Stream.of(SET), Stream.of("backup_size numeric(20,0)"))
                .toArray(String[]::new);
        var at = LocalDateTime.parse("2026-11-21T10:00:00");
        var usual = Answer.rows(columns);
        for (var i = 1; i <= 3; i++) {
            usual = usual.row(
                    i,
                    new UUID(9, i),
                    DATABASE,
                    new UUID(1, 2),
                    "D",
                    BigDecimal.ONE,
                    BigDecimal.TEN,
                    new UUID(1, 3),
                    at,
                    at,
                    0,
                    false,
                    true,
                    true,
                    1,
                    1,
                    "C:\\b\\x.bak",
                    new BigDecimal("999999999999"));
        }
        there.server
                .script()
                .when(RequestPattern.containing("newest.backup_set_id"))
                .answer(usual);

        there.take("x");

        assertThat(there.warnings).hasSize(1).allMatch(warning -> warning.contains("is usual"));
    }

    @Test
    void a_request_has_a_key_and_a_directory_is_one() {
        assertThatIllegalArgumentException().isThrownBy(() -> there.backups().backup(full(""), Progress.none()));
        assertThatIllegalArgumentException().isThrownBy(() -> there.backups(settings -> settings.files(65)));
        for (var directory :
                List.of("Backup", "\\\\?\\C:\\x", "C:\\a\\..\\b", "C:\\NUL", "C:\\a\nb", "C:\\a|b", "/var/backup")) {
            refuses(there.sql.backups().to(directory).build(), full("x"), "cannot be written");
        }
    }

    @Test
    void a_preview_without_a_key_names_no_operation() {
        assertThat(there.backups().preview(full("")))
                .contains("to C:\\Backup\\SIMULATED_EMRNext_FULL_TIME_KEY.bak")
                .anyMatch(line -> line.contains("with checksums, compressed, not encrypted"));
    }
}
