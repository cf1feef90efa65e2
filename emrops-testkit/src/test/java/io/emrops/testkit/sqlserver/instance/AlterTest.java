package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlterTest {
    private final Server server = new Server();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
    }

    @Test
    void single_user_is_the_one_who_asks_for_it() throws Exception {
        server.run(60, "master", "ALTER DATABASE EMRNext SET SINGLE_USER WITH ROLLBACK IMMEDIATE");

        assertThat(server.database("EMRNext").access()).isEqualTo(UserAccess.SINGLE_USER);
        assertThat(server.errorsOf("ALTER DATABASE EMRNext SET MULTI_USER")).containsExactly(5064, 5069);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'")).containsExactly(924, 3013);
        assertThat(server.errorsOf("DROP DATABASE EMRNext")).containsExactly(3702);
        server.run(60, "master", "ALTER DATABASE EMRNext SET MULTI_USER");
        assertThat(server.errorsOf("DROP DATABASE EMRNext")).isEmpty();
    }

    @Test
    void whoever_ends_gives_the_database_up() throws Exception {
        server.run(60, "master", "ALTER DATABASE EMRNext SET SINGLE_USER");

        server.instance.leave(60);

        assertThat(server.errorsOf("ALTER DATABASE EMRNext SET MULTI_USER")).isEmpty();
    }

    @Test
    void others_are_waited_for_sent_away_or_a_reason_to_stop() throws Exception {
        server.instance.enter(61, "EMRNext");
        server.instance.enter(62, "emrnext");

        assertThatThrownBy(() -> server.run("ALTER DATABASE EMRNext SET OFFLINE"))
                .isInstanceOfSatisfying(
                        OthersInside.class, e -> assertThat(e.sessions()).containsExactly(61, 62));
        assertThat(server.errorsOf("ALTER DATABASE EMRNext SET OFFLINE WITH NO_WAIT"))
                .containsExactly(5070, 5069);
        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.ONLINE);

        var outcome = server.run(51, "master", "ALTER DATABASE EMRNext SET OFFLINE WITH ROLLBACK IMMEDIATE");

        assertThat(outcome.killed()).containsExactly(61, 62);
        assertThat(outcome.messages()).extracting(SqlError::number).containsExactly(5060, 5060);
        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.OFFLINE);
    }

    @Test
    void several_settings_are_applied_in_their_order() throws Exception {
        server.run("ALTER DATABASE EMRNext SET RECOVERY SIMPLE, READ_ONLY, RESTRICTED_USER");

        var database = server.database("EMRNext");
        assertThat(database.readOnly()).isTrue();
        assertThat(database.access()).isEqualTo(UserAccess.RESTRICTED_USER);
        assertThatThrownBy(() -> server.commit("EMRNext"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        e -> assertThat(e.errors().get(0).number()).isEqualTo(3906));
    }

    @ParameterizedTest
    @CsvSource({"RESTORING, 927", "SUSPECT, 926", "OFFLINE, 942"})
    void nothing_is_committed_in_a_database_that_is_not_there(DatabaseState state, int number) {
        server.database("EMRNext").state(state);

        assertThatThrownBy(() -> server.commit("EMRNext"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        e -> assertThat(e.errors().get(0).number()).isEqualTo(number));
    }

    @Test
    void a_database_that_is_restoring_takes_no_settings() throws Exception {
        server.commit("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'f'");
        server.run("BACKUP LOG EMRNext TO DISK = 'l' WITH NORECOVERY");

        assertThat(server.errorsOf("ALTER DATABASE EMRNext SET MULTI_USER")).containsExactly(5052, 5069);
        assertThat(server.errorsOf("ALTER DATABASE EMRNext SET ONLINE")).containsExactly(5052, 5069);
        assertThat(server.errorsOf("BACKUP DATABASE EMRNext TO DISK = 'g'")).containsExactly(927, 3013);
        assertThat(server.errorsOf("DROP DATABASE EMRNext")).isEmpty();
    }

    @Test
    void names_are_found_in_whichever_case_and_taken_once() throws Exception {
        assertThat(server.errorsOf("CREATE DATABASE emrnext")).containsExactly(1801);
        assertThat(server.errorsOf("ALTER DATABASE Nowhere SET MULTI_USER")).containsExactly(5011, 5069);
        assertThat(server.errorsOf("ALTER DATABASE master SET SINGLE_USER")).containsExactly(5058, 5069);
        assertThat(server.errorsOf("DROP DATABASE Nowhere")).containsExactly(3701);
        assertThat(server.errorsOf("DROP DATABASE IF EXISTS Nowhere")).isEmpty();

        server.run("ALTER DATABASE EmrNext MODIFY NAME = Archive");

        assertThat(server.instance.database("EMRNext")).isEmpty();
        assertThat(server.database("ARCHIVE").name()).isEqualTo("Archive");
    }

    @Test
    void what_is_not_played_is_not_claimed_either() {
        for (var sql : List.of(
                "ALTER DATABASE EMRNext COLLATE Latin1_General_CI_AS",
                "CREATE DATABASE Other ON (NAME = a, FILENAME = 'C:\\Data\\a.mdf') FOR ATTACH",
                "CREATE DATABASE Other ON (NAME = a, FILENAME = 'C:\\Data\\a.ss') AS SNAPSHOT OF EMRNext")) {
            assertThatIllegalArgumentException().as(sql).isThrownBy(() -> server.run(sql));
        }
        assertThat(server.instance.database("Other")).isEmpty();
    }

    @Test
    void files_that_are_there_are_not_created() throws Exception {
        server.instance.disk().put("C:\\Data\\Other.mdf", new ServerFile.Other());

        assertThat(server.errorsOf("CREATE DATABASE Other")).containsExactly(1802, 5170);
        assertThat(server.instance.database("Other")).isEmpty();
    }

    @Test
    void dropping_takes_the_files_along_but_not_those_of_a_database_that_is_offline() throws Exception {
        var path = server.database("EMRNext").files().get(0).path();
        server.run("ALTER DATABASE EMRNext SET OFFLINE");
        server.run("DROP DATABASE EMRNext");
        assertThat(server.instance.disk().at(path)).isPresent();

        server.run("CREATE DATABASE Other");
        path = server.database("Other").files().get(0).path();
        server.run("DROP DATABASE Other");
        assertThat(server.instance.disk().at(path)).isEmpty();
    }
}
