package io.emrops.sqlserver.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.RunState;
import io.emrops.backup.Backup.Kind;
import io.emrops.core.Emrops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, which are killed while the server is in the middle of a statement. The server goes on, as a real one does. */
@Timeout(180)
final class KilledRecoveryTest {
    @TempDir
    private Path journal;

    private final Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BACKUP LOG", "RESTORE DATABASE", "RESTORE LOG"})
    void another_process_goes_on_from_where_the_server_stands(String command) throws Exception {
        var database = hospital.create();
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "third");
        var moment = hospital.moment();
        hospital.commit(database, "fourth");
        var url = hospital.server().jdbcUrl();
        var password = hospital.server().script().password();

        var hold = hospital.server().instance().hold(command, 50);
        var victim = java(RecoveryVictim.class, url, password, journal.toString(), database, moment.toString());
        hold.awaitArrival(Duration.ofSeconds(60));
        victim.destroyForcibly().waitFor();
        hold.release();

        assertThat(hospital.isOpen(database)).isFalse();
        try (var sql = RecoveryVictim.at(url, password);
                var engine = Emrops.engine(journal)) {
            var run = engine.runs().get(0).known().orElseThrow().runId();
            var report = engine.resume(RecoveryVictim.book(sql, database), run).await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(hospital.committed(database)).isEqualTo(List.of("first", "second", "third"));
        assertThat(hospital.isOpen(database)).isTrue();
    }

    private static Process java(Class<?> main, String... arguments) throws Exception {
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
