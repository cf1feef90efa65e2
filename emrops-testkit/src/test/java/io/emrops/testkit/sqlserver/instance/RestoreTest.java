package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Right restores give back what was there, wrong ones are refused with the server's number and change nothing. */
class RestoreTest {
    private final Server server = new Server();

    private int first;
    private int second;
    private int third;

    /** A full backup, a commit, a log backup, a commit, a log backup. */
    @BeforeEach
    void backUp() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        first = server.commit("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM");
        second = server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn' WITH CHECKSUM");
        third = server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log2.trn' WITH CHECKSUM");
    }

    private static final String BESIDE =
            ", MOVE 'EMRNext' TO 'C:\\Data\\copy.mdf', MOVE 'EMRNext_log' TO 'C:\\Data\\copy.ldf'";

    private void restoreBeside() throws Exception {
        server.run("RESTORE DATABASE Copy FROM DISK = 'full.bak' WITH NORECOVERY" + BESIDE);
    }

    @Test
    void the_whole_chain_brings_everything_back() throws Exception {
        restoreBeside();
        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");
        server.run("RESTORE LOG Copy FROM DISK = 'log2.trn' WITH RECOVERY");

        assertThat(server.content("Copy")).containsExactly(first, second, third);
        assertThat(server.database("Copy").state()).isEqualTo(DatabaseState.ONLINE);
        assertThat(server.database("Copy").family())
                .isEqualTo(server.database("EMRNext").family());
    }

    @Test
    void a_gap_in_the_log_is_refused() throws Exception {
        restoreBeside();

        assertThat(server.errorsOf("RESTORE LOG Copy FROM DISK = 'log2.trn'")).containsExactly(4305, 3013);
        assertThat(server.database("Copy").state()).isEqualTo(DatabaseState.RESTORING);
        assertThat(server.content("Copy")).containsExactly(first);
    }

    @Test
    void a_log_that_is_behind_is_refused() throws Exception {
        restoreBeside();
        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");
        server.run("RESTORE LOG Copy FROM DISK = 'log2.trn' WITH NORECOVERY");

        assertThat(server.errorsOf("RESTORE LOG Copy FROM DISK = 'log1.trn'")).containsExactly(4326, 3013);
    }

    @Test
    void a_log_onto_a_database_that_is_open_is_refused() {
        assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'log1.trn'"))
                .containsExactly(3117, 3013);
        assertThat(server.errorsOf("RESTORE LOG Nowhere FROM DISK = 'log1.trn'"))
                .containsExactly(3118, 3013);
    }

    @Test
    void a_point_in_time_is_reached() throws Exception {
        restoreBeside();
        var between = server.database("EMRNext").history().get(1).at();

        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY, STOPAT = '" + local(between) + "'");
        server.run("RESTORE DATABASE Copy WITH RECOVERY");

        assertThat(server.content("Copy")).containsExactly(first, second);
    }

    private static String local(Instant time) {
        return time.toString().replace("Z", "");
    }

    @Test
    void a_point_behind_the_log_leaves_the_database_restoring_although_it_was_to_recover() throws Exception {
        restoreBeside();

        var said = server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH RECOVERY, STOPAT = '2026-03-02T00:00:00'");

        assertThat(said).extracting(SqlError::number).contains(4322);
        assertThat(server.database("Copy").state()).isEqualTo(DatabaseState.RESTORING);
    }

    @Test
    void a_point_before_the_end_of_the_full_backup_is_refused() {
        var tooEarly = "RESTORE DATABASE Copy FROM DISK = 'full.bak' WITH NORECOVERY, STOPAT = '2026-03-01T02:00:01'";

        assertThat(server.errorsOf(tooEarly + BESIDE)).containsExactly(4338, 3013);
        assertThat(server.instance.database("Copy")).isEmpty();
    }

    @Test
    void bulk_logged_changes_keep_one_from_stopping_inside() throws Exception {
        server.run("ALTER DATABASE EMRNext SET RECOVERY BULK_LOGGED");
        server.commit("EMRNext", "", true);
        server.run("BACKUP LOG EMRNext TO DISK = 'log3.trn'");
        restoreBeside();
        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");
        server.run("RESTORE LOG Copy FROM DISK = 'log2.trn' WITH NORECOVERY");
        var inside = local(server.database("EMRNext").history().get(3).at());

        assertThat(server.errorsOf("RESTORE LOG Copy FROM DISK = 'log3.trn' WITH STOPAT = '" + inside + "'"))
                .containsExactly(4341, 3013);
    }

    @Test
    void a_mark_is_reached_or_not_quite() throws Exception {
        var marked = server.commit("EMRNext", "Upgrade", false);
        server.run("BACKUP LOG EMRNext TO DISK = 'log3.trn'");
        for (var upTo : new String[] {"STOPATMARK", "STOPBEFOREMARK"}) {
            restoreBeside();
            server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");
            server.run("RESTORE LOG Copy FROM DISK = 'log2.trn' WITH NORECOVERY");
            server.run("RESTORE LOG Copy FROM DISK = 'log3.trn' WITH RECOVERY, " + upTo + " = 'Upgrade'");

            assertThat(server.content("Copy").contains(marked)).as(upTo).isEqualTo(upTo.equals("STOPATMARK"));
            server.run("DROP DATABASE Copy");
        }
    }

    @Test
    void another_database_is_not_overwritten_unless_one_says_so() throws Exception {
        server.run("CREATE DATABASE Other");
        var over = "RESTORE DATABASE Other FROM DISK = 'full.bak' WITH NORECOVERY" + BESIDE;

        assertThat(server.errorsOf(over)).containsExactly(3154, 3013);
        assertThat(server.errorsOf(over + ", REPLACE")).isEmpty();
    }

    @Test
    void the_tail_of_the_log_is_to_be_backed_up_first() throws Exception {
        server.commit("EMRNext");
        var over = "RESTORE DATABASE EMRNext FROM DISK = 'full.bak'";

        assertThat(server.errorsOf(over)).containsExactly(3159, 3013);
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");

        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.RESTORING);
        assertThat(server.errorsOf(over)).isEmpty();
    }

    @Test
    void a_database_in_use_is_not_restored() {
        var over = "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE";
        server.instance.enter(60, "EMRNext");

        assertThat(server.errorsOf(over)).containsExactly(3101, 3013);
        assertThat(server.errorsOf(60, "EMRNext", over)).containsExactly(3102, 3013);
    }

    @Test
    void files_of_another_database_are_not_taken_even_with_replace() {
        assertThat(server.errorsOf("RESTORE DATABASE Copy FROM DISK = 'full.bak' WITH REPLACE"))
                .containsExactly(1834, 3156, 1834, 3156, 3119, 3013);
    }

    @Test
    void a_differential_backup_fits_onto_its_own_full_backup_alone() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'diff.bak' WITH DIFFERENTIAL");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'copy.bak' WITH COPY_ONLY");

        restoreBeside();
        server.run("RESTORE DATABASE Copy FROM DISK = 'diff.bak' WITH RECOVERY");
        assertThat(server.content("Copy")).containsExactly(first, second, third);
        server.run("DROP DATABASE Copy");

        server.run("RESTORE DATABASE Copy FROM DISK = 'copy.bak' WITH NORECOVERY" + BESIDE);
        assertThat(server.errorsOf("RESTORE DATABASE Copy FROM DISK = 'diff.bak'"))
                .containsExactly(3136, 3013);
    }

    @Test
    void a_copy_only_backup_is_a_base_for_logs_and_breaks_no_chain() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'copy.bak' WITH COPY_ONLY");
        var fourth = server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log3.trn'");

        server.run("RESTORE DATABASE Copy FROM DISK = 'copy.bak' WITH NORECOVERY" + BESIDE);
        server.run("RESTORE LOG Copy FROM DISK = 'log3.trn'");

        assertThat(server.content("Copy")).containsExactly(first, second, third, fourth);
    }

    @Test
    void logs_of_another_recovery_fork_do_not_fit() throws Exception {
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH NORECOVERY");
        server.run("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH RECOVERY");
        server.run("BACKUP LOG EMRNext TO DISK = 'fork.trn'");
        for (var i = 0; i < 5; i++) {
            server.commit("EMRNext");
        }
        server.run("BACKUP LOG EMRNext TO DISK = 'fork2.trn'");

        restoreBeside();
        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");
        server.run("RESTORE LOG Copy FROM DISK = 'log2.trn' WITH NORECOVERY");

        assertThat(server.errorsOf("RESTORE LOG Copy FROM DISK = 'fork2.trn'")).containsExactly(4330, 3013);
    }

    @Test
    void the_simple_model_has_no_log_to_go_by() throws Exception {
        server.run("ALTER DATABASE EMRNext SET RECOVERY SIMPLE");
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'log3.trn'")).containsExactly(4208, 3013);

        server.run("ALTER DATABASE EMRNext SET RECOVERY FULL");
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'log3.trn'")).containsExactly(4214, 3013);

        server.run("BACKUP DATABASE EMRNext TO DISK = 'diff.bak' WITH DIFFERENTIAL");
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'log3.trn'")).isEmpty();
        assertThat(server.database("EMRNext").recoveryModel()).isEqualTo(RecoveryModel.FULL);
    }

    @Test
    void a_newer_servers_backup_and_one_whose_certificate_is_missing_are_refused() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'secret.bak'"
                + " WITH COPY_ONLY, ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = BackupCert)");
        var older = new Server(15, Edition.DEVELOPER);
        older.instance
                .disk()
                .put("full.bak", server.instance.disk().at("full.bak").orElseThrow());

        assertThat(older.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'full.bak'"))
                .containsExactly(3169, 3013);
        assertThat(server.errorsOf("RESTORE DATABASE Copy FROM DISK = 'secret.bak' WITH RECOVERY" + BESIDE))
                .containsExactly(33111, 3013);
        server.instance.certificate("BackupCert");
        assertThat(server.errorsOf("RESTORE DATABASE Copy FROM DISK = 'secret.bak' WITH RECOVERY" + BESIDE))
                .isEmpty();
    }

    @Test
    void a_damaged_file_is_refused_and_nothing_is_touched() throws Exception {
        var disk = server.instance.disk();
        var file = (ServerFile.Backup) disk.at("full.bak").orElseThrow();
        var over = "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE";

        disk.put("full.bak", file.in(ServerFile.Backup.Condition.BAD_PAGES));
        assertThat(server.errorsOf(over)).containsExactly(3183, 3013);
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak'")).containsExactly(3189, 3013);
        disk.put("full.bak", file.in(ServerFile.Backup.Condition.CUT_OFF));
        assertThat(server.errorsOf(over)).containsExactly(3256, 3013);
        disk.put("full.bak", file.in(ServerFile.Backup.Condition.BAD_HEADER));
        assertThat(server.errorsOf(over)).containsExactly(3241, 3013);
        disk.delete("full.bak");
        assertThat(server.errorsOf(over)).containsExactly(3201, 3013);

        assertThat(server.content("EMRNext")).containsExactly(first, second, third);
        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.ONLINE);
    }

    @Test
    void checksums_that_were_never_written_cannot_be_checked() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'plain.bak' WITH COPY_ONLY");

        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'plain.bak' WITH CHECKSUM"))
                .containsExactly(3187, 3013);
        assertThat(server.run("RESTORE VERIFYONLY FROM DISK = 'plain.bak'"))
                .extracting(SqlError::number)
                .containsExactly(3262);
    }

    @Test
    void between_two_steps_a_standby_can_be_read() throws Exception {
        server.run("RESTORE DATABASE Copy FROM DISK = 'full.bak' WITH STANDBY = 'undo.dat'" + BESIDE);

        assertThat(server.database("Copy").state()).isEqualTo(DatabaseState.ONLINE);
        assertThat(server.database("Copy").readOnly()).isTrue();

        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");
        assertThat(server.content("Copy")).containsExactly(first, second);
    }
}
