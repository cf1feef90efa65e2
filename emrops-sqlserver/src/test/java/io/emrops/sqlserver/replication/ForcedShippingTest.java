package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica.Role;
import io.emrops.replication.Replica.Synchronisation;
import io.emrops.replication.Replica.Writes;
import io.emrops.replication.WayBack;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerLogShipping;
import io.emrops.testkit.sqlserver.instance.LogShipping;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without the primary, and with one that comes back. */
@Timeout(60)
class ForcedShippingTest {
    private static final PlannedFailover OVER = new PlannedFailover(SimulatedShipping.A, SimulatedShipping.B);
    private static final Duration DAY = Duration.ofDays(1);

    private final SimulatedShipping simulated = new SimulatedShipping();

    @AfterEach
    void stop() {
        simulated.close();
    }

    private ForcedFailover accepting(Loss shown) {
        return ForcedFailover.of(LossAccepted.upTo(DAY, shown, "a test"));
    }

    private void lose() {
        simulated.jobs.cut();
        simulated.toA.cut = true;
    }

    private void shipAfter(Duration time) {
        simulated.pass(time);
        simulated.commit();
        simulated.jobs.backUp();
        simulated.jobs.copy();
    }

    @Test
    void what_was_copied_and_not_restored_is_not_lost() throws Exception {
        shipAfter(Duration.ofMinutes(15));
        shipAfter(Duration.ofMinutes(15));
        simulated.pass(Duration.ofMinutes(10));
        simulated.commit();
        lose();

        var shown = simulated.shipping.possibleLoss(SimulatedShipping.B);
        var done = simulated.shipping.force(accepting(shown).fencedOutside("its power was cut"), Progress.none());

        assertThat(shown.atMost()).contains(Duration.ofMinutes(10));
        assertThat(shown.heldUntil()).contains(Instant.parse("2026-11-22T10:30:00Z"));
        assertThat(done.lost()).contains(shown);
        assertThat(done.wayBack()).isEqualTo(WayBack.RESEED);
        assertThat(simulated.history(SimulatedShipping.B)).hasSize(4);
    }

    @Test
    void nothing_behind_a_damaged_copy_counts() throws Exception {
        shipAfter(Duration.ofMinutes(15));
        simulated.pass(Duration.ofMinutes(15));
        simulated.commit();
        simulated.jobs.backUp();
        simulated.damage(simulated.backups().get(2));
        simulated.jobs.copy();
        shipAfter(Duration.ofMinutes(15));
        lose();

        var shown = simulated.shipping.possibleLoss(SimulatedShipping.B);
        simulated.shipping.force(accepting(shown).fencedOutside("its power was cut"), Progress.none());

        assertThat(shown.heldUntil()).contains(Instant.parse("2026-11-22T10:15:00Z"));
        assertThat(simulated.history(SimulatedShipping.B)).hasSize(3);
    }

    @Test
    void a_primary_that_nobody_can_ask_has_to_be_vouched_for() throws Exception {
        lose();
        var accepted = accepting(simulated.shipping.possibleLoss(SimulatedShipping.B));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.force(accepted, Progress.none()))
                .withMessageContaining("nobody can tell that SQL-A takes no changes");
        assertThat(simulated.takesChanges(SimulatedShipping.B)).isFalse();
    }

    @Test
    void so_has_one_that_refuses_the_login_or_has_taken_the_database_offline() throws Exception {
        simulated.toA.refuses = true;
        var accepted = accepting(simulated.shipping.possibleLoss(SimulatedShipping.B));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.force(accepted, Progress.none()));
        simulated.toA.refuses = false;
        simulated.run(SimulatedShipping.A, "ALTER DATABASE EMRNext SET OFFLINE");

        assertThat(simulated.shipping.status().replica(SimulatedShipping.A).writes())
                .isEqualTo(Writes.UNKNOWN);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.force(accepted, Progress.none()));
        assertThat(simulated.takesChanges(SimulatedShipping.B)).isFalse();
    }

    @Test
    void a_primary_that_is_fenced_first_loses_nothing_that_can_be_read() throws Exception {
        simulated.pass(Duration.ofMinutes(20));
        simulated.commit();
        var shown = simulated.shipping.possibleLoss(SimulatedShipping.B);

        var done = simulated.shipping.force(accepting(shown).fencingFirst(), Progress.none());

        assertThat(shown.isNone()).isFalse();
        assertThat(done.lost().orElseThrow().isNone()).isTrue();
        assertThat(simulated.history(SimulatedShipping.B)).hasSameSizeAs(simulated.history(SimulatedShipping.A));
        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.B);
    }

    @Test
    void a_primary_that_comes_back_is_told_and_can_be_fenced_and_never_released() throws Exception {
        lose();
        var accepted =
                accepting(simulated.shipping.possibleLoss(SimulatedShipping.B)).fencedOutside("its power was cut");
        simulated.shipping.force(accepted, Progress.none());
        simulated.jobs.heal();
        simulated.toA.cut = false;

        assertThat(simulated.shipping.status().primaries()).hasSize(2);
        simulated.shipping.fence(SimulatedShipping.A, Progress.none());

        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.B);
        assertThat(simulated.shipping.status().isPrimary(SimulatedShipping.B)).isTrue();
        assertThat(simulated.shipping.status().replica(SimulatedShipping.A).role())
                .isEqualTo(Role.RESOLVING);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.release(SimulatedShipping.A, Progress.none()))
                .withMessageContaining("SQL-B has become primary");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.resume(SimulatedShipping.A, Progress.none()))
                .withMessageContaining("log shipping has no resuming data movement")
                .withMessageContaining("seeded anew");
    }

    @Test
    void nobody_is_released_while_the_other_is_being_opened() throws Exception {
        var hold = simulated.b.instance().hold("RESTORE DATABASE", 0);
        var thread = Executors.newSingleThreadExecutor();
        try {
            var failover = thread.submit(() -> simulated.shipping.failOver(OVER, Progress.none()));
            hold.awaitArrival(Duration.ofSeconds(30));
            var other = simulated.another();

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> other.release(SimulatedShipping.A, Progress.none()))
                    .withMessageContaining("will not become primary");
            hold.release();
            failover.get(30, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.B);
    }

    @Test
    void nobody_is_released_while_the_other_does_not_answer() throws Exception {
        simulated.shipping.fence(SimulatedShipping.A, Progress.none());
        simulated.toB.cut = true;

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.release(SimulatedShipping.A, Progress.none()))
                .withMessageContaining("nobody can tell that SQL-B has not become primary");
        assertThat(simulated.takesChanges(SimulatedShipping.A)).isFalse();
    }

    @Test
    void one_that_is_being_restored_over_is_not_released() throws Exception {
        simulated.pass(Duration.ofMinutes(1));
        simulated.shipping.fence(SimulatedShipping.A, Progress.none());
        simulated.pass(Duration.ofMinutes(1));
        simulated.run(
                SimulatedShipping.A,
                "RESTORE DATABASE EMRNext FROM DISK = '\\\\FILES\\SHIP\\EMRNext.bak' WITH NORECOVERY, REPLACE");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.release(SimulatedShipping.A, Progress.none()))
                .withMessageContaining("was not closed with a backup of the end of its log");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.failOver(OVER, Progress.none()))
                .withMessageContaining("is not the primary of it");
        assertThat(simulated.takingChanges()).isEmpty();
    }

    @Test
    void a_secondary_that_the_log_has_left_to_one_user_is_opened_to_all() throws Exception {
        simulated.shipping.failOver(OVER, Progress.none());
        simulated.run(SimulatedShipping.B, "ALTER DATABASE EMRNext SET SINGLE_USER");
        assertThat(simulated.shipping.status().replica(SimulatedShipping.B).writes())
                .isEqualTo(Writes.UNKNOWN);

        simulated.shipping.failOver(OVER, Progress.none());

        assertThat(simulated.shipping.status().replica(SimulatedShipping.B).writes())
                .isEqualTo(Writes.TAKEN);
    }

    @Test
    void the_way_back_is_a_full_backup_that_is_shipped_the_other_way() throws Exception {
        simulated.commit();
        simulated.shipping.failOver(OVER, Progress.none());
        simulated.pass(Duration.ofMinutes(1));
        simulated.takesChanges(SimulatedShipping.B);
        var jobs = LogShipping.of(simulated.b.instance(), simulated.a.instance(), SimulatedShipping.DATABASE);
        simulated.pass(Duration.ofMinutes(1));
        jobs.ship();
        simulated.takesChanges(SimulatedShipping.B);
        try (var sqlA = SqlServer.of(simulated.toA);
                var sqlB = SqlServer.of(simulated.toB)) {
            var back = SqlServerLogShipping.of(
                    SimulatedShipping.DATABASE, SimulatedShipping.B, sqlB, SimulatedShipping.A, sqlA);

            assertThat(back.status().replica(SimulatedShipping.A).follows()).isTrue();
            var done = back.failOver(OVER.back(), Progress.none());

            assertThat(done.lost().orElseThrow().isNone()).isTrue();
        }
        assertThat(simulated.history(SimulatedShipping.A)).isEqualTo(simulated.history(SimulatedShipping.B));
        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.A);
    }

    @Test
    void a_monitor_that_says_less_than_what_was_restored_is_not_believed() {
        simulated.pass(Duration.ofMinutes(50));
        assertThat(lag()).isEqualTo(Duration.ofMinutes(50));

        monitorSays("2026-11-22T10:50:00");

        assertThat(lag()).isEqualTo(Duration.ofMinutes(50));
    }

    @Test
    void one_that_says_more_is() {
        simulated.pass(Duration.ofMinutes(50));

        monitorSays("2026-11-22T08:00:00");

        assertThat(lag()).isEqualTo(Duration.ofMinutes(170));
    }

    @Test
    void what_is_restored_later_than_whoever_set_it_up_allows_does_not_follow() {
        simulated.pass(Duration.ofMinutes(45));
        assertThat(simulated.shipping.status().replica(SimulatedShipping.B).follows())
                .isTrue();

        simulated.pass(Duration.ofMinutes(1));

        assertThat(simulated.shipping.status().replica(SimulatedShipping.B).synchronisation())
                .isEqualTo(Synchronisation.NOT_SYNCHRONISING);
    }

    private Duration lag() {
        return simulated
                .shipping
                .status()
                .replica(SimulatedShipping.B)
                .lag()
                .time()
                .orElseThrow();
    }

    private void monitorSays(String restored) {
        simulated
                .b
                .script()
                .when(RequestPattern.containing("log_shipping_monitor_secondary"))
                .answer(Answer.rows(
                                "last_restored_date_utc datetime", "last_restored_latency int", "restore_threshold int")
                        .row(LocalDateTime.parse(restored), 0, 45));
    }
}
