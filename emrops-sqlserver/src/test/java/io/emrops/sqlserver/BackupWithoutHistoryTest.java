package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedBackups.BACKUP;
import static io.emrops.sqlserver.SimulatedBackups.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import io.emrops.testkit.sqlserver.instance.ServerFile.Backup.Condition;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups that were made, and of which msdb does not tell. */
@Timeout(180)
class BackupWithoutHistoryTest {
    private static final RequestPattern HISTORY = RequestPattern.containing("bs.description =");

    private final SimulatedBackups there = SimulatedBackups.start();

    @AfterEach
    void stop() {
        there.close();
    }

    /** The server makes it, and msdb does not take it. */
    private void breakHistory(int why) {
        there.server.script().when(BACKUP).times(1).answer((request, reply) -> {
            try {
                there.run(request.text());
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            reply.message(SqlError.of(why, 16, "msdb"));
            reply.message(SqlError.of(3009, 16, "Could not insert a backup or restore history/detail record"));
            reply.message(SqlError.of(
                    3014, 10, "BACKUP DATABASE successfully processed 322 pages in 0.011 seconds (228.6 MB/sec)."));
        });
        there.server.script().when(HISTORY).answer(Answer.rows("backup_set_id int"));
    }

    private Backup take(SqlServerBackups backups) throws InterruptedException {
        return backups.backup(full("key"), Progress.none());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void one_that_msdb_had_an_error_of_its_own_for_is_found_under_its_key_by_its_files(int files) throws Exception {
        var backups = there.backups(settings -> settings.files(files));
        breakHistory(9002);

        var backup = take(backups);

        assertThat(there.warnings).anyMatch(warning -> warning.contains("3009"));
        assertThat(backups.find("key")).hasValueSatisfying(found -> {
            assertThat(found.id()).isEqualTo(backup.id());
            assertThat(found.location()).isEqualToIgnoringCase(backup.location());
            assertThat(found.proof()).isEqualTo(Proof.PRESENT);
        });
        assertThat(backup.proof()).isEqualTo(Proof.PRESENT);
        assertThat(backups.find("another key")).isEmpty();
    }

    @Test
    void a_file_that_was_cut_off_or_whose_stripes_are_missing_is_none() throws Exception {
        var backups = there.backups(settings -> settings.files(2));
        breakHistory(9002);
        var backup = take(backups);
        var disk = there.server.instance().disk();
        var first = backup.location().split("\\|")[0];
        var file = (ServerFile.Backup) disk.at(first).orElseThrow();

        disk.put(first, new ServerFile.Backup(file.media(), file.family(), Condition.BAD_HEADER));
        assertThat(backups.find("key")).isEmpty();
        disk.delete(first);
        assertThat(backups.find("key")).isEmpty();
    }

    @Test
    void who_may_not_see_files_finds_nothing() throws Exception {
        var backups = there.backups();
        breakHistory(9002);
        take(backups);
        there.server
                .script()
                .when(RequestPattern.containing("dm_os_enumerate_filesystem"))
                .answer(Answer.error(SqlError.of(300, 14, "VIEW SERVER PERFORMANCE STATE permission was denied")));

        assertThat(backups.find("key")).isEmpty();
    }

    @Test
    void one_that_msdb_may_not_be_asked_for_is_known_by_its_files_and_found_under_its_key() throws Exception {
        var backups = there.backups();
        there.server
                .script()
                .when(HISTORY)
                .answer(Answer.error(SqlError.of(229, 14, "The SELECT permission was denied")));

        var backup = take(backups);

        assertThat(backup.proof()).isEqualTo(Proof.PRESENT);
        assertThat(there.warnings)
                .anyMatch(warning -> warning.contains("msdb cannot be read") && warning.contains("229"));
        assertThat(backups.find("key")).map(Backup::id).contains(backup.id());
        assertThatThrownBy(() -> backups.find("another key"))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("229");
    }

    @Test
    void one_that_a_broken_msdb_does_not_tell_of_is_known_by_its_files() throws Exception {
        there.server.script().when(HISTORY).answer(Answer.error(SqlError.of(824, 16, "a bad page of msdb")));

        assertThat(take(there.backups()).proof()).isEqualTo(Proof.PRESENT);

        assertThat(there.warnings).anyMatch(warning -> warning.contains("msdb cannot be read"));
    }

    @Test
    void one_whose_connection_was_lost_and_that_a_broken_msdb_does_not_tell_of_is_unknown_and_names_its_files() {
        var backups = there.backups();
        var file = there.fileOf(backups, full("key"));
        there.server.script().when(BACKUP).answer(Answer.done().with(Fault.close()));
        there.server.script().when(HISTORY).answer(Answer.error(SqlError.of(824, 16, "a bad page of msdb")));

        assertThatThrownBy(() -> take(backups))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContainingAll("is not known", "824", file);
    }

    @Test
    void one_whose_usual_size_cannot_be_asked_for_has_succeeded() throws Exception {
        there.server
                .script()
                .when(RequestPattern.containing("newest.backup_set_id"))
                .answer(Answer.error(SqlError.of(229, 14, "The SELECT permission was denied")));

        assertThat(take(there.backups()).proof()).isEqualTo(Proof.RECORDED);
    }
}
