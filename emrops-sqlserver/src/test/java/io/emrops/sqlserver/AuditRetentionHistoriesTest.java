package io.emrops.sqlserver;

import static io.emrops.sqlserver.RetentionHospital.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.AuditArchive;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.sqlserver.restore.CutSource.Died;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever happens in whichever order: what is gone is in an archive, and what is held or young is not gone. */
class AuditRetentionHistoriesTest {
    private static final SimulatedSqlServer SERVER = RetentionHospital.server(ManualTime.at(NOW.toString()));
    private static final int CUTOFF_DAY = 325;

    /** @param number what it is about, in some way */
    private record Move(Kind kind, int number) {
        enum Kind {
            INSERT,
            CHANGE,
            HOLD_ROW,
            HOLD_PATIENT,
            RELEASE,
            ARCHIVE,
            PURGE,
            PURGE_CUT_OFF,
            ARCHIVE_CUT_OFF
        }
    }

    @AfterContainer
    static void stop() {
        SERVER.close();
    }

    @Provide
    Arbitrary<List<Move>> histories() {
        var kinds = Arbitraries.of(Move.Kind.class);
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 999))
                .as(Move::new)
                .list()
                .ofMinSize(4)
                .ofMaxSize(18);
    }

    @Property(tries = 12, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void what_is_gone_is_archived_and_what_is_held_or_young_is_not_gone(@ForAll("histories") List<Move> moves)
            throws Exception {
        var directory = Files.createTempDirectory("retention");
        try (var world = new World(directory)) {
            for (var move : moves) {
                world.make(move);
                world.requireTruth();
            }
            world.purgeEverything();
            world.requireTruth();
        } finally {
            try (var files = Files.list(directory)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static final class World implements AutoCloseable {
        private final Path directory;
        private final RetentionHospital hospital = new RetentionHospital(SERVER);
        private final SqlServer sql = hospital.sql();
        private final Map<Long, Integer> days = new HashMap<>();
        private final Map<Long, Integer> patients = new HashMap<>();
        private final Map<Long, String> texts = new HashMap<>();
        private final Set<Long> gone = new HashSet<>();
        private final Set<Long> heldRows = new HashSet<>();
        private final Set<Integer> heldPatients = new HashSet<>();
        private final List<AuditArchive> archives = new ArrayList<>();
        private int keys;
        private long next = 1;

        World(Path directory) throws SQLException {
            this.directory = directory;
            for (var i = 0; i < 12; i++) {
                insert(i * 83);
            }
        }

        /** A third of them are of the day of the cutoff or later. */
        private void insert(int number) throws SQLException {
            var day = number % 490;
            var id = next++;
            hospital.event(id, LocalDateTime.parse("2019-01-01T00:00:00").plusDays(day), number % 5);
            days.put(id, day);
            patients.put(id, number % 5);
            texts.put(id, hospital.rows().get(id));
        }

        void make(Move move) throws Exception {
            switch (move.kind()) {
                case INSERT -> insert(move.number());
                case CHANGE -> change(1 + move.number() % (next - 1));
                case HOLD_ROW -> {
                    var id = 1 + move.number() % (next - 1);
                    hospital.run("INSERT INTO dbo.LegalHold VALUES (" + id + ", NULL, NULL)");
                    heldRows.add(id);
                }
                case HOLD_PATIENT -> {
                    hospital.run("INSERT INTO dbo.LegalHold VALUES (NULL, " + move.number() % 5 + ", '2030-01-01')");
                    heldPatients.add(move.number() % 5);
                }
                case RELEASE -> {
                    hospital.run("UPDATE dbo.LegalHold SET ReleasedAt = '2026-11-01'");
                    heldRows.clear();
                    heldPatients.clear();
                }
                case ARCHIVE -> archives.add(hospital.archive(sql, directory, "k" + keys++));
                case PURGE -> purge(move.number());
                case PURGE_CUT_OFF -> cutOff(move.number(), cut -> purge(cut, move.number()));
                case ARCHIVE_CUT_OFF ->
                    cutOff(move.number(), cut -> archives.add(hospital.archive(cut, directory, "k" + keys)));
                default -> throw new IllegalStateException();
            }
        }

        private void change(long id) throws SQLException {
            if (!gone.contains(id)) {
                hospital.run("UPDATE dbo.AuditLog SET Cost = Cost + 1 WHERE Id = " + id);
                texts.put(id, hospital.rows().get(id));
            }
        }

        private void purge(int number) throws InterruptedException {
            purge(sql, number);
        }

        private void purge(SqlServer by, int number) throws InterruptedException {
            if (!archives.isEmpty()) {
                hospital.retention(by).purge(archives.get(number % archives.size()), NOW, Progress.none());
            }
        }

        private interface Work {
            void by(SqlServer cut) throws InterruptedException;
        }

        private void cutOff(int number, Work work) {
            var hows = List.of(Cut.DIES_BEFORE, Cut.DIES_AFTER, Cut.LOST_BEFORE, Cut.LOST_ANSWER);
            var source = new CutSource(SERVER.dataSource());
            var cut = hospital.sql(source);
            cut.facts();
            source.cut(
                    hows.get(number % hows.size()),
                    1 + number % 60,
                    () -> SERVER.script().faults().onNextRequest(Fault.close()));
            var failure = catchThrowable(() -> work.by(cut));
            source.kill();
            cut.close();
            if (failure != null) {
                assertThat(failure)
                        .isInstanceOfAny(Died.class, TargetUnavailableException.class, OutcomeUnknownException.class);
            }
        }

        void purgeEverything() throws InterruptedException {
            for (var archive : archives) {
                hospital.retention(sql).purge(archive, NOW, Progress.none());
            }
            var last = hospital.archive(sql, directory, "last");
            assertThat(hospital.retention(sql).prove(last, Progress.none()).isProof())
                    .isTrue();
            archives.add(last);
            hospital.retention(sql).purge(last, NOW, Progress.none());
            assertThat(hospital.retention(sql).state().due().rows()).isZero();
        }

        /** What is missing since the last look was deleted by the last move alone, so holds are as they were then. */
        void requireTruth() throws SQLException, IOException {
            var there = hospital.rows();
            for (var id : texts.keySet()) {
                if (there.containsKey(id)) {
                    assertThat(there.get(id)).isEqualTo(texts.get(id));
                } else if (gone.add(id)) {
                    assertThat(days.get(id)).as("young").isLessThan(CUTOFF_DAY);
                    assertThat(heldRows).as("held").doesNotContain(id);
                    assertThat(heldPatients).as("held").doesNotContain(patients.get(id));
                    assertThat(isArchived(id)).as("archived as it was").isTrue();
                }
            }
        }

        /** By a finished archive, with the last thing that was done to it. */
        private boolean isArchived(long id) throws IOException {
            var cost = texts.get(id).split("\\|", -1)[6];
            for (var archive : archives) {
                for (var line : Files.readAllLines(Path.of(archive.file()))) {
                    if (line.startsWith("{\"Id\":\"" + id + "\",") && line.contains("\"Cost\":\"" + cost + "\"")) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public void close() {
            sql.close();
        }
    }

    /** So that a mistake in this test is none of the code: what it calls the day of the cutoff is that. */
    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
    void the_day_of_the_cutoff_is_what_it_is_taken_for() {
        assertThat(LocalDateTime.parse("2019-01-01T00:00:00").plusDays(CUTOFF_DAY))
                .isEqualTo(LocalDateTime.parse("2019-11-22T00:00:00"));
    }
}
