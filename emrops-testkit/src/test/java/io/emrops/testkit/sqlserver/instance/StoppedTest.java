package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoppedTest {
    private static final String BACKUP = "BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH STATS = 25";
    private static final String RESTORE = "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH NORECOVERY, REPLACE";

    private final Server server = new Server();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        server.commit("EMRNext");
    }

    private DatabaseState state() {
        return server.database("EMRNext").state();
    }

    @Test
    void progress_is_told_while_it_goes_on_and_seen_by_others() throws Exception {
        server.instance.operationsTake(Duration.ofMinutes(10));

        var backup = server.start(60, BACKUP, "BACKUP DATABASE", 50);

        assertThat(backup.client().heard()).extracting(SqlError::text).containsExactly("25 percent processed.");
        assertThat(server.instance.requests()).singleElement().satisfies(request -> {
            assertThat(request.spid()).isEqualTo(60);
            assertThat(request.command()).isEqualTo("BACKUP DATABASE");
            assertThat(request.database()).isEqualTo("master");
            assertThat(request.target()).isEqualTo("EMRNext");
            assertThat(request.percentComplete()).isEqualTo(50);
            assertThat(request.remaining()).contains(Duration.ofMinutes(5));
            assertThat(request.blockedBy()).isEmpty();
        });

        var end = backup.release();

        assertThat(backup.client().heard()).extracting(SqlError::number).containsExactly(3211, 3211, 3211, 3211);
        assertThat(end.outcome().messages()).extracting(SqlError::number).containsExactly(4035, 4035, 3014);
        assertThat(end.outcome().messages().get(2).text()).contains("in 600.000 seconds");
        assertThat(server.instance.requests()).isEmpty();
    }

    @Test
    void what_stats_cannot_be_is_refused() throws Exception {
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH STATS = 0"))
                .containsExactly(3250, 3013);
        assertThat(server.run("BACKUP DATABASE EMRNext TO DISK = 'x' WITH STATS"))
                .extracting(SqlError::number)
                .containsExactly(4035, 4035, 3014);
        assertThatIllegalArgumentException().isThrownBy(() -> server.instance.hold("BACKUP DATABASE", 101));
    }

    @Test
    void a_cancelled_backup_is_no_backup() throws Exception {
        assertThat(server.start(60, BACKUP, "BACKUP DATABASE", 40).cancel().errors())
                .containsExactly(-1);

        assertThat(server.instance.history().taken()).isEmpty();
        assertThat(server.instance.requests()).isEmpty();
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'log.trn'")).containsExactly(4214, 3013);
        assertThat(server.errorsOf(RESTORE)).containsExactly(3256, 3013);
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak'")).containsExactly(3256, 3013);
        assertThat(server.errorsOf("RESTORE HEADERONLY FROM DISK = 'full.bak'")).containsExactly(3256, 3013);
        assertThat(state()).isEqualTo(DatabaseState.ONLINE);
        assertThat(server.errorsOf(BACKUP)).containsExactly(3266, 3013);
        assertThat(server.errorsOf(BACKUP + ", INIT")).isEmpty();
    }

    @Test
    void a_set_that_was_cancelled_leaves_those_before_it() throws Exception {
        server.run(BACKUP);
        server.commit("EMRNext");
        server.start(60, "BACKUP LOG EMRNext TO DISK = 'full.bak'", "BACKUP LOG", 99)
                .cancel();

        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak' WITH FILE = 2"))
                .containsExactly(3256, 3013);
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak' WITH FILE = 3"))
                .containsExactly(3287, 3013);
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak'")).isEmpty();
        assertThat(server.run(51, "master", "RESTORE HEADERONLY FROM DISK = 'full.bak'")
                        .result()
                        .orElseThrow()
                        .rows())
                .hasSize(1);
        assertThat(server.database("EMRNext").hasTail()).isTrue();
    }

    @Test
    void a_file_is_nobody_elses_while_it_is_written() throws Exception {
        var backup = server.start(60, BACKUP, "BACKUP DATABASE", 0);

        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak'")).containsExactly(3201, 3013);
        server.run("CREATE DATABASE Other");
        assertThat(server.errorsOf("BACKUP DATABASE Other TO DISK = 'full.bak' WITH FORMAT"))
                .containsExactly(3201, 3013);

        backup.release();
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak'")).isEmpty();
    }

    @Test
    void data_is_backed_up_once_at_a_time_and_the_log_meanwhile() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'first.bak'");
        var backup = server.start(60, BACKUP, "BACKUP DATABASE", 50);

        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x' WITH COPY_ONLY"))
                .containsExactly(3023, 3013);
        var inside = server.commit("EMRNext");
        assertThat(server.errorsOf("BACKUP LOG EMRNext TO DISK = 'log.trn'")).isEmpty();
        assertThat(server.errorsOf("ALTER DATABASE EMRNext SET RECOVERY SIMPLE"))
                .containsExactly(3023, 5069);
        assertThat(server.errorsOf("DROP DATABASE EMRNext")).containsExactly(3702);
        assertThat(server.errorsOf("ALTER DATABASE EMRNext MODIFY NAME = Other"))
                .containsExactly(5030, 5069);

        backup.release();
        server.run(RESTORE);
        server.run("RESTORE DATABASE EMRNext WITH RECOVERY");
        assertThat(server.content("EMRNext")).contains(inside);
    }

    @Test
    void who_needs_the_database_waits_for_a_backup_or_ends_it() throws Exception {
        server.instance.enter(60, "master");
        var backup = server.start(60, BACKUP, "BACKUP DATABASE", 50);
        assertThat(server.errorsOf(RESTORE)).containsExactly(3201, 3013);
        assertThat(server.errorsOf("ALTER DATABASE EMRNext SET READ_ONLY WITH NO_WAIT"))
                .containsExactly(5070, 5069);

        var outcome = server.run(51, "master", "ALTER DATABASE EMRNext SET SINGLE_USER WITH ROLLBACK IMMEDIATE");

        assertThat(outcome.killed()).containsExactly(60);
        assertThat(server.instance.requests()).isEmpty();
        assertThat(backup.release().errors()).containsExactly(596);
        assertThat(server.instance.history().taken()).isEmpty();
    }

    @Test
    void a_killed_backup_has_stopped_when_the_kill_is_done() throws Exception {
        server.instance.enter(60, "master");
        var backup = server.start(60, BACKUP, "BACKUP DATABASE", 50);

        server.run("KILL 60");

        assertThat(server.errorsOf(RESTORE)).containsExactly(3256, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'other.bak'"))
                .isEmpty();
        assertThat(backup.release().errors()).containsExactly(596);
        assertThat(server.instance.history().taken()).hasSize(1);
    }

    @Test
    void a_backup_that_fails_in_the_middle_leaves_half_a_set_behind_the_others() throws Exception {
        server.run(BACKUP);
        server.instance.disk().fill("full.bak");

        assertThat(server.errorsOf(BACKUP)).containsExactly(3202, 3013);

        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak' WITH FILE = 2"))
                .containsExactly(3256, 3013);
        assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak'")).isEmpty();
    }

    @Test
    void a_share_that_goes_in_the_middle_ends_what_is_written_or_read_there() throws Exception {
        server.run(BACKUP);
        var backup = server.start(60, "BACKUP DATABASE EMRNext TO DISK = 'other.bak'", "BACKUP DATABASE", 50);
        var verify = server.start(61, "RESTORE VERIFYONLY FROM DISK = 'full.bak'", "RESTORE VERIFYON", 50);
        server.instance.disk().refuse("other.bak", 64);
        server.instance.disk().refuse("full.bak", 64);

        assertThat(backup.release().errors()).containsExactly(3202, 3013);
        assertThat(verify.release().errors()).containsExactly(3203, 3013);
        assertThat(server.instance.history().taken()).hasSize(1);

        server.instance.disk().allow("full.bak");
        var restore = server.start(60, RESTORE, "RESTORE DATABASE", 50);
        server.instance.disk().refuse("full.bak", 64);

        assertThat(restore.release().errors()).containsExactly(3203, 3013);
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext WITH RECOVERY")).containsExactly(4319, 3013);
    }

    @Test
    void a_tail_is_backed_up_alone_and_closes_the_database() throws Exception {
        var tail = "BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY";
        server.run(BACKUP);
        server.commit("EMRNext");
        server.instance.enter(61, "EMRNext");
        assertThat(server.errorsOf(tail)).containsExactly(3101, 3013);
        server.instance.leave(61);

        var backup = server.start(60, tail, "BACKUP LOG", 50);

        assertThat(server.instance.refusesToEnter(61, "EMRNext"))
                .hasValueSatisfying(error -> assertThat(error.number()).isEqualTo(952));
        backup.cancel();
        assertThat(state()).isEqualTo(DatabaseState.ONLINE);
        assertThat(server.instance.refusesToEnter(61, "EMRNext")).isEmpty();
        assertThat(server.database("EMRNext").hasTail()).isTrue();
    }

    @Test
    void a_stopped_restore_leaves_the_database_restoring_and_has_to_be_done_again() throws Exception {
        server.run(BACKUP);
        var restore = server.start(60, RESTORE, "RESTORE DATABASE", 10);
        assertThat(state()).isEqualTo(DatabaseState.RESTORING);
        assertThat(server.instance.refusesToEnter(61, "EMRNext"))
                .hasValueSatisfying(error -> assertThat(error.number()).isEqualTo(927));
        assertThat(server.errorsOf(RESTORE)).containsExactly(3101, 3013);

        restore.cancel();

        assertThat(state()).isEqualTo(DatabaseState.RESTORING);
        assertThat(server.content("EMRNext")).isEmpty();
        assertThat(server.instance.history().restored()).isEmpty();
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext WITH RECOVERY")).containsExactly(4319, 3013);
        assertThat(server.errorsOf(RESTORE)).isEmpty();
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext WITH RECOVERY")).isEmpty();
        assertThat(server.content("EMRNext")).containsExactly(1);
    }

    @Test
    void of_a_sequence_only_the_log_that_was_stopped_goes_on() throws Exception {
        server.run(BACKUP);
        server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn'");
        server.commit("EMRNext");
        server.run("BACKUP LOG EMRNext TO DISK = 'log2.trn'");
        server.run(RESTORE);

        server.start(60, "RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH NORECOVERY", "RESTORE LOG", 50)
                .cancel();

        assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'log2.trn' WITH NORECOVERY"))
                .containsExactly(4319, 3013);
        assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'log1.trn' WITH NORECOVERY"))
                .isEmpty();
        assertThat(server.errorsOf("RESTORE LOG EMRNext FROM DISK = 'log2.trn'"))
                .isEmpty();
        assertThat(server.content("EMRNext")).containsExactly(1, 2, 3);
    }

    @Test
    void a_database_that_was_never_there_stays_half_restored() throws Exception {
        server.run(BACKUP);
        server.run("DROP DATABASE EMRNext");

        server.start(60, RESTORE, "RESTORE DATABASE", 100).cancel();

        assertThat(state()).isEqualTo(DatabaseState.RESTORING);
        assertThat(server.errorsOf("DROP DATABASE EMRNext")).isEmpty();
        assertThat(server.instance.disk().files().keySet()).containsExactly("FULL.BAK");
    }

    @Test
    void a_wait_for_others_is_seen_with_who_is_in_the_way() throws Exception {
        server.instance.enter(61, "EMRNext");
        var seen = new ArrayList<RunningRequest>();
        var client = new TestClient(server::pass) {
            @Override
            public void waitFor(List<Integer> sessions) {
                seen.addAll(server.instance.requests());
                sessions.forEach(server.instance::leave);
            }
        };

        server.run(new Caller(60, "sa", "master", false), "ALTER DATABASE EMRNext SET OFFLINE", client);

        assertThat(seen).singleElement().satisfies(request -> {
            assertThat(request.command()).isEqualTo("ALTER DATABASE");
            assertThat(request.waitType()).isEqualTo("LCK_M_X");
            assertThat(request.blockedBy()).isEqualTo(OptionalInt.of(61));
            assertThat(request.percentComplete()).isZero();
        });
        assertThat(server.instance.requests()).isEmpty();
        assertThat(state()).isEqualTo(DatabaseState.OFFLINE);
    }
}
