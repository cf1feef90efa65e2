package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedBackups.DATABASE;
import static io.emrops.sqlserver.SimulatedBackups.full;
import static io.emrops.sqlserver.SimulatedBackups.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.backup.Backup;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BackupsOfTheirDatabaseTest {
    private final SimulatedBackups there = SimulatedBackups.start();
    private final SqlServerBackups backups = there.backups();

    @AfterEach
    void stop() {
        there.close();
    }

    @Test
    void those_of_one_that_had_the_name_before_do_not_count() throws Exception {
        backups.backup(scheduled(Backup.Kind.FULL, "old"), Progress.none());
        there.run("DROP DATABASE " + DATABASE);
        assertThat(backups.list(DATABASE)).hasSize(1);

        there.server.instance().createDatabase(DATABASE);

        assertThat(backups.list(DATABASE)).isEmpty();
        var own = backups.backup(scheduled(Backup.Kind.FULL, "new"), Progress.none());
        assertThat(backups.list(DATABASE)).containsExactly(own);
    }

    /** Whoever is told that nothing was changed makes another. */
    @Test
    void one_that_was_made_is_not_said_not_to_be_when_the_history_cannot_be_asked() throws Exception {
        there.server
                .script()
                .when(RequestPattern.containing("bs.description ="))
                .times(1)
                .answer(Answer.error(SqlError.deadlockVictim()));

        assertThatThrownBy(() -> backups.backup(full("key"), Progress.none()))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining(".bak");

        assertThat(there.taken()).hasSize(1);
        assertThat(backups.find("key")).isPresent();
    }
}
