package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/sql-server-rules.md} says of restores, and no other test shows. */
class RestoreRulesTest {
    private static final String FILES =
            ", MOVE 'EMRNext' TO 'C:\\Data\\copy.mdf', MOVE 'EMRNext_log' TO 'C:\\Data\\copy.ldf'";
    private static final String BESIDE = "RESTORE DATABASE Copy FROM DISK = 'full.bak' WITH NORECOVERY" + FILES;

    private final Server server = new Server();
    private int first;
    private int second;

    /** A commit, a full backup, a commit, a log backup. */
    @BeforeEach
    void backUp() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        first = server.commit("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM");
        second = server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn'");
    }

    private static String local(Instant time) {
        return time.toString().replace("Z", "");
    }

    @Test
    void options_that_exclude_each_other_are_refused() {
        for (var pair : List.of(
                "RECOVERY, NORECOVERY",
                "NORECOVERY, STANDBY = 'u'",
                "CHECKSUM, NO_CHECKSUM",
                "KEEP_CDC, NORECOVERY",
                "KEEP_REPLICATION, NORECOVERY",
                "STOPAT = '2026-03-01', STOPATMARK = 'm'")) {
            assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH " + pair))
                    .as(pair)
                    .containsExactly(3031, 3013);
        }
    }

    @Test
    void a_data_backup_has_no_marks() {
        assertThat(server.errorsOf(BESIDE + ", STOPATMARK = 'Upgrade'")).containsExactly(4340, 3013);
    }

    @Test
    void there_must_be_something_to_recover() {
        assertThat(server.errorsOf("RESTORE DATABASE Nowhere WITH RECOVERY")).containsExactly(3118, 3013);
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext WITH RECOVERY")).containsExactly(3153, 3013);
    }

    @Test
    void how_it_recovers_is_to_be_said() throws Exception {
        server.run(BESIDE);

        assertThat(server.errorsOf("RESTORE DATABASE Copy")).containsExactly(3207, 3013);
        assertThat(server.database("Copy").state()).isEqualTo(DatabaseState.RESTORING);
        assertThat(server.errorsOf("RESTORE DATABASE Copy WITH STANDBY = 'undo.dat'"))
                .isEmpty();
    }

    @Test
    void recovery_alone_processes_no_pages() throws Exception {
        server.run(BESIDE);

        var said = server.run("RESTORE DATABASE Copy WITH RECOVERY");

        assertThat(said).extracting(SqlError::number).containsExactly(3014);
        assertThat(said.get(0).text()).startsWith("RESTORE DATABASE successfully processed 0 pages");
    }

    @Test
    void a_backup_of_another_kind_is_refused() {
        assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'full.bak'"))
                .containsExactly(3135, 3013);
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'log1.trn'"))
                .containsExactly(3135, 3013);
    }

    @Test
    void without_a_log_there_is_no_point_in_time() throws Exception {
        server.run("ALTER DATABASE EMRNext SET RECOVERY SIMPLE");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'simple.bak'");

        assertThat(server.errorsOf(
                        "RESTORE DATABASE EMRNext FROM DISK = 'simple.bak' WITH STOPAT = '2026-03-02T00:00:00'"))
                .containsExactly(3145, 3013);
    }

    @Test
    void the_simple_model_has_no_tail() throws Exception {
        server.run("ALTER DATABASE EMRNext SET RECOVERY SIMPLE");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'simple.bak'");
        server.commit("EMRNext");

        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'simple.bak'"))
                .isEmpty();
        assertThat(server.content("EMRNext")).containsExactly(first, second);
    }

    @Test
    void files_are_moved_by_their_names_and_once() {
        var restore = "RESTORE DATABASE Copy FROM DISK = 'full.bak' WITH ";

        assertThat(server.errorsOf(restore + "MOVE 'Wards' TO 'a.mdf'")).containsExactly(3234, 3013);
        assertThat(server.errorsOf(restore + "MOVE 'EMRNext' TO 'a.mdf', MOVE 'emrnext' TO 'b.mdf'"))
                .containsExactly(4353, 3013);
        assertThat(server.errorsOf(restore + "MOVE 'EMRNext' TO 'a.mdf', MOVE 'EMRNext_log' TO 'A.MDF'"))
                .containsExactly(3176, 3119, 3013);
    }

    @Test
    void a_file_of_nobody_is_written_over_if_one_says_so() {
        server.instance.disk().put("C:\\Data\\copy.mdf", new ServerFile.Other());

        assertThat(server.errorsOf(BESIDE)).containsExactly(3142, 3119, 3013);
        assertThat(server.errorsOf(BESIDE + ", REPLACE")).isEmpty();
    }

    @Test
    void a_moved_file_keeps_its_logical_name() throws Exception {
        server.run(BESIDE);

        var file = server.database("Copy").files().get(0);
        assertThat(file.logicalName()).isEqualTo("EMRNext");
        assertThat(file.path()).isEqualTo("C:\\Data\\copy.mdf");
    }

    @Test
    void damage_can_be_put_up_with() throws Exception {
        var file = (ServerFile.Backup) server.instance.disk().at("full.bak").orElseThrow();
        server.instance.disk().put("full.bak", file.in(ServerFile.Backup.Condition.BAD_PAGES));

        assertThat(server.errorsOf(BESIDE)).containsExactly(3183, 3013);
        assertThat(server.errorsOf(BESIDE + ", CONTINUE_AFTER_ERROR")).isEmpty();
    }

    @Test
    void a_differential_backup_comes_before_the_logs() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'diff.bak' WITH DIFFERENTIAL");
        server.run(BESIDE);
        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");

        assertThat(server.errorsOf("RESTORE DATABASE Copy FROM DISK = 'diff.bak'"))
                .containsExactly(3136, 3013);
    }

    @Test
    void a_log_of_another_database_does_not_fit() throws Exception {
        server.run("CREATE DATABASE Other");
        server.run("BACKUP DATABASE Other TO DISK = 'other.bak'");
        server.run("BACKUP LOG Other TO DISK = 'other.trn'");
        server.run(BESIDE);

        assertThat(server.errorsOf("RESTORE LOG Copy FROM DISK = 'other.trn'")).containsExactly(3154, 3013);
    }

    @Test
    void a_point_that_is_passed_already_is_refused() throws Exception {
        server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log2.trn'");
        server.run(BESIDE);
        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");
        var passed = local(server.database("EMRNext").history().get(0).at());

        assertThat(server.errorsOf("RESTORE LOG Copy FROM DISK = 'log2.trn' WITH STOPAT = '" + passed + "'"))
                .containsExactly(4335, 3013);
    }

    @Test
    void a_mark_that_is_not_there_leaves_the_database_restoring() throws Exception {
        server.run(BESIDE);

        var said = server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH RECOVERY, STOPATMARK = 'Upgrade'");

        assertThat(said).extracting(SqlError::number).contains(4329);
        assertThat(server.database("Copy").state()).isEqualTo(DatabaseState.RESTORING);
    }

    @Test
    void a_mark_counts_from_a_time_on() throws Exception {
        var early = server.commit("EMRNext", "Upgrade", false);
        var after = local(server.now().plusSeconds(1));
        server.run("ALTER DATABASE EMRNext SET MULTI_USER");
        var late = server.commit("EMRNext", "Upgrade", false);
        server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log2.trn'");
        server.run(BESIDE);
        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH NORECOVERY");

        server.run("RESTORE LOG Copy FROM DISK = 'log2.trn' WITH STOPATMARK = 'Upgrade' AFTER '" + after + "'");

        assertThat(server.content("Copy")).containsExactly(first, second, early, late);
    }

    @Test
    void a_log_sequence_number_is_a_mark() throws Exception {
        var lsn = server.database("EMRNext").history().get(1).lsn().decimal();
        for (var word : List.of("STOPATMARK", "STOPBEFOREMARK")) {
            server.run(BESIDE);
            server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH " + word + " = 'lsn:" + lsn + "'");

            assertThat(server.content("Copy").contains(second)).as(word).isEqualTo(word.equals("STOPATMARK"));
            server.run("DROP DATABASE Copy");
        }
    }

    @Test
    void the_settings_are_those_of_the_backup() throws Exception {
        server.run("ALTER DATABASE EMRNext SET RECOVERY SIMPLE, READ_ONLY, RESTRICTED_USER");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'simple.bak'");
        server.run("ALTER DATABASE EMRNext SET RECOVERY FULL, READ_WRITE, MULTI_USER");
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'simple.bak'");

        assertThat(server.database("EMRNext").recoveryModel()).isEqualTo(RecoveryModel.SIMPLE);
        assertThat(server.database("EMRNext").readOnly()).isTrue();
        assertThat(server.database("EMRNext").access()).isEqualTo(UserAccess.RESTRICTED_USER);
    }

    @Test
    void access_is_restricted_if_one_says_so() throws Exception {
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE, RESTRICTED_USER");

        assertThat(server.database("EMRNext").access()).isEqualTo(UserAccess.RESTRICTED_USER);
    }

    @Test
    void a_restored_database_has_another_identity_and_the_same_family() throws Exception {
        var before = server.database("EMRNext").guid();
        var family = server.database("EMRNext").family();

        server.run("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE");

        assertThat(server.database("EMRNext").guid()).isNotEqualTo(before);
        assertThat(server.database("EMRNext").family()).isEqualTo(family);
    }

    @Test
    void restores_are_remembered() throws Exception {
        server.run(BESIDE);

        assertThat(server.instance.history().restored())
                .extracting(BackupHistory.Restored::database)
                .containsExactly("Copy");
    }

    @Test
    void a_log_says_nothing_of_data_files() throws Exception {
        server.run(BESIDE);

        assertThat(server.run("RESTORE LOG Copy FROM DISK = 'log1.trn'"))
                .extracting(SqlError::number)
                .containsExactly(4035, 3014);
    }

    @Test
    void a_recovered_database_is_on_a_branch_of_its_own() throws Exception {
        var before = server.database("EMRNext").path().fork();
        server.run(BESIDE);
        server.run("RESTORE LOG Copy FROM DISK = 'log1.trn' WITH RECOVERY");

        assertThat(server.database("Copy").path().fork()).isNotEqualTo(before);
        assertThat(server.database("Copy").path().first()).isEqualTo(before);
    }

    @Test
    void the_first_log_after_a_fork_tells_of_it() throws Exception {
        server.run(BESIDE);
        server.run("RESTORE DATABASE Copy WITH RECOVERY");
        server.run("BACKUP LOG Copy TO DISK = 'fork1.trn'");
        server.run("BACKUP LOG Copy TO DISK = 'fork2.trn'");

        var taken = server.instance.history().taken();
        var firstLog = taken.get(taken.size() - 2).set().path();
        var secondLog = taken.get(taken.size() - 1).set().path();
        assertThat(firstLog.first()).isNotEqualTo(firstLog.fork());
        assertThat(firstLog.forkPoint()).isPresent();
        assertThat(secondLog).isEqualTo(RecoveryPath.begin(firstLog.fork()));
    }

    @Test
    void the_reason_names_the_statement() {
        assertThat(lastTextOf("RESTORE HEADERONLY FROM DISK = 'nowhere'")).startsWith("RESTORE HEADERONLY is");
        assertThat(lastTextOf("RESTORE FILELISTONLY FROM DISK = 'nowhere'")).startsWith("RESTORE FILELIST is");
        assertThat(lastTextOf("RESTORE LABELONLY FROM DISK = 'nowhere'")).startsWith("RESTORE LABELONLY is");
        assertThat(lastTextOf("RESTORE VERIFYONLY FROM DISK = 'nowhere'")).startsWith("VERIFY DATABASE is");
        assertThat(lastTextOf("RESTORE LOG Copy FROM DISK = 'nowhere'")).startsWith("RESTORE LOG is");
        assertThat(server.errorsOf("RESTORE LOG Copy FROM DISK = 'nowhere'")).containsExactly(3201, 3013);
    }

    private String lastTextOf(String sql) {
        try {
            server.run(sql);
        } catch (Refusal e) {
            return e.errors().get(e.errors().size() - 1).text();
        } catch (OthersInside e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("not refused: " + sql);
    }
}
