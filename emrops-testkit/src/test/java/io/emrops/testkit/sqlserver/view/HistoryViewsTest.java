package io.emrops.testkit.sqlserver.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That msdb tells what choosing a chain of backups needs. */
class HistoryViewsTest {
    private final Watched watched = new Watched();

    @BeforeEach
    void create() {
        watched.run("CREATE DATABASE EMRNext");
    }

    private List<Map<String, @Nullable Object>> sets() {
        return watched.rows("msdb", "dbo", "backupset");
    }

    private static BigDecimal number(Map<String, @Nullable Object> row, String column) {
        return (BigDecimal) Objects.requireNonNull(row.get(column), column);
    }

    @Test
    void a_backup_tells_what_it_is_and_when_in_local_time() {
        watched.instance.certificate("BackupCert");
        watched.run(
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\a.bak', DISK = 'C:\\b.bak' WITH CHECKSUM, COPY_ONLY, NAME = 'nightly',"
                        + " DESCRIPTION = 'opId=1', ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = BackupCert)");

        assertThat(sets()).hasSize(1);
        assertThat(sets().get(0))
                .containsEntry("database_name", "EMRNext")
                .containsEntry("type", "D")
                .containsEntry("name", "nightly")
                .containsEntry("description", "opId=1")
                .containsEntry("is_copy_only", true)
                .containsEntry("has_backup_checksums", true)
                .containsEntry("is_damaged", false)
                .containsEntry("key_algorithm", "aes_256")
                .containsEntry("encryptor_type", "CERTIFICATE")
                .containsEntry(
                        "encryptor_thumbprint",
                        watched.row("sys", "certificates", "name", "BackupCert").get("thumbprint"))
                .containsEntry("recovery_model", "FULL")
                .containsEntry("position", 1)
                .containsEntry("flags", 512 + 16 + 1024)
                .containsEntry("time_zone", -20)
                .containsEntry("backup_start_date", LocalDateTime.parse("2026-02-28T21:00:02"));
        assertThat(watched.rows("msdb", "dbo", "backupmediafamily"))
                .extracting(row -> row.get("family_sequence_number"), row -> row.get("physical_device_name"))
                .containsExactly(tuple(1, "C:\\a.bak"), tuple(2, "C:\\b.bak"));
    }

    @Test
    void a_tail_and_an_expiry_are_told() {
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH EXPIREDATE = 'Mar 1, 2027',"
                + " MEDIADESCRIPTION = 'of wards'");
        watched.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");

        assertThat(sets().get(0))
                .containsEntry("is_force_offline", false)
                .containsEntry("has_incomplete_metadata", false)
                .containsEntry("expiration_date", LocalDateTime.parse("2027-03-01T00:00"));
        assertThat(sets().get(1))
                .containsEntry("is_force_offline", true)
                .containsEntry("flags", 512 + 64 + 256)
                .containsEntry("expiration_date", null);
        assertThat(watched.rows("msdb", "dbo", "backupmediaset"))
                .extracting(row -> row.get("description"))
                .containsExactly("of wards", null);
    }

    @Test
    void a_chain_can_be_chosen_from_what_is_told() {
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        watched.commit("EMRNext", "");
        watched.run("BACKUP LOG EMRNext TO DISK = 'l1.trn'");
        watched.commit("EMRNext", "");
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'd.bak' WITH DIFFERENTIAL");
        watched.run("BACKUP LOG EMRNext TO DISK = 'l2.trn'");

        var full = sets().get(0);
        var first = sets().get(1);
        var differential = sets().get(2);
        var second = sets().get(3);
        assertThat(sets()).extracting(row -> row.get("type")).containsExactly("D", "L", "I", "L");
        assertThat(differential)
                .containsEntry("differential_base_guid", full.get("backup_set_uuid"))
                .containsEntry("differential_base_lsn", full.get("first_lsn"))
                .containsEntry("database_backup_lsn", full.get("checkpoint_lsn"));
        assertThat(full)
                .containsEntry("database_backup_lsn", BigDecimal.ZERO)
                .containsEntry("differential_base_guid", null);
        assertThat(first).containsEntry("begins_log_chain", true);
        assertThat(second)
                .containsEntry("begins_log_chain", false)
                .containsEntry("first_lsn", first.get("last_lsn"))
                .containsEntry("first_recovery_fork_guid", full.get("last_recovery_fork_guid"))
                .containsEntry("family_guid", full.get("family_guid"));
        assertThat(number(first, "first_lsn")).isLessThanOrEqualTo(number(full, "last_lsn"));
        assertThat(number(first, "last_lsn")).isGreaterThan(number(full, "last_lsn"));
        assertThat(number(second, "last_lsn")).isGreaterThan(number(differential, "last_lsn"));
    }

    @Test
    void after_a_recovery_the_first_log_tells_where_the_branch_began() {
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        watched.run("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE");
        watched.commit("EMRNext", "");
        watched.run("BACKUP LOG EMRNext TO DISK = 'l.trn'");
        watched.run("BACKUP LOG EMRNext TO DISK = 'l.trn'");

        var full = sets().get(0);
        var log = sets().get(1);
        var next = sets().get(2);
        assertThat(log)
                .containsEntry("first_recovery_fork_guid", full.get("last_recovery_fork_guid"))
                .containsEntry("fork_point_lsn", full.get("last_lsn"));
        assertThat(log.get("last_recovery_fork_guid")).isNotEqualTo(full.get("last_recovery_fork_guid"));
        assertThat(next)
                .containsEntry("first_recovery_fork_guid", log.get("last_recovery_fork_guid"))
                .containsEntry("fork_point_lsn", null)
                .containsEntry("position", 2)
                .containsEntry("media_set_id", log.get("media_set_id"));
    }

    @Test
    void a_restore_tells_from_what_to_where_and_up_to_when() {
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        watched.commit("EMRNext", "");
        watched.run("BACKUP LOG EMRNext TO DISK = 'l.trn'");
        watched.run("RESTORE DATABASE Scratch FROM DISK = 'full.bak' WITH NORECOVERY,"
                + " MOVE 'EMRNext' TO 'S:\\s.mdf', MOVE 'EMRNext_log' TO 'S:\\s.ldf'");
        watched.run("RESTORE LOG Scratch FROM DISK = 'l.trn' WITH STOPAT = '2026-02-28T21:00:03.500'");

        var restores = watched.rows("msdb", "dbo", "restorehistory");
        assertThat(restores).extracting(row -> row.get("restore_type")).containsExactly("D", "L");
        assertThat(restores.get(0))
                .containsEntry("destination_database_name", "Scratch")
                .containsEntry("backup_set_id", sets().get(0).get("backup_set_id"))
                .containsEntry("recovery", false)
                .containsEntry("stop_at", null);
        assertThat(restores.get(1))
                .containsEntry("recovery", true)
                .containsEntry("stop_at", LocalDateTime.parse("2026-02-28T21:00:03.500"));
        assertThat(watched.rows("msdb", "dbo", "restorefile"))
                .extracting(row -> row.get("destination_phys_name"))
                .containsExactly("S:\\s.mdf", "S:\\s.ldf");
    }

    @Test
    void a_backup_of_another_instance_is_known_once_it_is_restored() {
        var other = new Watched();
        other.run("CREATE DATABASE Elsewhere");
        other.run("BACKUP DATABASE Elsewhere TO DISK = 'x.bak'");
        watched.instance.disk().put("x.bak", other.instance.disk().at("x.bak").orElseThrow());
        assertThat(sets()).isEmpty();

        watched.run("RESTORE DATABASE Elsewhere FROM DISK = 'x.bak' WITH NORECOVERY");
        watched.run("RESTORE DATABASE Elsewhere FROM DISK = 'x.bak'");

        assertThat(sets()).hasSize(1);
        assertThat(watched.rows("msdb", "dbo", "restorehistory"))
                .extracting(row -> row.get("backup_set_id"))
                .containsExactly(1, 1);
    }

    @Test
    void marks_are_listed_and_nothing_is_shipped_or_scheduled() {
        watched.commit("EMRNext", "before-release");

        assertThat(Watched.only(watched.rows("msdb", "dbo", "logmarkhistory"), "mark_name", "before-release"))
                .containsEntry("database_name", "EMRNext");
        assertThat(watched.rows("msdb", "dbo", "sysjobs")).isEmpty();
    }

    @Test
    void a_bad_page_is_suspect_once_somebody_has_read_it_and_until_it_is_restored() {
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'good.bak'");
        watched.instance.damage("EMRNext");
        assertThat(suspects()).isEmpty();
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'a.bak'");
        assertThat(suspects()).isEmpty();

        watched.run("BACKUP DATABASE EMRNext TO DISK = 'b.bak' WITH CHECKSUM, CONTINUE_AFTER_ERROR");
        watched.run("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS");

        assertThat(suspects())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("database_id", 5)
                        .containsEntry("file_id", 1)
                        .containsEntry("event_type", 2)
                        .containsEntry("error_count", 2));

        watched.run("RESTORE DATABASE EMRNext FROM DISK = 'good.bak' WITH REPLACE");
        assertThat(suspects()).extracting(row -> row.get("event_type")).containsExactly(4);

        watched.run("DROP DATABASE EMRNext");
        assertThat(suspects()).isEmpty();
    }

    private List<Map<String, @Nullable Object>> suspects() {
        return watched.rows("msdb", "dbo", "suspect_pages");
    }
}
