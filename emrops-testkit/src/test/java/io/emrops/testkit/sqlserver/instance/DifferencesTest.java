package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

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
}
