package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
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
}
