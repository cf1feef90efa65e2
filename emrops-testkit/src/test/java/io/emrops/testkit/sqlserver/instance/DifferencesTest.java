package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the simulated server does otherwise than a page of the vendor says, as listed in {@code docs/sql-server-rules.md}. Whoever mends
 * one turns its test round, and moves its row.
 */
class DifferencesTest {
    private final Server server = new Server();

    @BeforeEach
    void backUp() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        server.commit("EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM");
        server.run("BACKUP LOG EMRNext TO DISK = 'log1.trn'");
    }

    @Test
    void without_a_device_recovery_need_not_be_asked_for() throws Exception {
        server.run("BACKUP LOG EMRNext TO DISK = 'tail.trn' WITH NORECOVERY");

        assertThat(server.errorsOf("RESTORE DATABASE EMRNext")).isEmpty();
        assertThat(server.database("EMRNext").state()).isEqualTo(DatabaseState.ONLINE);
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
