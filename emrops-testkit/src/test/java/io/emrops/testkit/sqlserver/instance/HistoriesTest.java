package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is done in whichever order, no database ends up with something that never was. */
class HistoriesTest {
    private static final List<String> STATEMENTS = List.of(
            "BACKUP DATABASE A TO DISK = 'f%d' WITH CHECKSUM",
            "BACKUP DATABASE A TO DISK = 'f%d' WITH COPY_ONLY",
            "BACKUP DATABASE A TO DISK = 'f%d' WITH DIFFERENTIAL",
            "BACKUP LOG A TO DISK = 'f%d'",
            "BACKUP LOG A TO DISK = 'f%d' WITH COPY_ONLY",
            "BACKUP LOG A TO DISK = 'f%d' WITH NORECOVERY",
            "BACKUP LOG A TO DISK = 'f%d' WITH NO_TRUNCATE, NORECOVERY",
            "BACKUP DATABASE A TO DISK = 'f%d' WITH INIT, SKIP, COMPRESSION",
            "BACKUP LOG A TO DISK = 'f%d' WITH INIT",
            "BACKUP LOG B TO DISK = 'f%d'",
            "BACKUP DATABASE B TO DISK = 'f%d' WITH INIT",
            "ALTER DATABASE A SET RECOVERY SIMPLE",
            "ALTER DATABASE A SET RECOVERY FULL",
            "ALTER DATABASE A SET RECOVERY BULK_LOGGED",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH NORECOVERY",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH REPLACE, NORECOVERY",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH REPLACE",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH NORECOVERY, STOPAT = '2026-03-01T02:00:%02d'",
            "RESTORE LOG A FROM DISK = 'f%d' WITH NORECOVERY",
            "RESTORE LOG A FROM DISK = 'f%d'",
            "RESTORE LOG A FROM DISK = 'f%d' WITH NORECOVERY, STOPAT = '2026-03-01T02:00:%02d'",
            "RESTORE DATABASE A WITH RECOVERY",
            "RESTORE DATABASE B FROM DISK = 'f%d' WITH NORECOVERY, REPLACE, MOVE 'A' TO 'b.mdf', MOVE 'A_log' TO 'b.ldf'",
            "RESTORE LOG B FROM DISK = 'f%d' WITH NORECOVERY",
            "RESTORE LOG B FROM DISK = 'f%d' WITH STANDBY = 'undo'",
            "RESTORE DATABASE B WITH RECOVERY",
            "DROP DATABASE IF EXISTS B");

    /** How a statement ends. */
    private enum Course {
        DONE,
        STOPPED,
        /** The next step comes in its middle. */
        DONE_AFTER_NEXT,
        /** The next step comes in its middle, and then it is stopped. */
        STOPPED_AFTER_NEXT
    }

    private record Step(int statement, int file, int second, Course course) {
        String sql() {
            return STATEMENTS.get(statement).formatted(file, second);
        }

        /** What it is called while it runs. */
        String command() {
            var words = sql().split(" ");
            return words[0] + " " + words[1];
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        var statements = Arbitraries.integers().between(-8, STATEMENTS.size() - 1);
        var files = Arbitraries.integers().between(1, 4);
        var seconds = Arbitraries.integers().between(0, 59);
        var courses = Arbitraries.frequency(
                Tuple.of(6, Course.DONE),
                Tuple.of(1, Course.STOPPED),
                Tuple.of(1, Course.DONE_AFTER_NEXT),
                Tuple.of(1, Course.STOPPED_AFTER_NEXT));
        return Combinators.combine(statements, files, seconds, courses)
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
        var remaining = steps.iterator();
        while (remaining.hasNext()) {
            take(remaining.next(), remaining, server, seen, 51);
            assertThat(server.instance.requests()).isEmpty();
        }
        requireOnlyWholeBackups(server);
    }

    private static void take(Step step, Iterator<Step> remaining, Server server, Set<List<Integer>> seen, int session) {
        var database = step.second % 5 == 0 ? "B" : "A";
        if (step.statement >= 0) {
            run(step, remaining, server, seen, session);
        } else if (server.instance.database(database).isPresent()) {
            commitTo(server, database, seen);
        }
        for (var each : server.instance.databases()) {
            requireSound(server, each, seen);
        }
    }

    private static void run(Step step, Iterator<Step> remaining, Server server, Set<List<Integer>> seen, int session) {
        if (step.course == Course.DONE) {
            server.errorsOf(session, "master", step.sql());
            return;
        }
        var hold = server.instance.hold(step.command(), 50);
        var client = new TestClient(server::pass) {
            @Override
            public void await(CompletionStage<?> event) throws IOException {
                if (step.course != Course.STOPPED && remaining.hasNext()) {
                    take(remaining.next(), remaining, server, seen, session + 1);
                }
                if (step.course != Course.DONE_AFTER_NEXT) {
                    throw new IOException("stopped");
                }
            }
        };
        try {
            server.run(new Caller(session, "sa", "master", false), step.sql(), client);
        } catch (Refusal | IOException e) {
            // Nothing is asked of it but that what is left is sound.
        }
        hold.release();
    }

    /** A set that was stopped is nowhere: neither in the history nor among those that can be restored. */
    private static void requireOnlyWholeBackups(Server server) {
        var taken = server.instance.history().taken().stream()
                .map(backup -> backup.set().id())
                .toList();
        server.instance.disk().files().forEach((path, file) -> {
            if (file instanceof ServerFile.Backup backup) {
                assertThat(taken)
                        .containsAll(backup.media().sets().stream()
                                .map(BackupSet::id)
                                .toList());
                var next = backup.media().sets().size() + 1;
                assertThat(server.errorsOf("RESTORE VERIFYONLY FROM DISK = '" + path + "' WITH FILE = " + next))
                        .containsExactly(backup.media().isBrokenOff() ? 3256 : 3287, 3013);
            }
        });
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
        if (database.state() == DatabaseState.ONLINE) {
            assertThat(database.interrupted()).as("%s", database).isEmpty();
        }
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
