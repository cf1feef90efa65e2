package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.EmropsException;
import io.emrops.Progress;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.ReplicationStatus;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A planned failover that is cut off at any of its statements: there is one primary at most, and a second call ends it. */
@Tag("long")
@Timeout(120)
class CutFailoverTest {
    private static final PlannedFailover OVER = new PlannedFailover(SimulatedGroup.A, SimulatedGroup.B);

    /** By the kind of the cluster and the server: they are the same each time. */
    private static final Map<List<Object>, List<String>> COUNTED = new ConcurrentHashMap<>();

    /** What happens at a statement. */
    enum What {
        DIES_BEFORE(Cut.DIES_BEFORE),
        DIES_AFTER(Cut.DIES_AFTER),
        LOST_BEFORE(Cut.LOST_BEFORE),
        LOST_ANSWER(Cut.LOST_ANSWER),
        /** The replicas do not see each other from there on. */
        LINK_CUT(Cut.LOST_ANSWER);

        private final Cut cut;

        What(Cut cut) {
            this.cut = cut;
        }
    }

    record Case(ClusterType type, boolean onA, What what) {}

    static Stream<Case> cases() {
        return Stream.of(ClusterType.WSFC, ClusterType.NONE)
                .flatMap(type -> Stream.of(true, false)
                        .flatMap(onA -> Arrays.stream(What.values()).map(what -> new Case(type, onA, what))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void wherever_it_is_cut_off_there_is_one_primary_and_a_second_call_ends_it(Case one) throws Exception {
        var statements = counted(one);
        assertThat(statements).hasSizeGreaterThan(2);

        for (var at = 1; at <= statements.size(); at++) {
            if (!isWorthIt(statements.get(at - 1), one.what())) {
                continue;
            }
            try (var simulated = new SimulatedGroup(one.type())) {
                cutAt(simulated, one, at);
                var last = new ArrayList<Object>();
                try {
                    simulated.group.failOver(OVER, Progress.none());
                } catch (EmropsException | CutSource.Died e) {
                    last.add(e);
                }
                assertOne(simulated, statements.get(at - 1) + " " + last);
                finish(simulated, one);
            }
        }
    }

    /** Of what only reads, the end of each look at a server stands for all. */
    private static boolean isWorthIt(String statement, What what) {
        return statement.startsWith("ALTER")
                || statement.contains("FROM sys.dm_hadr_database_replica_states") && what == What.LINK_CUT;
    }

    /** What is sent to one server. */
    private static List<String> counted(Case one) throws Exception {
        var key = List.<Object>of(one.type(), one.onA());
        var known = COUNTED.get(key);
        if (known != null) {
            return known;
        }
        try (var simulated = new SimulatedGroup(one.type())) {
            var process = one.onA() ? simulated.processA : simulated.processB;
            process.cut(Cut.NEVER, 0, () -> {});
            simulated.group.failOver(OVER, Progress.none());
            COUNTED.put(key, process.sent());
            return process.sent();
        }
    }

    private static void cutAt(SimulatedGroup simulated, Case one, int at) {
        var process = one.onA() ? simulated.processA : simulated.processB;
        var server = one.onA() ? simulated.a : simulated.b;
        process.cut(
                one.what().cut,
                at,
                one.what() == What.LINK_CUT
                        ? simulated::cut
                        : () -> server.script().faults().onNextRequest(Fault.close()));
    }

    private static void assertOne(SimulatedGroup simulated, String what) {
        var before = simulated.servers.primaries();
        assertThat(before).as(what).hasSizeLessThan(2);
        var taking = Stream.of(SimulatedGroup.A, SimulatedGroup.B)
                .filter(simulated::takesChanges)
                .toList();
        assertThat(taking).as(what).isEqualTo(before);
    }

    /** By another process, when the replicas see each other again. */
    private static void finish(SimulatedGroup simulated, Case one) throws Exception {
        simulated.heal();
        var other = simulated.another(one.type());
        if (other.status().primaries().isEmpty() || other.status().isPrimary(SimulatedGroup.A)) {
            other.failOver(OVER, Progress.none());
        }
        var again = other.failOver(OVER, Progress.none());
        assertThat(again.to()).isEqualTo(SimulatedGroup.B);
        other.resume(SimulatedGroup.A, Progress.none());

        assertThat(simulated.servers.primaries()).containsExactly(SimulatedGroup.B);
        assertThat(following(other.status())).isTrue();
        simulated.commit();
        assertThat(simulated.a.instance().database("EMRNext").orElseThrow().history())
                .isEqualTo(
                        simulated.b.instance().database("EMRNext").orElseThrow().history());
    }

    private static boolean following(ReplicationStatus status) {
        return status.replica(SimulatedGroup.A).follows();
    }
}
