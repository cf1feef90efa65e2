package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/sql-server-rules.md} says of databases and who may use them, and no other test shows. */
class DatabaseRulesTest {
    private final Server server = new Server();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
    }

    private List<Integer> refusals(int spid) {
        return server.instance.refusesToEnter(spid, "EMRNext").map(SqlError::number).stream()
                .toList();
    }

    @Test
    void what_is_closed_is_not_entered() throws Exception {
        assertThat(refusals(60)).isEmpty();
        assertThat(server.instance.refusesToEnter(60, "Nowhere").map(SqlError::number))
                .contains(911);
        server.run("ALTER DATABASE EMRNext SET EMERGENCY");
        assertThat(refusals(60)).isEmpty();
        server.run("ALTER DATABASE EMRNext SET OFFLINE");
        assertThat(refusals(60)).containsExactly(942);
        server.database("EMRNext").state(DatabaseState.SUSPECT);
        assertThat(refusals(60)).containsExactly(926);
        server.database("EMRNext").state(DatabaseState.RESTORING);
        assertThat(refusals(60)).containsExactly(927);
    }

    @Test
    void one_comes_into_a_single_user_database() throws Exception {
        server.run(60, "master", "ALTER DATABASE EMRNext SET SINGLE_USER");
        assertThat(refusals(61)).containsExactly(924);
        assertThat(refusals(60)).isEmpty();

        server.instance.leave(60);
        assertThat(server.database("EMRNext").access()).isEqualTo(UserAccess.SINGLE_USER);
        server.instance.enter(61, "EMRNext");

        assertThat(refusals(61)).isEmpty();
        assertThat(refusals(62)).containsExactly(924);
    }

    @Test
    void some_settings_wait_for_those_inside_and_some_do_not() throws Exception {
        server.instance.enter(60, "EMRNext");

        for (var setting :
                List.of("SINGLE_USER", "RESTRICTED_USER", "OFFLINE", "EMERGENCY", "READ_ONLY", "READ_WRITE")) {
            assertThatThrownBy(() -> server.run("ALTER DATABASE EMRNext SET " + setting))
                    .as(setting)
                    .isInstanceOf(OthersInside.class);
        }
        for (var setting : List.of("MULTI_USER", "ONLINE", "RECOVERY SIMPLE", "AUTO_CLOSE ON")) {
            assertThat(server.errorsOf("ALTER DATABASE EMRNext SET " + setting))
                    .as(setting)
                    .isEmpty();
        }
    }

    @Test
    void nobody_is_told_of_when_nobody_was_there() throws Exception {
        assertThat(server.run("ALTER DATABASE EMRNext SET SINGLE_USER WITH ROLLBACK IMMEDIATE"))
                .isEmpty();
    }

    @Test
    void a_name_is_changed_into_one_that_is_free() throws Exception {
        server.run("CREATE DATABASE Other");

        assertThat(server.errorsOf("ALTER DATABASE EMRNext MODIFY NAME = other"))
                .containsExactly(1801, 5069);
        assertThat(server.run("ALTER DATABASE EMRNext MODIFY NAME = Archive"))
                .extracting(SqlError::number)
                .containsExactly(5021);
    }

    @Test
    void system_databases_keep_their_settings() {
        for (var name : List.of("master", "model", "msdb", "tempdb")) {
            assertThat(server.errorsOf("ALTER DATABASE " + name + " SET RECOVERY FULL"))
                    .as(name)
                    .containsExactly(5058, 5069);
        }
    }

    @Test
    void a_new_database_has_the_full_model_and_two_files() {
        var database = server.database("EMRNext");

        assertThat(database.recoveryModel()).isEqualTo(RecoveryModel.FULL);
        assertThat(database.lastLogBackup()).isEmpty();
        assertThat(database.files()).extracting(DatabaseFile::logicalName).containsExactly("EMRNext", "EMRNext_log");
        assertThat(database.path()).isEqualTo(RecoveryPath.begin(database.path().fork()));
    }

    @Test
    void whoever_is_inside_does_not_drop_it_either() {
        server.instance.enter(60, "EMRNext");

        assertThat(server.errorsOf("DROP DATABASE EMRNext")).containsExactly(3702);
        assertThat(server.errorsOf(60, "EMRNext", "DROP DATABASE EMRNext")).containsExactly(3702);
    }

    @Test
    void a_list_is_dropped_one_after_the_other() {
        assertThat(server.errorsOf("DROP DATABASE EMRNext, Nowhere")).containsExactly(3701);
        assertThat(server.instance.databases()).isEmpty();
    }

    @Test
    void others_have_until_a_time_to_leave() throws Exception {
        server.instance.enter(60, "EMRNext");
        var before = server.now();
        var waits = new ArrayList<Instant>();
        var client = new TestClient(server::pass) {
            @Override
            public void waitFor(List<Integer> sessions) {
                waits.add(server.now());
                server.pass(Duration.ofSeconds(10));
            }
        };

        var outcome = server.run(
                new Caller(51, "sa", "master", false),
                "ALTER DATABASE EMRNext SET OFFLINE WITH ROLLBACK AFTER 60 SECONDS",
                client);

        assertThat(waits).hasSize(6);
        assertThat(outcome.killed()).containsExactly(60);
        assertThat(server.now()).isAfter(before.plusSeconds(60));
    }

    @Test
    void who_leaves_in_time_is_not_sent_away() throws Exception {
        server.instance.enter(60, "EMRNext");
        var client = new TestClient(server::pass) {
            @Override
            public void waitFor(List<Integer> sessions) {
                server.instance.leave(60);
            }
        };

        var outcome = server.run(
                new Caller(51, "sa", "master", false),
                "ALTER DATABASE EMRNext SET OFFLINE WITH ROLLBACK AFTER 60 SECONDS",
                client);

        assertThat(outcome.killed()).isEmpty();
        assertThat(outcome.messages()).isEmpty();
    }

    @Test
    void system_databases_are_backed_up_and_stay() {
        for (var name : List.of("master", "MODEL", "msdb")) {
            assertThat(server.errorsOf("BACKUP DATABASE " + name + " TO DISK = '" + name + "'"))
                    .as(name)
                    .isEmpty();
        }
        assertThat(server.errorsOf("BACKUP DATABASE tempdb TO DISK = 't'")).containsExactly(3147, 3013);
        assertThat(server.errorsOf("BACKUP DATABASE master TO DISK = 'm' WITH DIFFERENTIAL"))
                .containsExactly(3024, 3013);
        assertThat(server.errorsOf("BACKUP LOG master TO DISK = 'm'")).containsExactly(4212, 3013);
        assertThat(server.errorsOf("BACKUP LOG msdb TO DISK = 'm'")).containsExactly(4208, 3013);
        assertThat(server.errorsOf("BACKUP LOG model TO DISK = 'm'")).isEmpty();
        assertThat(server.errorsOf("RESTORE DATABASE master FROM DISK = 'master'"))
                .containsExactly(3108, 3013);
        assertThat(server.errorsOf("RESTORE DATABASE tempdb FROM DISK = 'master'"))
                .containsExactly(3147, 3013);
        assertThatIllegalArgumentException().isThrownBy(() -> server.run("RESTORE DATABASE msdb FROM DISK = 'msdb'"));
        for (var name : List.of("master", "model", "msdb", "tempdb")) {
            assertThat(server.errorsOf("DROP DATABASE " + name)).as(name).containsExactly(3708);
            assertThat(server.errorsOf("CREATE DATABASE " + name)).as(name).containsExactly(1801);
        }
    }
}
