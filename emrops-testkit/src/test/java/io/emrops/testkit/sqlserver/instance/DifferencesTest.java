package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the simulated server does otherwise than a page of the vendor says, as listed in {@code docs/sql-server-rules.md}. Whoever mends
 * one turns its test round, and moves its row.
 */
class DifferencesTest {
    private static final String FILES =
            ", MOVE 'EMRNext' TO 'C:\\Data\\copy.mdf', MOVE 'EMRNext_log' TO 'C:\\Data\\copy.ldf'";

    private final Server server = new Server();

    @BeforeEach
    void backUp() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        server.commit("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM");
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn'");
    }

    private @Nullable Object header(String path, String column) throws Exception {
        var headers = server.run(51, "master", "RESTORE HEADERONLY FROM DISK = '" + path + "'")
                .result()
                .orElseThrow();
        var names = headers.columns().stream().map(Column::name).toList();
        return headers.rows().get(0).get(names.indexOf(column));
    }

    @Test
    void init_makes_another_media_set() throws Exception {
        var before = mediaSetOf("full.bak");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH INIT");

        assertThat(mediaSetOf("full.bak")).isNotEqualTo(before);
    }

    private Object mediaSetOf(String path) {
        return ((ServerFile.Backup) server.instance.disk().at(path).orElseThrow())
                .media()
                .id();
    }

    @Test
    void expiry_and_media_names_are_not_looked_at() {
        assertThat(server.errorsOf(
                        "BACKUP DATABASE EMRNext TO DISK = 'x' WITH FORMAT, MEDIANAME = 'weekly', RETAINDAYS = 30"))
                .isEmpty();
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH INIT, MEDIANAME = 'daily'"))
                .isEmpty();
    }

    @Test
    void a_long_name_is_taken() {
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH NAME = '" + "n".repeat(200) + "'"))
                .isEmpty();
    }

    @Test
    void damage_is_noted_although_nobody_looked() throws Exception {
        server.instance.damage("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'damaged.bak'");

        assertThat(header("damaged.bak", "IsDamaged")).isEqualTo(true);
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'damaged.bak' WITH REPLACE"))
                .containsExactly(3182, 3013);
    }

    @Test
    void bad_pages_are_found_without_checksums() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'plain.bak'");
        var file = (ServerFile.Backup) server.instance.disk().at("plain.bak").orElseThrow();
        server.instance.disk().put("plain.bak", file.in(ServerFile.Backup.Condition.BAD_PAGES));

        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'plain.bak' WITH REPLACE, NO_CHECKSUM"))
                .containsExactly(3183, 3013);
    }

    @Test
    void salvage_is_done_in_silence() throws Exception {
        server.instance.damage("EMRNext");
        assertThat(server.run("BACKUP DATABASE EMRNext TO DISK = 'x' WITH CHECKSUM, CONTINUE_AFTER_ERROR"))
                .extracting(SqlError::number)
                .containsExactly(4035, 4035, 3014);
        assertThat(server.run("RESTORE DATABASE EMRNext FROM DISK = 'x' WITH REPLACE, CONTINUE_AFTER_ERROR"))
                .extracting(SqlError::number)
                .containsExactly(4035, 4035, 3014);
    }

    @Test
    void headers_do_not_tell_of_a_tail() throws Exception {
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");

        assertThat(header("tail.trn", "IsForceOffline")).isEqualTo(false);
    }

    @Test
    void flags_tell_of_checksums_and_copies_alone() throws Exception {
        server.run("ALTER DATABASE EMRNext SET READ_ONLY, SINGLE_USER");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x' WITH CHECKSUM, COPY_ONLY");

        assertThat(header("x", "IsReadOnly")).isEqualTo(true);
        assertThat(header("x", "Flags")).isEqualTo(512 + 16 + 1024);
    }

    @Test
    void a_data_backup_tells_of_a_fork_as_well() throws Exception {
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x'");

        assertThat(header("x", "FirstRecoveryForkID")).isNotEqualTo(header("x", "RecoveryForkID"));
    }

    @Test
    void every_encryption_is_told_as_aes_256() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x'"
                + " WITH ENCRYPTION (ALGORITHM = TRIPLE_DES_3KEY, SERVER CERTIFICATE = C)");

        assertThat(header("x", "KeyAlgorithm")).isEqualTo("aes_256");
    }

    @Test
    void without_a_device_recovery_need_not_be_asked_for() throws Exception {
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");

        assertThat(server.errorsOf("RESTORE DATABASE EMRNext")).isEmpty();
        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.ONLINE);
    }

    @Test
    void a_time_to_stop_at_does_not_give_the_tail_away() throws Exception {
        server.commit("EMRNext");

        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'full.bak'"
                        + " WITH NORECOVERY, STOPAT = '2026-03-02T00:00:00'"))
                .containsExactly(3159, 3013);
    }

    @Test
    void a_data_backup_takes_no_log_sequence_number_either() {
        assertThat(server.errorsOf("RESTORE DATABASE Copy FROM DISK = 'full.bak'"
                        + " WITH NORECOVERY, STOPATMARK = 'lsn:99000000000000001'" + FILES))
                .containsExactly(4340, 3013);
    }

    @Test
    void options_of_another_verb_are_taken() throws Exception {
        for (var verb : List.of("VERIFYONLY", "HEADERONLY", "FILELISTONLY", "LABELONLY")) {
            assertThat(server.errorsOf("RESTORE " + verb + " FROM DISK = 'full.bak' WITH NORECOVERY, REPLACE"))
                    .as(verb)
                    .isEmpty();
        }
        server.run("RESTORE VERIFYONLY FROM DISK = 'full.bak' WITH LOADHISTORY");
        assertThat(server.instance.history().taken()).hasSize(2);
    }

    @Test
    void nobody_is_given_time_to_leave() throws Exception {
        server.instance.enter(60, "EMRNext");
        var before = server.now();

        var outcome = server.run(51, "master", "ALTER DATABASE EMRNext SET OFFLINE WITH ROLLBACK AFTER 60 SECONDS");

        assertThat(outcome.killed()).containsExactly(60);
        assertThat(server.now()).isBefore(before.plusSeconds(60));
    }

    @Test
    void system_databases_are_not_there() {
        assertThat(server.errorsOf("BACKUP DATABASE master TO DISK = 'm'")).containsExactly(911, 3013);
        assertThat(server.errorsOf("DROP DATABASE msdb")).containsExactly(3701);
        assertThat(server.errorsOf("CREATE DATABASE model")).isEmpty();
    }
}
