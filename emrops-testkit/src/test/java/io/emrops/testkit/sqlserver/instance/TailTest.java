package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the log and in no log backup: saved from a database whose data is gone, and given away by who says so. */
class TailTest {
    private static final String OVER = "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH NORECOVERY";
    private static final String TAIL = "BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH ";

    private final Server server = new Server();
    private int first;
    private int second;
    private int last;

    /** A commit, a full backup, a commit, a log backup, a commit. */
    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        first = server.commit("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM");
        second = server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn'");
        last = server.commit("EMRNext");
    }

    private String timeOf(int commit) {
        return local(server.database("EMRNext").history().get(commit - 1).at());
    }

    private static String local(Instant time) {
        return time.toString().replace("Z", "");
    }

    private BackupSet lastSet() {
        var taken = server.instance.history().taken();
        return taken.get(taken.size() - 1).set();
    }

    @Test
    void the_tail_of_a_lost_database_is_saved_and_restored() throws Exception {
        server.instance.loseData("EMRNext");
        assertThat(server.instance.refusesToEnter(60, "EMRNext").map(SqlError::number))
                .contains(926);
        assertThat(server.errorsOf(TAIL + "CHECKSUM")).containsExactly(926, 3013);
        assertThat(server.errorsOf(TAIL + "NORECOVERY")).containsExactly(926, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH CONTINUE_AFTER_ERROR"))
                .containsExactly(926, 3013);
        assertThat(server.errorsOf(OVER)).containsExactly(3159, 3013);

        assertThat(server.run(TAIL + "NO_TRUNCATE, CHECKSUM"))
                .extracting(SqlError::number)
                .containsExactly(4035, 3014, 3042);

        assertThat(lastSet().features().is(BackupSet.Trait.INCOMPLETE_METADATA)).isTrue();
        assertThat(lastSet().features().damaged()).isFalse();
        assertThat(lastSet().flags()).isEqualTo(512 + 1024 + 16 + 64 + 128);
        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.SUSPECT);
        server.run(OVER);
        server.run("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH NORECOVERY");
        server.run("RESTORE LOG EMRNext FROM DISK = 'tail.trn'");
        assertThat(server.content("EMRNext")).containsExactly(first, second, last);
        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.ONLINE);
    }

    @Test
    void what_is_lost_does_not_come_back_by_itself() throws Exception {
        server.instance.loseData("EMRNext");
        assertThat(server.errorsOf("ALTER DATABASE EMRNext SET ONLINE")).containsExactly(5120, 5181, 5069);
        server.run(TAIL + "NO_TRUNCATE, NORECOVERY");

        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.RESTORING);
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext WITH RECOVERY")).containsExactly(4333, 3013);
        assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'log1.trn'"))
                .containsExactly(3117, 3013);
        assertThat(server.errorsOf(OVER)).isEmpty();
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext WITH RECOVERY")).isEmpty();
    }

    @Test
    void continuing_after_errors_saves_the_tail_as_well_and_keeps_the_chain() throws Exception {
        server.instance.loseData("EMRNext");
        server.run(TAIL + "CONTINUE_AFTER_ERROR");

        assertThat(lastSet().copyOnly()).isFalse();
        assertThat(server.database("EMRNext").hasTail()).isFalse();
        assertThat(server.errorsOf(OVER)).isEmpty();
    }

    @Test
    void what_was_loaded_in_bulk_is_lost_with_the_data() throws Exception {
        server.run("ALTER DATABASE EMRNext SET RECOVERY BULK_LOGGED");
        server.commit("EMRNext", "", true);
        server.instance.loseData("EMRNext");

        assertThat(server.errorsOf(TAIL + "NO_TRUNCATE")).containsExactly(3203, 3013);
        assertThat(server.database("EMRNext").hasTail()).isTrue();
    }

    @Test
    void a_time_before_all_of_the_tail_gives_it_away_and_one_inside_does_not() throws Exception {
        var inside = ", STOPAT = '" + timeOf(last) + "'";
        var before = ", STOPAT = '" + timeOf(second) + "'";
        assertThat(server.errorsOf(OVER)).containsExactly(3159, 3013);
        assertThat(server.errorsOf(OVER + inside)).containsExactly(3173, 3013);
        assertThat(server.errorsOf(OVER + ", STOPAT = '2026-03-02T00:00:00'")).containsExactly(3173, 3013);
        assertThat(server.errorsOf(OVER + ", STOPAT = '2026-03-01T02:00:01'")).containsExactly(4338, 3013);

        server.run(OVER + before);
        server.run("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH RECOVERY" + before);

        assertThat(server.content("EMRNext")).containsExactly(first, second);
    }

    @Test
    void a_data_backup_takes_a_log_sequence_number_to_stop_at() throws Exception {
        var reached = server.database("EMRNext").history().get(1).lsn().decimal();
        var passed = server.database("EMRNext").history().get(0).lsn().decimal();
        for (var word : List.of("STOPATMARK", "STOPBEFOREMARK")) {
            assertThat(server.errorsOf(OVER + ", " + word + " = 'lsn:" + passed + "'"))
                    .as(word)
                    .containsExactly(4338, 3013);
            assertThat(server.errorsOf(OVER + ", " + word + " = 'Upgrade'"))
                    .as(word)
                    .containsExactly(4340, 3013);
            assertThat(server.errorsOf(OVER + ", " + word + " = 'lsn:Upgrade'"))
                    .as(word)
                    .containsExactly(4334, 3013);
        }

        server.run(OVER + ", STOPATMARK = 'lsn:" + reached + "'");
        server.run("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH STOPATMARK = 'lsn:" + reached + "'");

        assertThat(server.content("EMRNext")).containsExactly(first, second);
    }

    @Test
    void a_time_can_be_a_variable_with_a_time_in_it() throws Exception {
        var time = server.database("EMRNext").history().get(1).at().atZone(server.instance.zone());
        var variables = Map.<String, Object>of("@t", time.toLocalDateTime());

        server.run(OVER + ", REPLACE");
        server.run("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH STOPAT = @t", variables);

        assertThat(server.content("EMRNext")).containsExactly(first, second);
    }

    @Test
    void a_time_is_read_as_the_server_reads_dates() throws Exception {
        server.run(OVER + ", REPLACE");
        assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH STOPAT = '15/03/2026'"))
                .containsExactly(241, 3013);

        assertThat(server.run("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH STOPAT = 'Mar 2, 2026 3:00 AM'"))
                .extracting(SqlError::number)
                .contains(4322);
    }
}
