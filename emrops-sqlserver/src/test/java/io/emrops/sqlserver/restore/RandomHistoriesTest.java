package io.emrops.sqlserver.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** What was asked for is in the tables afterwards, or there was a reason to refuse it. */
@Tag("long")
class RandomHistoriesTest {
    private static final AtomicInteger RECOVERED = new AtomicInteger();
    private static final AtomicInteger REFUSED = new AtomicInteger();

    private enum Event {
        COMMIT,
        FULL,
        COPY_ONLY_FULL,
        DIFFERENTIAL,
        LOG,
        COPY_ONLY_LOG,
        RECOVERED,
        FILE_LOST,
        FILE_OF_ANOTHER
    }

    private record Happening(Event event, int pick) {}

    /** @param secured when the first data backup of the branch that began then was there */
    private record Closing(Instant began, Instant secured) {}

    /** @param pick which of the moments, in thousandths */
    private record Asked(int pick, int millisLater, boolean beside) {}

    @Provide
    Arbitrary<List<Happening>> histories() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(8, Event.COMMIT),
                                Tuple.of(2, Event.FULL),
                                Tuple.of(1, Event.COPY_ONLY_FULL),
                                Tuple.of(2, Event.DIFFERENTIAL),
                                Tuple.of(6, Event.LOG),
                                Tuple.of(1, Event.COPY_ONLY_LOG),
                                Tuple.of(1, Event.RECOVERED),
                                Tuple.of(1, Event.FILE_LOST),
                                Tuple.of(1, Event.FILE_OF_ANOTHER)),
                        Arbitraries.integers().between(0, 999))
                .as(Happening::new)
                .list()
                .ofMinSize(3)
                .ofMaxSize(18);
    }

    @Provide
    Arbitrary<Asked> asked() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 999),
                        Arbitraries.of(-1500, -500, -1, 500, 1500, 4000),
                        Arbitraries.of(true, false))
                .as(Asked::new);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void a_recovery_ends_with_what_was_there_then_or_is_refused_for_a_reason(
            @ForAll("histories") List<Happening> history, @ForAll("asked") Asked asked, @ForAll boolean old)
            throws Exception {
        try (var ward = new Ward(old ? 15 : 16)) {
            for (var happening : history) {
                ward.happen(happening);
            }
            ward.recover(asked);
        }
    }

    @AfterContainer
    static void both_have_been_seen() {
        assertThat(RECOVERED.get()).as("recovered").isGreaterThan(80);
        assertThat(REFUSED.get()).as("refused").isGreaterThan(5);
    }

    private static final class Ward implements AutoCloseable {
        private final Hospital hospital;
        private final SimulatedSqlServer server;
        private final RecoveryProvider recovery;
        private final String database;
        private final TreeMap<Instant, List<String>> truth = new TreeMap<>();
        private final List<Instant> moments = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private final Instant firstBackup;
        private final List<String> what = new ArrayList<>();
        private int commits;
        private int runs;
        private boolean damaged;
        private final List<Closing> closings = new ArrayList<>();

        Ward(int version) throws SQLException {
            hospital = new Hospital(Instant.parse("2026-03-02T08:00:00Z"), ZoneId.of("UTC"), version);
            server = hospital.server();
            recovery = hospital.recovery().build();
            database = hospital.create();
            truth.put(Instant.MIN, List.of());
            files.add(hospital.backUp(database, Kind.FULL));
            firstBackup = hospital.now();
        }

        void happen(Happening happening) throws Exception {
            what.add(happening.toString());
            switch (happening.event()) {
                case COMMIT -> {
                    var row = "commit " + ++commits;
                    hospital.commit(database, row);
                    learn();
                }
                case FULL -> files.add(hospital.backUp(database, Kind.FULL));
                case DIFFERENTIAL -> files.add(hospital.backUp(database, Kind.DIFFERENTIAL));
                case LOG -> files.add(hospital.backUp(database, Kind.LOG));
                case COPY_ONLY_FULL -> copyOnly("DATABASE");
                case COPY_ONLY_LOG -> copyOnly("LOG");
                case RECOVERED -> {
                    var began = hospital.now();
                    if (recoverInPlace(pickMoment(happening.pick()))) {
                        learn();
                        hospital.pass(2);
                        files.add(hospital.backUp(database, Kind.FULL));
                        closings.add(new Closing(began, hospital.now()));
                    }
                }
                case FILE_LOST -> {
                    server.instance().disk().delete(pickFile(happening.pick()));
                    damaged = true;
                }
                case FILE_OF_ANOTHER -> {
                    var other = server.instance().disk().at(pickFile(happening.pick() + 500));
                    other.ifPresent(file -> server.instance().disk().put(pickFile(happening.pick()), file));
                    damaged = true;
                }
            }
            moments.add(hospital.now());
        }

        private String pickFile(int pick) {
            return files.get(pick % files.size());
        }

        /**
         * Times in the history are whole seconds, and a second off: what was the last second of a branch is not certain. What the next one
         * was before it had a data backup of its own can be had only over the fork, and may be refused.
         */
        private boolean isAboutAClosing(Instant moment) {
            return closings.stream()
                    .anyMatch(
                            each -> !moment.isBefore(each.began().minusSeconds(1)) && !moment.isAfter(each.secured()));
        }

        private Instant pickMoment(int pick) {
            return moments.isEmpty() ? hospital.now() : moments.get(pick * moments.size() / 1000 % moments.size());
        }

        private void learn() throws SQLException {
            truth.put(hospital.now().minus(Duration.ofSeconds(1)), hospital.committed(database));
        }

        private void copyOnly(String kind) throws SQLException {
            var file = "C:\\Backup\\copy" + files.size() + ".bak";
            hospital.pass(2);
            hospital.run(
                    server.dataSource(),
                    "BACKUP " + kind + " " + database + " TO DISK = '" + file + "' WITH CHECKSUM, COPY_ONLY");
            hospital.pass(2);
            files.add(file);
        }

        private boolean recoverInPlace(Instant moment) throws Exception {
            RecoveryPlan plan;
            try {
                plan = recovery.plan(RecoveryRequest.inPlace(database, moment));
            } catch (PreconditionFailedException e) {
                return false;
            }
            hospital.pass(1);
            run(plan);
            hospital.pass(1);
            return true;
        }

        private void run(RecoveryPlan plan) throws InterruptedException {
            var secured = recovery.secure(plan, "run " + ++runs, Progress.none());
            recovery.restore(plan, secured, Progress.none());
            recovery.open(plan, secured);
        }

        void recover(Asked asked) throws Exception {
            var moment = pickMoment(asked.pick()).plusMillis(asked.millisLater());
            hospital.pass(6);
            var request = asked.beside()
                    ? RecoveryRequest.beside(database, moment, "Beside")
                    : RecoveryRequest.inPlace(database, moment);
            var told = request + " after " + what + "; truth " + truth;
            RecoveryPlan plan;
            try {
                plan = recovery.plan(request);
            } catch (PreconditionFailedException e) {
                REFUSED.incrementAndGet();
                assertThat(damaged || moment.isBefore(firstBackup.plusSeconds(2)) || isAboutAClosing(moment))
                        .as(told + ": " + e.getMessage())
                        .isTrue();
                assertThat(hospital.isOpen(database)).isTrue();
                return;
            }
            run(plan);
            RECOVERED.incrementAndGet();
            assertThat(hospital.isOpen(request.result())).isTrue();
            assertThat(hospital.committed(request.result()))
                    .as(told + "; plan " + plan)
                    .isEqualTo(truthAt(moment));
        }

        private List<String> truthAt(Instant moment) {
            return truth.floorEntry(moment).getValue();
        }

        @Override
        public void close() {
            hospital.close();
        }
    }
}
