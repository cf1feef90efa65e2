package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica.Writes;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerLogShipping;
import io.emrops.testkit.sqlserver.instance.LogShipping;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a planned failover finds out before the primary is closed, or cannot. */
@Timeout(60)
class ShippingRefusalsTest {
    private static final PlannedFailover OVER = new PlannedFailover(SimulatedShipping.A, SimulatedShipping.B);

    private SimulatedShipping simulated = new SimulatedShipping();

    @AfterEach
    void stop() {
        simulated.close();
    }

    private void assertRefused(String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.preview(OVER))
                .withMessageContaining(why);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.failOver(OVER, Progress.none()))
                .withMessageContaining(why);
        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.A);
        assertThat(simulated.shipping.status().isPrimary(SimulatedShipping.A)).isTrue();
    }

    /** A log backup that is not copied yet. */
    private String backUp() {
        simulated.pass(Duration.ofMinutes(15));
        simulated.commit();
        simulated.jobs.backUp();
        return simulated.backups().get(simulated.backups().size() - 1);
    }

    @Test
    void a_log_backup_that_is_missing_between_others_is_a_gap() {
        var missing = backUp();
        backUp();
        simulated.jobs.share().delete(missing);

        assertRefused("a log backup between is missing or damaged");
    }

    @Test
    void the_newest_log_backup_has_to_be_where_it_is_copied_from() {
        simulated.jobs.share().delete(backUp());

        assertRefused("cannot read the newest log backup of SQL-A");
    }

    @Test
    void a_log_backup_that_was_made_elsewhere_is_a_gap() throws Exception {
        simulated.pass(Duration.ofMinutes(1));
        simulated.run(SimulatedShipping.A, "BACKUP LOG EMRNext TO DISK = 'C:\\Elsewhere\\by_hand.trn'");
        backUp();

        assertRefused("a log backup between is missing or damaged");
    }

    @Test
    void a_damaged_log_backup_is_found_before_the_primary_is_closed() {
        simulated.damage(backUp());

        assertRefused("a log backup between is missing or damaged");
    }

    @Test
    void a_copy_that_is_sound_will_do_for_one_that_is_damaged() throws Exception {
        var damaged = backUp();
        simulated.jobs.copy();
        simulated.damage(damaged);

        simulated.shipping.failOver(OVER, Progress.none());

        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.B);
        assertThat(simulated.history(SimulatedShipping.B)).hasSizeGreaterThan(3);
    }

    @Test
    void a_chain_that_has_begun_anew_is_not_taken_for_the_one_that_is_shipped() throws Exception {
        simulated.run(SimulatedShipping.A, "ALTER DATABASE EMRNext SET RECOVERY SIMPLE");
        simulated.commit();
        simulated.run(SimulatedShipping.A, "ALTER DATABASE EMRNext SET RECOVERY FULL");

        assertRefused("keeps no chain of log backups");

        simulated.run(SimulatedShipping.A, "BACKUP DATABASE EMRNext TO DISK = 'C:\\Backup\\anew.bak'");
        assertRefused("another chain has begun");
    }

    @Test
    void a_secondary_that_was_opened_by_hand_is_a_split_brain_and_left_to_a_person() throws Exception {
        simulated.run(SimulatedShipping.B, "RESTORE DATABASE EMRNext WITH RECOVERY");

        assertThat(simulated.shipping.status().primaries()).hasSize(2);
        assertThat(simulated.shipping.status().primary()).isEmpty();
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.failOver(OVER, Progress.none()))
                .withMessageContaining("both say that they are primary");
        assertThat(simulated.takingChanges()).hasSize(2);
    }

    @Test
    void another_database_of_the_same_name_is_not_failed_over_to() throws Exception {
        simulated.run(SimulatedShipping.B, "DROP DATABASE EMRNext");
        simulated.b.createDatabase(SimulatedShipping.DATABASE);
        simulated.pass(Duration.ofSeconds(2));
        simulated.run(SimulatedShipping.B, "BACKUP DATABASE EMRNext TO DISK = 'C:\\Backup\\other.bak'");
        simulated.run(SimulatedShipping.B, "DROP DATABASE EMRNext");
        simulated.run(
                SimulatedShipping.B,
                "RESTORE DATABASE EMRNext FROM DISK = 'C:\\Backup\\other.bak' WITH NORECOVERY, REPLACE");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.failOver(OVER, Progress.none()))
                .withMessageContaining("was restored from another one");
        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.A);
    }

    @Test
    void a_database_that_is_not_there_is_told() throws Exception {
        simulated.run(SimulatedShipping.B, "DROP DATABASE EMRNext");

        assertRefused("SQL-B has no database EMRNext");
    }

    @Test
    void a_server_that_is_another_than_was_told_is_not_asked_further() {
        try (var sqlA = SqlServer.of(simulated.toA);
                var sqlB = SqlServer.of(simulated.toB)) {
            var crossed = SqlServerLogShipping.of(
                    SimulatedShipping.DATABASE, SimulatedShipping.A, sqlB, SimulatedShipping.B, sqlA);

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(crossed::status)
                    .withMessageContaining("The server that was told to be SQL-A is SQL-B");
        }
    }

    @Test
    void a_login_that_is_refused_is_told_and_is_no_primary_that_is_gone() {
        simulated.toA.refuses = true;

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> simulated.shipping.failOver(OVER, Progress.none()))
                .withMessageContaining("SQL-A tells nothing of EMRNext: SQL Server refuses the login")
                .withMessageNotContaining("a text of the server");
        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.A);
    }

    @Test
    void whoever_reads_a_secondary_is_not_thrown_out() throws Exception {
        simulated.close();
        simulated = new SimulatedShipping(true);
        try (var reader = simulated
                        .b
                        .dataSource("databaseName=" + SimulatedShipping.DATABASE)
                        .getConnection();
                var statement = reader.createStatement()) {
            statement.execute("SELECT 1");
            assertRefused("1 sessions read it on SQL-B");
        }

        simulated.shipping.failOver(OVER, Progress.none());

        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.B);
    }

    @Test
    void an_end_of_the_log_that_cannot_be_read_leaves_nobody_open_and_can_be_released() throws Exception {
        simulated.processA.before("BACKUP LOG", () -> simulated.jobs.cut());

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> simulated.shipping.failOver(OVER, Progress.none()))
                .withMessageContaining("Nobody takes changes of EMRNext until SQL-B can read it");
        assertThat(simulated.takingChanges()).isEmpty();
        simulated.shipping.release(SimulatedShipping.A, Progress.none());

        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.A);
    }

    @Test
    void a_disk_that_is_full_opens_the_primary_again() throws Exception {
        simulated.pass(Duration.ofMinutes(1));
        simulated.jobs.share().fill(LogShipping.SHARE + "\\EMRNext_20261122100100.trn");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> simulated.shipping.failOver(OVER, Progress.none()))
                .withMessageContaining("SQL-A still is primary");

        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.A);
        assertThat(simulated.shipping.status().replica(SimulatedShipping.A).writes())
                .isEqualTo(Writes.TAKEN);
        simulated.shipping.failOver(OVER, Progress.none());
        assertThat(simulated.takingChanges()).containsExactly(SimulatedShipping.B);
    }
}
