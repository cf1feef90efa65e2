package io.emrops.sqlserver.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.OwnThread;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.sqlserver.restore.CutSource.Died;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A recovery is cut off at each statement that it sends, one after the other. */
@Tag("long")
@Timeout(600)
class CutOffTest {
    private static final Pattern CHANGES = Pattern.compile("ALTER|BACKUP|RESTORE (DATABASE|LOG)|DROP|DECLARE @granted");
    private static final String KEY = "CHG-4711/secure#1";
    private static final List<String> OF_THEN = List.of("first", "second", "third");
    private static final List<String> ALL = List.of("first", "second", "third", "fourth", "fifth");

    /** Where the moment lies. */
    private enum Scene {
        /** In what no backup holds yet. */
        TAIL,
        /** In a log backup. */
        LOG,
        /** About when a log backup was made, on a server that does not tell how far it reaches. */
        PERHAPS
    }

    /** What a journal keeps of a recovery, and its server. */
    private static final class Run implements AutoCloseable {
        private final Hospital hospital;
        private final CutSource source;
        private final String database;
        private final RecoveryProvider first;
        private final RecoveryPlan plan;
        private Optional<Secured> secured = Optional.empty();
        private boolean opened;

        Run(Scene scene, boolean beside) throws SQLException {
            hospital = new Hospital(
                    Instant.parse("2026-03-02T08:00:00Z"), ZoneId.of("UTC"), scene == Scene.PERHAPS ? 15 : 16);
            source = new CutSource(hospital.server().dataSource());
            database = hospital.create();
            first = hospital.recovery(source).build();
            hospital.commit(database, "first");
            hospital.backUp(database, Kind.FULL);
            hospital.backUp(database, Kind.LOG);
            hospital.commit(database, "second");
            hospital.backUp(database, Kind.DIFFERENTIAL);
            hospital.backUp(database, Kind.LOG);
            hospital.commit(database, "third");
            var moment = hospital.moment();
            if (scene == Scene.PERHAPS) {
                hospital.backUp(database, Kind.LOG);
                moment = hospital.now().minus(Duration.ofMillis(2500));
            }
            hospital.commit(database, "fourth");
            if (scene != Scene.TAIL) {
                hospital.backUp(database, Kind.LOG);
            }
            hospital.commit(database, "fifth");
            plan = first.plan(
                    beside
                            ? RecoveryRequest.beside(database, moment, "Beside")
                            : RecoveryRequest.inPlace(database, moment));
            assertThat(plan.needsTail()).isEqualTo(scene == Scene.TAIL);
        }

        void cut(Cut how, int statement) {
            source.cut(how, statement, () -> hospital.server().script().faults().onNextRequest(Fault.close()));
        }

        void recover(RecoveryProvider by) throws InterruptedException {
            if (secured.isEmpty()) {
                secured = Optional.of(by.secure(plan, KEY, Progress.none()));
            }
            by.restore(plan, secured.get(), Progress.none());
            by.open(plan, secured.get());
            opened = true;
        }

        void recoverUntilDeath() throws InterruptedException {
            assertThatExceptionOfType(Died.class).isThrownBy(() -> recover(first));
        }

        RecoveryProvider another() {
            return hospital.recovery().build();
        }

        String result() {
            return plan.request().result();
        }

        /** Whoever can look sees all there was, or what was asked for. */
        void requireNothingBetween(String when) throws SQLException {
            if (hospital.isOpen(result())) {
                assertThat(hospital.committed(result())).as(when).isIn(ALL, OF_THEN);
            }
        }

        @Override
        public void close() {
            hospital.close();
        }
    }

    private static List<String> statements(Scene scene, boolean beside) throws Exception {
        try (var run = new Run(scene, beside)) {
            run.cut(Cut.NEVER, 0);
            run.recover(run.first);
            assertThat(run.hospital.committed(run.result())).isEqualTo(OF_THEN);
            return new ArrayList<>(run.source.sent());
        }
    }

    /** Those that only ask leave the server as the one before did. */
    static boolean changes(String statement) {
        return CHANGES.matcher(statement).lookingAt();
    }

    @ParameterizedTest
    @CsvSource({
        "DIES_BEFORE, TAIL, false",
        "DIES_AFTER, TAIL, false",
        "DIES_BEFORE, LOG, false",
        "DIES_AFTER, LOG, false",
        "DIES_BEFORE, PERHAPS, false",
        "DIES_AFTER, PERHAPS, false",
        "DIES_BEFORE, TAIL, true",
        "DIES_AFTER, TAIL, true"
    })
    void another_process_goes_on_and_comes_to_the_moment(Cut how, Scene scene, boolean beside) throws Exception {
        var statements = statements(scene, beside);
        for (var i = 1; i <= statements.size(); i++) {
            var when = how + " statement " + i + ": " + statements.get(i - 1);
            if (!changes(statements.get(i - 1))) {
                continue;
            }
            try (var run = new Run(scene, beside)) {
                run.cut(how, i);
                run.recoverUntilDeath();
                run.requireNothingBetween(when);

                run.recover(run.another());

                assertThat(run.hospital.isOpen(run.result())).as(when).isTrue();
                assertThat(run.hospital.committed(run.result())).as(when).isEqualTo(OF_THEN);
                assertThat(run.another()
                                .state(run.plan, run.secured.orElseThrow())
                                .phase())
                        .as(when)
                        .isEqualTo(Phase.OPEN);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoever_opens_it_at_once_is_refused_unless_it_is_at_the_moment(Scene scene) throws Exception {
        var statements = statements(scene, false);
        var refused = 0;
        for (var i = 1; i <= statements.size(); i++) {
            if (!statements.get(i - 1).startsWith("RESTORE ")) {
                continue;
            }
            var when = "dies after statement " + i + ": " + statements.get(i - 1);
            try (var run = new Run(scene, false)) {
                run.cut(Cut.DIES_AFTER, i);
                run.recoverUntilDeath();
                var another = run.another();
                if (run.secured.isEmpty()) {
                    continue;
                }
                var secured = run.secured.get();
                try {
                    another.open(run.plan, secured);
                    assertThat(run.hospital.committed(run.database)).as(when).isEqualTo(OF_THEN);
                } catch (PreconditionFailedException e) {
                    refused++;
                    assertThat(run.hospital.isOpen(run.database)).as(when).isFalse();
                    another.release(run.plan, secured, Progress.none());
                    assertThat(run.hospital.committed(run.database)).as(when).isEqualTo(ALL);
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"DIES_BEFORE, TAIL", "DIES_AFTER, TAIL", "DIES_BEFORE, LOG", "DIES_AFTER, LOG", "DIES_AFTER, PERHAPS"})
    void another_process_takes_it_back_and_nothing_is_lost(Cut how, Scene scene) throws Exception {
        var statements = statements(scene, false);
        for (var i = 1; i <= statements.size(); i++) {
            var when = how + " statement " + i + ": " + statements.get(i - 1);
            if (!changes(statements.get(i - 1))) {
                continue;
            }
            try (var run = new Run(scene, false)) {
                run.cut(how, i);
                run.recoverUntilDeath();
                var another = run.another();
                var secured =
                        run.secured.isPresent() ? run.secured.get() : another.secure(run.plan, KEY, Progress.none());

                if (another.state(run.plan, secured).phase() == Phase.OPEN) {
                    assertThatExceptionOfType(StepFailedException.class)
                            .as(when)
                            .isThrownBy(() -> another.release(run.plan, secured, Progress.none()));
                    another.open(run.plan, secured);
                    assertThat(run.hospital.committed(run.database)).as(when).isEqualTo(OF_THEN);
                } else {
                    another.release(run.plan, secured, Progress.none());
                    assertThat(run.hospital.isOpen(run.database)).as(when).isTrue();
                    assertThat(run.hospital.committed(run.database)).as(when).isEqualTo(ALL);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"DIES_BEFORE", "DIES_AFTER"})
    void taking_back_may_be_cut_off_as_well(Cut how) throws Exception {
        var statements = release(Cut.NEVER, 0);
        for (var i = 1; i <= statements.size(); i++) {
            if (changes(statements.get(i - 1))) {
                release(how, i);
            }
        }
    }

    private static List<String> release(Cut how, int statement) throws Exception {
        try (var run = new Run(Scene.LOG, false)) {
            var secured = run.first.secure(run.plan, KEY, Progress.none());
            run.first.restore(run.plan, secured, Progress.none());
            run.cut(how, statement);
            if (how == Cut.NEVER) {
                run.first.release(run.plan, secured, Progress.none());
            } else {
                assertThatExceptionOfType(Died.class)
                        .isThrownBy(() -> run.first.release(run.plan, secured, Progress.none()));
            }
            var sent = run.source.sent();
            var when = how + " statement " + statement + " of " + sent.size();
            run.requireNothingBetween(when);

            run.another().release(run.plan, secured, Progress.none());

            assertThat(run.hospital.isOpen(run.database)).as(when).isTrue();
            assertThat(run.hospital.committed(run.database)).as(when).isEqualTo(ALL);
            return sent;
        }
    }

    @ParameterizedTest
    @CsvSource({"LOST_BEFORE, TAIL", "LOST_ANSWER, TAIL", "LOST_BEFORE, LOG", "LOST_ANSWER, LOG", "LOST_ANSWER, PERHAPS"
    })
    void a_connection_that_is_lost_is_made_anew_and_the_server_asked(Cut how, Scene scene) throws Exception {
        var statements = statements(scene, false);
        for (var i = 1; i <= statements.size(); i++) {
            var when = how + " statement " + i + ": " + statements.get(i - 1);
            try (var run = new Run(scene, false)) {
                run.cut(how, i);

                run.recover(run.first);

                assertThat(run.source.sent().size()).as(when).isGreaterThanOrEqualTo(i);
                assertThat(run.opened).as(when).isTrue();
                assertThat(run.hospital.committed(run.database)).as(when).isEqualTo(OF_THEN);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BACKUP LOG, false",
        "RESTORE DATABASE, false",
        "RESTORE LOG, false",
        "RESTORE DATABASE, true",
        "RESTORE LOG, true"
    })
    void a_process_dies_while_the_server_is_at_it(String command, boolean takenBack) throws Exception {
        try (var run = new Run(Scene.LOG, false)) {
            var hold = run.hospital.server().instance().hold(command, 40);
            var dying = CompletableFuture.runAsync(
                    () -> {
                        try {
                            run.recover(run.first);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    OwnThread.EACH);
            hold.awaitArrival(Duration.ofSeconds(30));
            run.source.kill();
            run.hospital.server().script().dropConnections();
            assertThat(dying).failsWithin(Duration.ofSeconds(30));
            assertThat(run.hospital.isOpen(run.database)).isFalse();

            if (takenBack) {
                run.another().release(run.plan, run.secured.orElseThrow(), Progress.none());
            } else {
                run.recover(run.another());
            }

            assertThat(run.hospital.isOpen(run.database)).isTrue();
            assertThat(run.hospital.committed(run.database)).isEqualTo(takenBack ? ALL : OF_THEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BACKUP LOG", "RESTORE DATABASE", "RESTORE LOG"})
    void a_connection_is_lost_while_the_server_is_at_it(String command) throws Exception {
        try (var run = new Run(Scene.LOG, false)) {
            var hold = run.hospital.server().instance().hold(command, 40);
            var recovering = CompletableFuture.runAsync(
                    () -> {
                        try {
                            run.recover(run.first);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    OwnThread.EACH);
            hold.awaitArrival(Duration.ofSeconds(30));

            run.hospital.server().script().dropConnections();

            assertThat(recovering).succeedsWithin(Duration.ofSeconds(30));
            assertThat(run.hospital.committed(run.database)).isEqualTo(OF_THEN);
        }
    }
}
