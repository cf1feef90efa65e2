package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.PlannedFailover;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.Commit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A planned failover that is cut off at any of its statements: nothing is lost, there is one primary at most, and a second call or a release ends it. */
@Tag("long")
@Timeout(180)
class CutShippingTest {
    private static final PlannedFailover OVER = new PlannedFailover(SimulatedShipping.A, SimulatedShipping.B);

    /** By the server: they are the same each time. */
    private static final Map<Boolean, List<String>> COUNTED = new ConcurrentHashMap<>();

    /** What happens at a statement. */
    enum What {
        DIES_BEFORE(Cut.DIES_BEFORE),
        DIES_AFTER(Cut.DIES_AFTER),
        LOST_BEFORE(Cut.LOST_BEFORE),
        LOST_ANSWER(Cut.LOST_ANSWER),
        /** The secondary does not see the share from there on. */
        SHARE_LOST(Cut.LOST_ANSWER);

        private final Cut cut;

        What(Cut cut) {
            this.cut = cut;
        }
    }

    record Case(boolean onA, What what, boolean released) {}

    static Stream<Case> cases() {
        return Stream.of(true, false)
                .flatMap(onA -> Arrays.stream(What.values())
                        .flatMap(what -> Stream.of(true, false).map(released -> new Case(onA, what, released))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void wherever_it_is_cut_off_nothing_is_lost_and_a_second_call_or_a_release_ends_it(Case one) throws Exception {
        var statements = counted(one.onA());
        assertThat(statements).hasSizeGreaterThan(10);

        for (var at = 1; at <= statements.size(); at++) {
            if (!isWorthIt(statements.get(at - 1), one)) {
                continue;
            }
            try (var simulated = shipped()) {
                var last = failOver(simulated, one, at);
                var as = one + " at " + statements.get(at - 1) + ": " + last;

                assertOne(simulated, last, as);
                finish(simulated, one, as);
            }
        }
    }

    /** Of what only reads, what reads backups stands for all. */
    private static boolean isWorthIt(String statement, Case one) {
        return statement.startsWith("ALTER")
                || statement.startsWith("BACKUP")
                || statement.startsWith("RESTORE LOG ")
                || statement.startsWith("RESTORE DATABASE")
                || one.what() == What.SHARE_LOST
                        && !one.released()
                        && (statement.startsWith("RESTORE HEADERONLY") || statement.startsWith("RESTORE VERIFYONLY"));
    }

    private static SimulatedShipping shipped() {
        var simulated = new SimulatedShipping();
        simulated.pass(Duration.ofMinutes(5));
        simulated.commit();
        simulated.jobs.backUp();
        simulated.pass(Duration.ofMinutes(1));
        simulated.commit();
        return simulated;
    }

    /** What is sent to one server. */
    private static List<String> counted(boolean onA) throws Exception {
        var known = COUNTED.get(onA);
        if (known != null) {
            return known;
        }
        try (var simulated = shipped()) {
            var process = onA ? simulated.processA : simulated.processB;
            process.cut(Cut.NEVER, 0, () -> {});
            simulated.shipping.failOver(OVER, Progress.none());
            COUNTED.put(onA, process.sent());
            return process.sent();
        }
    }

    private static Optional<Throwable> failOver(SimulatedShipping simulated, Case one, int at)
            throws InterruptedException {
        var process = one.onA() ? simulated.processA : simulated.processB;
        var server = one.onA() ? simulated.a : simulated.b;
        process.cut(
                one.what().cut,
                at,
                one.what() == What.SHARE_LOST
                        ? simulated.jobs::cut
                        : () -> server.script().faults().onNextRequest(Fault.close()));
        try {
            simulated.shipping.failOver(OVER, Progress.none());
            return Optional.empty();
        } catch (EmropsException | CutSource.Died e) {
            return Optional.of(e);
        }
    }

    /** Where it is said that nothing was changed, the primary takes changes still. */
    private static void assertOne(SimulatedShipping simulated, Optional<Throwable> last, String as) {
        var taking = simulated.takingChanges();
        assertThat(taking).as(as).hasSizeLessThan(2);
        if (last.isEmpty()) {
            assertThat(taking).as(as).containsExactly(SimulatedShipping.B);
        } else if (last.get() instanceof PreconditionFailedException
                || last.get() instanceof TargetUnavailableException) {
            assertThat(taking).as(as).containsExactly(SimulatedShipping.A);
        }
    }

    /** By another process, when the share is seen again. */
    private static void finish(SimulatedShipping simulated, Case one, String as) throws Exception {
        simulated.jobs.heal();
        var other = simulated.another();
        var before = simulated.history(SimulatedShipping.A);
        if (one.released() && !other.status().isPrimary(SimulatedShipping.B)) {
            other.release(SimulatedShipping.A, Progress.none());
            assertThat(simulated.takingChanges()).as(as).containsExactly(SimulatedShipping.A);
            assertFollows(simulated, as);
            before = simulated.history(SimulatedShipping.A);
        }
        other.failOver(OVER, Progress.none());
        var again = other.failOver(OVER, Progress.none());

        assertThat(again.to()).isEqualTo(SimulatedShipping.B);
        assertThat(simulated.takingChanges()).as(as).containsExactly(SimulatedShipping.B);
        assertThat(numbers(simulated.history(SimulatedShipping.B))).as(as).containsSequence(numbers(before));
        assertThat(simulated
                        .b
                        .instance()
                        .database(SimulatedShipping.DATABASE)
                        .orElseThrow()
                        .access()
                        .name())
                .isEqualTo("MULTI_USER");
    }

    /** The jobs go on as before. */
    private static void assertFollows(SimulatedShipping simulated, String as) {
        assertThat(simulated
                        .a
                        .instance()
                        .database(SimulatedShipping.DATABASE)
                        .orElseThrow()
                        .access()
                        .name())
                .as(as)
                .isEqualTo("MULTI_USER");
        simulated.pass(Duration.ofMinutes(1));
        simulated.jobs.ship();
        assertThat(numbers(simulated.history(SimulatedShipping.B)))
                .as(as)
                .isEqualTo(numbers(simulated.history(SimulatedShipping.A)));
    }

    private static List<String> numbers(List<Commit> commits) {
        return commits.stream().map(commit -> commit.lsn().toString()).toList();
    }
}
