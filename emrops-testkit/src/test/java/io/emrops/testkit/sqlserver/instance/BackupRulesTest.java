package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/sql-server-rules.md} says of backups, and no other test shows. */
class BackupRulesTest {
    private final Server server = new Server();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        server.commit("EMRNext");
    }

    private BackupSet lastSet() {
        var taken = server.instance.history().taken();
        return taken.get(taken.size() - 1).set();
    }

    private List<Integer> errorsOfBackup() {
        return server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'");
    }

    @Test
    void only_what_is_online_is_backed_up() throws Exception {
        server.run("ALTER DATABASE EMRNext SET OFFLINE");
        assertThat(errorsOfBackup()).containsExactly(942, 3013);
        server.run("ALTER DATABASE EMRNext SET EMERGENCY");
        assertThat(errorsOfBackup()).containsExactly(3033, 3013);
        server.database("EMRNext").state(DatabaseState.SUSPECT);
        assertThat(errorsOfBackup()).containsExactly(926, 3013);
        for (var state : List.of(DatabaseState.OFFLINE, DatabaseState.EMERGENCY)) {
            server.database("EMRNext").state(state);
            assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'x' WITH NO_TRUNCATE"))
                    .as("%s", state)
                    .containsExactly(state == DatabaseState.OFFLINE ? 942 : 3033, 3013);
        }
    }

    @Test
    void between_two_steps_of_a_restore_there_is_no_backup() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH STANDBY = 'undo.dat'");

        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.ONLINE);
        assertThat(server.database("EMRNext").standby()).isTrue();
        assertThat(server.database("EMRNext").readOnly()).isTrue();
        assertThat(errorsOfBackup()).containsExactly(3036, 3013);
    }

    @Test
    void options_of_the_other_kind_are_refused() {
        for (var option : List.of("NORECOVERY", "NO_TRUNCATE", "STANDBY = 'undo.dat'")) {
            assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH " + option))
                    .as(option)
                    .containsExactly(3032, 3013);
        }
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'x' WITH DIFFERENTIAL"))
                .containsExactly(3032, 3013);
    }

    @Test
    void contrary_options_come_in_pairs() {
        for (var pair : List.of(
                "STOP_ON_ERROR, CONTINUE_AFTER_ERROR",
                "COMPRESSION, NO_COMPRESSION",
                "INIT, NOINIT",
                "FORMAT, NOFORMAT",
                "SKIP, NOSKIP",
                "NORECOVERY, STANDBY = 'undo.dat'")) {
            assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'x' WITH " + pair))
                    .as(pair)
                    .containsExactly(3031, 3013);
        }
    }

    @Test
    void express_does_not_encrypt() throws Exception {
        var express = new Server(16, Edition.EXPRESS);
        express.run("CREATE DATABASE EMRNext");

        assertThat(express.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'"
                        + " WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = C)"))
                .containsExactly(3099, 3013);
    }

    @Test
    void devices_have_their_limits() {
        var many = "DISK = 'x', ".repeat(64) + "DISK = 'x'";

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO " + many)).containsExactly(3205, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = ''")).containsExactly(3044, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = '" + "x".repeat(260) + "'"))
                .containsExactly(3057, 3013);
    }

    @Test
    void there_are_only_disks() {
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO Nightly")).containsExactly(3206, 3013);
        for (var kind : List.of("TAPE", "URL", "VIRTUAL_DEVICE")) {
            assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO " + kind + " = 'x'"))
                    .as(kind)
                    .containsExactly(3201, 3013);
        }
    }

    @Test
    void files_of_two_media_sets_do_not_make_one() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'a'");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'b'");

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'a', DISK = 'b'"))
                .containsExactly(3258, 3013);
    }

    @Test
    void to_encrypt_a_media_set_that_is_there_it_has_to_be_formatted() throws Exception {
        var encrypted = "BACKUP DATABASE EMRNext TO DISK = 'x' WITH %s,"
                + " ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = C)";
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x'");

        assertThat(server.errorsOf(encrypted.formatted("INIT"))).containsExactly(3095, 3013);
        assertThat(server.errorsOf(encrypted.formatted("FORMAT"))).isEmpty();
        assertThat(server.errorsOf(encrypted.formatted("INIT"))).isEmpty();
        assertThat(server.errorsOf(encrypted.formatted("NOINIT"))).containsExactly(3095, 3013);
    }

    @Test
    void format_writes_over_whatever_is_there() {
        server.instance.disk().put("notes.txt", new ServerFile.Other());

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'notes.txt' WITH FORMAT"))
                .isEmpty();
    }

    @Test
    void a_compressed_backup_has_checksums() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'x' WITH COMPRESSION");
        assertThat(lastSet().features().checksums()).isTrue();

        server.run("BACKUP DATABASE EMRNext TO DISK = 'y'");
        assertThat(lastSet().features().checksums()).isFalse();
    }

    @Test
    void a_log_says_nothing_of_data_files() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");

        assertThat(server.run("BACKUP LOG EMRNext TO DISK = 'log.trn'"))
                .extracting(SqlError::number)
                .containsExactly(4035, 3014);
    }

    @Test
    void the_message_tells_what_kind_of_backup_it_was() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");

        var said = server.run("BACKUP DATABASE EMRNext TO DISK = 'diff.bak' WITH DIFFERENTIAL");

        assertThat(said.get(said.size() - 1).number()).isEqualTo(3014);
        assertThat(said.get(said.size() - 1).text()).startsWith("BACKUP DATABASE WITH DIFFERENTIAL successfully");
    }

    @Test
    void the_first_log_begins_where_the_full_backup_did() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        var full = lastSet();
        server.run("BACKUP LOG EMRNext TO DISK = 'log.trn'");

        assertThat(lastSet().first()).isEqualTo(full.first());
    }

    @Test
    void a_copy_only_backup_is_enough_for_a_first_log() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'copy.bak' WITH COPY_ONLY");

        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'log.trn'")).isEmpty();
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'diff.bak' WITH DIFFERENTIAL"))
                .containsExactly(3035, 3013);
    }

    @Test
    void no_truncate_is_copy_only() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn' WITH NO_TRUNCATE");
        var first = lastSet();
        server.run("BACKUP LOG EMRNext TO DISK = 'log2.trn'");

        assertThat(first.copyOnly()).isTrue();
        assertThat(lastSet().first()).isEqualTo(first.first());
    }

    @Test
    void another_chain_begins_after_the_simple_model() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn'");
        server.run("BACKUP LOG EMRNext TO DISK = 'log2.trn'");
        assertThat(lastSet().features().beginsLogChain()).isFalse();
        server.run("ALTER DATABASE EMRNext SET RECOVERY SIMPLE");
        server.run("ALTER DATABASE EMRNext SET RECOVERY FULL");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full2.bak'");
        server.run("BACKUP LOG EMRNext TO DISK = 'log3.trn'");

        assertThat(lastSet().features().beginsLogChain()).isTrue();
    }
}
