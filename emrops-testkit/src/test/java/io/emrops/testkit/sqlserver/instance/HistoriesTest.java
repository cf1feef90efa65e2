package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done in whichever order, no database ends up with something that never was. */
class HistoriesTest {
    private static final List<String> STATEMENTS = List.of(
            "BACKUP DATABASE A TO DISK = 'f%d' WITH CHECKSUM",
            "BACKUP DATABASE A TO DISK = 'f%d' WITH COPY_ONLY",
            "BACKUP DATABASE A TO DISK = 'f%d' WITH DIFFERENTIAL",
            "BACKUP LOG A TO DISK = 'f%d'",
            "BACKUP LOG A TO DISK = 'f%d' WITH COPY_ONLY",
            "BACKUP LOG A TO DISK = 'f%d' WITH NORECOVERY",
            "BACKUP LOG B TO DISK = 'f%d'",
            "BACKUP DATABASE B TO DISK = 'f%d' WITH INIT",
            "ALTER DATABASE A SET RECOVERY SIMPLE",
            "ALTER DATABASE A SET RECOVERY FULL",
            "ALTER DATABASE A SET RECOVERY BULK_LOGGED",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH NORECOVERY",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH REPLACE, NORECOVERY",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH REPLACE",
            "RESTORE LOG A FROM DISK = 'f%d' WITH NORECOVERY",
            "RESTORE LOG A FROM DISK = 'f%d'",
            "RESTORE LOG A FROM DISK = 'f%d' WITH NORECOVERY, STOPAT = '2026-03-01T02:00:%02d'",
            "RESTORE DATABASE A WITH RECOVERY",
            "RESTORE DATABASE B FROM DISK = 'f%d' WITH NORECOVERY, REPLACE, MOVE 'A' TO 'b.mdf', MOVE 'A_log' TO 'b.ldf'",
            "RESTORE LOG B FROM DISK = 'f%d' WITH NORECOVERY",
            "RESTORE LOG B FROM DISK = 'f%d' WITH STANDBY = 'undo'",
            "RESTORE DATABASE B WITH RECOVERY",
            "DROP DATABASE IF EXISTS B");

    private record Step(int statement, int file, int second) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        var statements = Arbitraries.integers().between(-8, STATEMENTS.size() - 1);
        var files = Arbitraries.integers().between(1, 4);
        var seconds = Arbitraries.integers().between(0, 59);
        return Combinators.combine(statements, files, seconds)
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void a_database_is_always_what_one_has_been(@ForAll("histories") List<Step> steps) throws Exception {
        var server = new Server();
        server.run("CREATE DATABASE A");
        var seen = new HashSet<List<Integer>>();
        seen.add(List.of());
        for (var step : steps) {
            var database = step.second % 5 == 0 ? "B" : "A";
            if (step.statement >= 0) {
                server.errorsOf(STATEMENTS.get(step.statement).formatted(step.file, step.second));
            } else if (server.instance.database(database).isPresent()) {
                commitTo(server, database, seen);
            }

            for (var each : server.instance.databases()) {
                requireSound(server, each, seen);
            }
        }
    }

    private static void commitTo(Server server, String database, Set<List<Integer>> seen) {
        var before = server.content(database);
        try {
            var number = server.commit(database);
            var after = new ArrayList<>(before);
            after.add(number);
            seen.add(after);
        } catch (Refusal e) {
            assertThat(server.content(database)).isEqualTo(before);
        }
    }

    private static void requireSound(Server server, Database database, Set<List<Integer>> seen) {
        var name = database.name();
        assertThat(seen).as("%s", database).contains(server.content(name));
        assertThat(database.history()).isSortedAccordingTo((a, b) -> a.lsn().compareTo(b.lsn()));
        assertThat(database.history())
                .allSatisfy(commit -> assertThat(commit.lsn()).isLessThan(database.end()));
        var paths = new HashSet<String>();
        for (var other : server.instance.databases()) {
            for (var file : other.files()) {
                assertThat(paths.add(file.path()))
                        .as("two databases on %s", file.path())
                        .isTrue();
            }
        }
    }
}
