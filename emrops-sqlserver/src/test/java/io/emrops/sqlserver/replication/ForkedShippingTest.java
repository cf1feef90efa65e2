package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica.Writes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A primary whose history is not the one any more that was shipped, and one that was left half closed. */
@Timeout(60)
class ForkedShippingTest {
    private static final PlannedFailover OVER = new PlannedFailover(SimulatedShipping.A, SimulatedShipping.B);

    private final SimulatedShipping simulated = new SimulatedShipping();

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Test
    void what_was_committed_after_the_primary_was_restored_is_never_told_as_not_lost() throws Exception {
        simulated.run(SimulatedShipping.A, "BACKUP DATABASE EMRNext TO DISK = 'C:\\Backup\\early.bak' WITH COPY_ONLY");
        for (var shipments = 0; shipments < 4; shipments++) {
            simulated.pass(Duration.ofMinutes(15));
            simulated.commit();
            simulated.jobs.ship();
        }
        simulated.run(SimulatedShipping.A, "RESTORE DATABASE EMRNext FROM DISK = 'C:\\Backup\\early.bak' WITH REPLACE");
        simulated.pass(Duration.ofMinutes(1));
        simulated.commit();
        simulated.shipping.fence(SimulatedShipping.A, Progress.none());

        assertThat(simulated.shipping.possibleLoss(SimulatedShipping.B).atMost())
                .isEmpty();
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> simulated.shipping.failOver(OVER, Progress.none()))
                .withMessageContaining("of another history");
        assertThat(simulated.takingChanges()).isEmpty();

        simulated.shipping.release(SimulatedShipping.A, Progress.none());
        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.A);
    }

    @Test
    void where_both_are_open_nobody_can_tell_what_would_be_lost() throws Exception {
        simulated.run(SimulatedShipping.B, "RESTORE DATABASE EMRNext WITH RECOVERY");

        assertThat(simulated.shipping.possibleLoss(SimulatedShipping.B).atMost())
                .isEmpty();
        assertThat(simulated.shipping.possibleLoss(SimulatedShipping.A).atMost())
                .isEmpty();
    }

    @Test
    void a_primary_that_was_left_to_one_user_alone_is_released() throws Exception {
        simulated.run(SimulatedShipping.A, "ALTER DATABASE EMRNext SET SINGLE_USER WITH ROLLBACK IMMEDIATE");

        assertThat(simulated.shipping.status().replica(SimulatedShipping.A).writes())
                .isNotEqualTo(Writes.TAKEN);
        simulated.shipping.release(SimulatedShipping.A, Progress.none());
        assertThat(simulated.shipping.status().replica(SimulatedShipping.A).writes())
                .isEqualTo(Writes.TAKEN);
    }
}
