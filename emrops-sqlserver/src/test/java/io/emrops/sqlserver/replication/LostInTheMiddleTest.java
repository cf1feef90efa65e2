package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.PlannedFailover;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After the first statement that changes something, nobody says that nothing was changed. */
@Timeout(60)
class LostInTheMiddleTest {
    private static final String CHANGE = "ALTER AVAILABILITY GROUP";
    private static final PlannedFailover OVER = new PlannedFailover(SimulatedGroup.A, SimulatedGroup.B);

    @Test
    void a_primary_that_went_offline_and_is_not_seen_any_more_is_not_called_unchanged() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            simulated.processA.before(CHANGE, () -> {
                simulated.toA.cut = true;
                simulated.a.script().faults().onNextRequest(Fault.close());
            });

            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()))
                    .withMessageContaining("Whether SQL-A of ag1 was taken offline is not known");
        }
    }

    @Test
    void one_that_is_offline_is_told_if_the_other_does_not_answer() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            simulated.processA.before(CHANGE, () -> simulated.toB.cut = true);

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()))
                    .withMessageContaining("SQL-A is offline, and nobody takes changes");
            assertThat(simulated.servers.primaries()).isEmpty();
        }
    }

    @Test
    void one_that_is_fenced_is_told_if_the_other_does_not_answer() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            var accepted =
                    LossAccepted.upTo(Duration.ofDays(1), simulated.group.possibleLoss(SimulatedGroup.B), "a test");
            simulated.processA.before(CHANGE, () -> simulated.toB.cut = true);

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() ->
                            simulated.group.force(ForcedFailover.of(accepted).fencingFirst(), Progress.none()))
                    .withMessageContaining("SQL-A was fenced, and nobody takes changes");
            assertThat(simulated.servers.primaries()).isEmpty();
        }
    }

    @Test
    void a_new_primary_is_told_if_the_former_one_cannot_be_had_to_follow() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.NONE)) {
            simulated.processB.before(CHANGE, () -> simulated.toA.cut = true);

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()))
                    .withMessageContaining("SQL-B has become primary of ag1, and not all others follow it");
            assertThat(simulated.servers.primaries()).containsExactly(SimulatedGroup.B);
        }
    }

    @Test
    void a_failover_after_which_nobody_answers_is_unknown() throws Exception {
        try (var simulated = new SimulatedGroup(ClusterType.WSFC)) {
            simulated.processB.before(CHANGE, () -> {
                simulated.toA.cut = true;
                simulated.toB.cut = true;
            });

            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> simulated.group.failOver(OVER, Progress.none()))
                    .withMessageContaining("Whether SQL-B became primary of ag1 is not known");
            assertThat(simulated.servers.primaries()).containsExactly(SimulatedGroup.B);
        }
    }
}
