package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.replication.Ability;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerAvailabilityGroup;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupRefusalsTest {
    private static final PlannedFailover OVER = new PlannedFailover(SimulatedGroup.A, SimulatedGroup.B);

    @Test
    void a_cluster_that_was_told_wrongly_is_not_failed_over() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE, ClusterType.WSFC)) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()))
                    .withMessageContaining("CLUSTER_TYPE = NONE");
            assertThat(simulated.servers.primaries()).containsExactly(SimulatedGroup.A);
        }
    }

    @Test
    void an_external_cluster_is_failed_over_by_its_own_tools() {
        try (var simulated = new SimulatedGroup(ClusterType.EXTERNAL)) {
            assertThat(simulated.group.abilities()).containsExactly(Ability.RESUME);
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()))
                    .withMessageContaining("a planned failover");
        }
    }

    @Test
    void what_the_server_refuses_is_told_by_its_number_and_nothing_is_changed() {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            simulated
                    .b
                    .script()
                    .when(RequestPattern.containing("FAILOVER"))
                    .answer(Answer.error(41142, 16, "a text with names of patients"));

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()))
                    .withMessageContaining("41142")
                    .withMessageNotContaining("patients");
            assertThat(simulated.servers.primaries()).containsExactly(SimulatedGroup.A);
        }
    }

    @Test
    void a_failover_of_which_nothing_is_heard_is_unknown_and_can_be_asked_for() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            simulated
                    .b
                    .script()
                    .when(RequestPattern.containing("FAILOVER"))
                    .times(1)
                    .answer(Answer.resetConnection());

            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()));
            assertThat(simulated.group.status().isPrimary(SimulatedGroup.A)).isTrue();
            assertThat(simulated.group.failOver(OVER, Progress.none()).to()).isEqualTo(SimulatedGroup.B);
        }
    }

    @Test
    void a_primary_that_has_written_more_than_arrived_is_released_again() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            simulated.processA.before("ALTER AVAILABILITY GROUP", () -> {
                simulated.cut();
                simulated.commit();
            });

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()));
            assertThat(simulated.group.status().primaries()).isEmpty();
            simulated.heal();
            simulated.group.release(SimulatedGroup.A, Progress.none());

            assertThat(simulated.group.status().isPrimary(SimulatedGroup.A)).isTrue();
            assertThat(simulated.group.status().replica(SimulatedGroup.B).follows())
                    .isTrue();
            assertThat(simulated.b.instance().database("EMRNext").orElseThrow().history())
                    .hasSize(2);
        }
    }

    @Test
    void a_former_primary_is_not_released_while_another_may_become_primary() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            simulated.servers.roleChangeTakes(simulated.b.instance(), Duration.ofMinutes(1));
            simulated.group.fence(SimulatedGroup.A, Progress.none());
            simulated.run(SimulatedGroup.B, "ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS");

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.release(SimulatedGroup.A, Progress.none()))
                    .withMessageContaining("nobody can tell that SQL-B has not become primary");

            simulated.pass(Duration.ofMinutes(1));
            assertThat(simulated.servers.primaries()).containsExactly(SimulatedGroup.B);
        }
    }

    @Test
    void two_primaries_are_told_and_nothing_is_done() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            simulated.cut();
            simulated.run(SimulatedGroup.B, "ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS");

            var status = simulated.group.status();

            assertThat(status.primaries())
                    .extracting(Replica::name)
                    .containsExactly(SimulatedGroup.A, SimulatedGroup.B);
            assertThat(status.primary()).isEmpty();
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()));
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.resume(SimulatedGroup.B, Progress.none()));
        }
    }

    @Test
    void nobody_is_forced_past_a_replica_that_cannot_be_asked() {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            simulated.cut();
            simulated.toA.cut = true;
            simulated.pass(Duration.ofMinutes(5));
            var shown = simulated.group.possibleLoss(SimulatedGroup.B);
            var accepted = LossAccepted.upTo(Duration.ofHours(1), shown, "a test");

            assertThat(shown.primary()).contains(SimulatedGroup.A);
            assertThat(shown.atMost().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.force(ForcedFailover.of(accepted), Progress.none()))
                    .withMessageContaining("nobody can tell that SQL-A takes no changes");
        }
    }

    @Test
    void a_former_primary_that_refuses_the_login_keeps_nobody_from_forcing_another() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            simulated.cut();
            simulated.toA.refuses = true;
            var accepted =
                    LossAccepted.upTo(Duration.ofHours(1), simulated.group.possibleLoss(SimulatedGroup.B), "a test");

            assertThat(simulated.group.status().replica(SimulatedGroup.A).answers())
                    .isFalse();
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.force(ForcedFailover.of(accepted), Progress.none()))
                    .withMessageContaining("nobody can tell that SQL-A takes no changes");
            simulated.group.force(ForcedFailover.of(accepted).fencedOutside("it is off"), Progress.none());
            assertThat(simulated.group.status().isPrimary(SimulatedGroup.B)).isTrue();
        }
    }

    @Test
    void a_server_that_falls_silent_is_not_waited_for_without_end() {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            var limits = new ArrayList<Integer>();
            simulated.processA.before("SELECT ag.group_id", () -> limits.add(lastLimit(simulated.toA)));

            assertThat(simulated.group.status().isPrimary(SimulatedGroup.A)).isTrue();

            assertThat(limits).containsExactly(60_000);
        }
    }

    private static int lastLimit(SimulatedGroup.Line line) {
        try {
            return line.made.get(line.made.size() - 1).getNetworkTimeout();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void one_that_refuses_the_login_is_named_if_it_is_needed() {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            simulated.toB.refuses = true;

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()))
                    .withMessageContaining("18456");
            simulated.toA.refuses = true;
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(simulated.group::status)
                    .withMessageContaining("18456");
        }
    }

    @Test
    void a_server_that_is_another_replica_than_was_told_is_found_out() {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            var crossed = SqlServer.of(simulated.toA);
            var other = SqlServer.of(simulated.toB);
            try (crossed;
                    other) {
                var group = SqlServerAvailabilityGroup.named("ag1", ClusterType.WSFC)
                        .replica(SimulatedGroup.B, crossed)
                        .replica(SimulatedGroup.A, other)
                        .build();
                assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(group::status);
            }
        }
    }

    @Test
    void a_replica_that_was_not_told_is_found_out() {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC);
                var sql = SqlServer.of(simulated.toA);
                var other = SqlServer.of(simulated.toB)) {
            var group = SqlServerAvailabilityGroup.named("ag1", ClusterType.WSFC)
                    .replica(SimulatedGroup.A, sql)
                    .replica("SQL-C", other)
                    .build();

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(group::status)
                    .withMessageContaining("SQL-B");
        }
    }

    @Test
    void a_fenced_primary_behind_which_nothing_is_missing_loses_nothing_by_force() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            simulated.commit();
            var shown = simulated.group.possibleLoss(SimulatedGroup.B);
            var accepted = LossAccepted.upTo(Duration.ZERO, shown, "a test");
            simulated.pass(Duration.ofMinutes(1));

            var done = simulated.group.force(ForcedFailover.of(accepted).fencingFirst(), Progress.none());

            assertThat(done.lost().orElseThrow().isNone()).isTrue();
            assertThat(simulated.servers.primaries()).containsExactly(SimulatedGroup.B);
        }
    }

    @Test
    void one_that_is_fenced_and_refused_then_is_told_as_half_done() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            var shown = simulated.group.possibleLoss(SimulatedGroup.B);
            var accepted = LossAccepted.upTo(Duration.ZERO, shown, "a test");
            simulated.processA.before("ALTER AVAILABILITY GROUP", () -> {
                simulated.cut();
                simulated.commit();
            });

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() ->
                            simulated.group.force(ForcedFailover.of(accepted).fencingFirst(), Progress.none()))
                    .withMessageContaining("SQL-A was fenced");
            assertThat(simulated.servers.primaries()).isEmpty();
        }
    }

    @Test
    void a_group_has_two_replicas_of_different_names() {
        var builder = SqlServerAvailabilityGroup.named("ag1", ClusterType.WSFC);

        assertThatIllegalArgumentException().isThrownBy(builder::build);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlServerAvailabilityGroup.named("a\u0000b", ClusterType.WSFC));
    }

    @Test
    void lag_and_queues_are_as_the_primary_tells_them() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            simulated.servers.redo(simulated.b.instance(), false);
            simulated.commit();
            simulated.pass(Duration.ofSeconds(90));

            var replica = simulated.group.status().replica(SimulatedGroup.B);

            assertThat(replica.lag().time()).contains(Duration.ofSeconds(90));
            assertThat(replica.lag().unredone().orElseThrow().bytes()).isEqualTo(1024);
            assertThat(replica.lag().unsent().orElseThrow().bytes()).isZero();
            assertThat(replica.heldUntil()).contains(simulated.a.instance().now());
            assertThat(replica.redoneUntil().orElseThrow())
                    .isBefore(simulated.a.instance().now());
        }
    }
}
