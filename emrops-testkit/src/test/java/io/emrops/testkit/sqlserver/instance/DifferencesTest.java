package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.script.SqlError;
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
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM");
    }

    private void spoil() {
        var file = (ServerFile.Backup) server.instance.disk().at("full.bak").orElseThrow();
        server.instance.disk().put("full.bak", file.in(ServerFile.Backup.Condition.BAD_PAGES));
    }

    @Test
    void salvage_of_a_backup_that_has_become_bad_names_no_pages() throws Exception {
        spoil();

        assertThat(server.run("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE, CONTINUE_AFTER_ERROR"))
                .extracting(SqlError::number)
                .containsExactly(4035, 4035, 3184, 3014);
    }

    @Test
    void the_zone_of_a_time_is_not_read() {
        assertThat(server.errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'full.bak'"
                        + " WITH REPLACE, NORECOVERY, STOPAT = '2026-03-02T00:00:00Z'"))
                .containsExactly(241, 3013);
    }
}
