package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.backup.Backup.Kind;
import io.emrops.core.Emrops;
import io.emrops.runbooks.RecoveryRunbook;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import io.emrops.testkit.sqlserver.instance.ServerFile.Backup.Condition;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ready-made runbook, with a journal on disk. */
@Timeout(120)
class RecoveryByRunbookTest {
    @TempDir
    private Path journal;

    private final Hospital hospital = Hospital.inUtc();
    private final CutSource source = new CutSource(hospital.server().dataSource());
    private String database = "";
    private String log = "";
    private Instant moment = Instant.EPOCH;

    @BeforeEach
    void prepare() throws SQLException {
        database = hospital.create();
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "second");
        moment = hospital.moment();
        hospital.commit(database, "third");
        log = hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "fourth");
    }

    @AfterEach
    void close() {
        hospital.close();
    }

    private Report run() throws InterruptedException {
        var book = RecoveryRunbook.inPlace(
                        "recover", "Recover", hospital.recovery(source).build(), database)
                .build();
        try (var engine = Emrops.engine(journal)) {
            return engine.start(
                            book,
                            RunRequest.by("m.meier")
                                    .with("moment", moment.toString())
                                    .with("overwrite", database))
                    .await();
        }
    }

    @Test
    void the_database_is_brought_back() throws Exception {
        var report = run();

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(hospital.committed(database)).containsExactly("first", "second");
    }

    @Test
    void a_restore_that_fails_is_undone_and_nothing_is_lost() throws Exception {
        source.before(
                "ALTER DATABASE",
                () -> source.before("RESTORE LOG", () -> {
                    condition(Condition.CUT_OFF);
                    source.before("RESTORE HEADERONLY", () -> condition(Condition.SOUND));
                }));

        var report = run();

        assertThat(report.state()).as(report.toMarkdown()).isNotEqualTo(RunState.SUCCEEDED);
        assertThat(hospital.isOpen(database)).as(report.toMarkdown()).isTrue();
        assertThat(hospital.committed(database)).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void a_log_that_cannot_be_backed_up_ends_the_run_and_the_database_is_open_as_it_was() throws Exception {
        hospital.server()
                .script()
                .when(startingWith("BACKUP LOG"))
                .answer(Answer.error(SqlError.of(3202, 16, "Write on 'x' failed: 112(no room)")));

        var report = run();

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(hospital.isOpen(database)).as(report.toMarkdown()).isTrue();
        assertThat(hospital.committed(database)).containsExactly("first", "second", "third", "fourth");
    }

    private void condition(Condition condition) {
        var disk = hospital.server().instance().disk();
        var backup = (ServerFile.Backup) disk.at(log).orElseThrow();
        disk.put(log, new ServerFile.Backup(backup.media(), backup.family(), condition));
    }
}
