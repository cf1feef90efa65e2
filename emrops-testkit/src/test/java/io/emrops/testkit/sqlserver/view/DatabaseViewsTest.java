package io.emrops.testkit.sqlserver.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.testkit.sqlserver.instance.Certificate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseViewsTest {
    private final Watched watched = new Watched();

    @BeforeEach
    void create() {
        watched.run("CREATE DATABASE EMRNext");
    }

    private Map<String, @Nullable Object> database(String name) {
        return watched.row("sys", "databases", "name", name);
    }

    @Test
    void the_servers_own_databases_come_first() {
        assertThat(watched.rows("sys", "databases"))
                .extracting(row -> row.get("name"))
                .containsExactly("master", "tempdb", "model", "msdb", "EMRNext");
        assertThat(database("master")).containsEntry("database_id", 1).containsEntry("recovery_model_desc", "SIMPLE");
        assertThat(database("EMRNext"))
                .containsEntry("database_id", 5)
                .containsEntry("state_desc", "ONLINE")
                .containsEntry("user_access_desc", "MULTI_USER")
                .containsEntry("recovery_model_desc", "FULL")
                .containsEntry("page_verify_option_desc", "CHECKSUM")
                .containsEntry("compatibility_level", 160)
                .containsEntry("create_date", LocalDateTime.parse("2026-02-28T21:00:01"));
    }

    @Test
    void what_is_altered_is_told() {
        watched.run("ALTER DATABASE EMRNext SET RECOVERY BULK_LOGGED, PAGE_VERIFY TORN_PAGE_DETECTION, READ_ONLY");
        watched.run("ALTER DATABASE EMRNext SET AUTO_CLOSE ON, TRUSTWORTHY ON, COMPATIBILITY_LEVEL = 140");
        watched.run("ALTER DATABASE EMRNext SET SINGLE_USER");

        assertThat(database("EMRNext"))
                .containsEntry("recovery_model", 2)
                .containsEntry("page_verify_option", 1)
                .containsEntry("is_read_only", true)
                .containsEntry("is_auto_close_on", true)
                .containsEntry("is_trustworthy_on", true)
                .containsEntry("compatibility_level", 140)
                .containsEntry("user_access", 1)
                .containsEntry("user_access_desc", "SINGLE_USER");

        watched.run("ALTER DATABASE EMRNext SET MULTI_USER");
        watched.run("ALTER DATABASE EMRNext SET OFFLINE");

        assertThat(database("EMRNext"))
                .containsEntry("state", 6)
                .containsEntry("state_desc", "OFFLINE")
                .containsEntry("is_cleanly_shutdown", true)
                .containsEntry("collation_name", null);
    }

    @Test
    void a_restore_brings_what_was_set_but_no_trust_and_no_broker() {
        watched.run("ALTER DATABASE EMRNext SET TRUSTWORTHY ON, AUTO_SHRINK ON");
        assertThat(database("EMRNext")).containsEntry("is_broker_enabled", true);
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'a.bak'");
        watched.run("ALTER DATABASE EMRNext SET AUTO_SHRINK OFF");
        watched.run("RESTORE DATABASE EMRNext FROM DISK = 'a.bak' WITH REPLACE");

        assertThat(database("EMRNext"))
                .containsEntry("is_trustworthy_on", false)
                .containsEntry("is_broker_enabled", false)
                .containsEntry("is_auto_shrink_on", true);
    }

    @Test
    void the_chain_of_logs_begins_with_a_full_backup() {
        var id = database("EMRNext").get("database_id");
        assertThat(watched.row("sys", "database_recovery_status", "database_id", id))
                .containsEntry("last_log_backup_lsn", null);
        assertThat(dataFile()).containsEntry("differential_base_lsn", null);
        assertThat(database("EMRNext")).containsEntry("log_reuse_wait_desc", "NOTHING");

        watched.run("BACKUP DATABASE EMRNext TO DISK = 'a.bak'");
        watched.commit("EMRNext", "");

        var set = watched.rows("msdb", "dbo", "backupset").get(0);
        assertThat(watched.row("sys", "database_recovery_status", "database_id", id)
                        .get("last_log_backup_lsn"))
                .isInstanceOf(BigDecimal.class);
        assertThat(dataFile())
                .containsEntry("differential_base_lsn", set.get("first_lsn"))
                .containsEntry("differential_base_guid", set.get("backup_set_uuid"));
        assertThat(database("EMRNext")).containsEntry("log_reuse_wait_desc", "LOG_BACKUP");
    }

    private Map<String, @Nullable Object> dataFile() {
        return Watched.only(watched.rows("EMRNext", "sys", "database_files"), "file_id", 1);
    }

    @Test
    void of_a_database_that_is_restoring_it_is_told_from_where_it_goes_on() {
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'a.bak'");
        watched.run("RESTORE DATABASE EMRNext FROM DISK = 'a.bak' WITH NORECOVERY, REPLACE");

        var last = watched.rows("msdb", "dbo", "backupset").get(0).get("last_lsn");
        assertThat(dataFile()).containsEntry("state_desc", "RESTORING").containsEntry("redo_start_lsn", last);
        assertThat(watched.row("sys", "database_recovery_status", "database_id", 5))
                .containsEntry("recovery_fork_guid", null)
                .containsEntry("last_log_backup_lsn", null);
    }

    @Test
    void files_are_listed_where_they_are_and_take_their_room() {
        watched.run(
                "CREATE DATABASE Archive ON (NAME = a, FILENAME = 'F:\\Data\\a.mdf') LOG ON (NAME = l, FILENAME = 'G:\\l.ldf')");

        assertThat(watched.rows("Archive", "sys", "database_files"))
                .extracting(row -> row.get("name"), row -> row.get("type_desc"), row -> row.get("physical_name"))
                .containsExactly(tuple("a", "ROWS", "F:\\Data\\a.mdf"), tuple("l", "LOG", "G:\\l.ldf"));
        assertThat(watched.rows("sys", "master_files")).hasSize(12);
        var before = watched.call("dm_os_volume_stats", 6, 1).get(0);
        watched.run("BACKUP DATABASE Archive TO DISK = 'F:\\a.bak'");
        var after = watched.call("dm_os_volume_stats", 6, 1).get(0);
        assertThat(before).containsEntry("volume_mount_point", "F:\\");
        assertThat((long) after.get("available_bytes")).isLessThan((long) before.get("available_bytes"));
        watched.instance.disk().delete("F:\\a.bak");
        assertThat(watched.call("dm_os_volume_stats", 6, 1)).containsExactly(before);
        assertThat(watched.call("dm_os_volume_stats", 6, 9)).isEmpty();
        assertThat(watched.call("dm_os_volume_stats", null, 1)).isEmpty();
    }

    @Test
    void files_of_the_machine_are_found_with_their_sizes() {
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'D:\\Backup\\One\\a.bak', DISK = 'D:\\Backup\\b.bak'");

        assertThat(watched.call("dm_os_enumerate_filesystem", "D:\\Backup", "*.bak"))
                .extracting(
                        row -> row.get("file_or_directory_name"),
                        row -> row.get("level"),
                        row -> row.get("size_in_bytes"))
                .containsExactly(tuple("B.BAK", 0, 4_194_304L), tuple("A.BAK", 1, 4_194_304L));
        assertThat(watched.call("dm_os_enumerate_filesystem", "D:\\Backup", "?.trn"))
                .isEmpty();
        assertThat(watched.call("dm_os_enumerate_filesystem", "C:\\Data", "EMRNext.mdf"))
                .extracting(row -> row.get("size_in_bytes"))
                .containsExactly(8_388_608L);
        assertThat(watched.call("dm_os_file_exists", "d:\\backup\\B.bak").get(0))
                .containsEntry("file_exists", 1)
                .containsEntry("file_is_a_directory", 0);
        assertThat(watched.call("dm_os_file_exists", "D:\\Backup\\One").get(0))
                .containsEntry("file_exists", 0)
                .containsEntry("file_is_a_directory", 1);
        assertThat(watched.rows("sys", "dm_os_enumerate_fixed_drives"))
                .extracting(row -> row.get("fixed_drive_path"))
                .containsExactly("C:\\", "D:\\");
    }

    @Test
    void a_certificate_tells_whether_its_key_is_safe() {
        watched.instance.certificate("New");
        watched.instance.certificate(new Certificate(
                "Old", Instant.EPOCH, watched.now(), Optional.of(Instant.parse("2026-01-01T04:00:00Z"))));

        assertThat(watched.row("sys", "certificates", "name", "New")).containsEntry("pvt_key_last_backup_date", null);
        assertThat(watched.row("sys", "certificates", "name", "Old"))
                .containsEntry("pvt_key_last_backup_date", LocalDateTime.parse("2025-12-31T23:00:00"))
                .containsEntry("expiry_date", LocalDateTime.parse("2026-03-01T02:00:01"));
        assertThatThrownBy(() -> watched.run("BACKUP DATABASE EMRNext TO DISK = 'a'"
                        + " WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = Old)"))
                .hasMessageContaining("3096");
        assertThat(watched.rows("EMRNext", "sys", "certificates")).isEmpty();
    }

    @Test
    void a_log_fills_until_it_is_backed_up() {
        watched.run("BACKUP DATABASE EMRNext TO DISK = 'a.bak'");
        var empty = usedPercent();
        for (var i = 0; i < 20; i++) {
            watched.commit("EMRNext", "");
        }
        var filled = usedPercent();
        watched.run("BACKUP LOG EMRNext TO DISK = 'l.trn'");

        assertThat(filled).isGreaterThan(empty).isLessThanOrEqualTo(100);
        assertThat(usedPercent()).isEqualTo(empty);
        assertThat(watched.call("dm_db_log_stats", 5).get(0))
                .containsEntry("recovery_model", "FULL")
                .containsEntry("log_backup_time", LocalDateTime.parse("2026-02-28T21:00:23"));
        assertThat(String.valueOf(watched.call("dm_db_log_stats", 5).get(0).get("log_end_lsn")))
                .matches("00000027:[0-9a-f]{8}:0001");
    }

    private float usedPercent() {
        return (float)
                watched.rows("EMRNext", "sys", "dm_db_log_space_usage").get(0).get("used_log_space_in_percent");
    }
}
