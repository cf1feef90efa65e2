package io.emrops.sqlserver.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoverySource;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import io.emrops.testkit.sqlserver.instance.ServerFile.Backup.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of backups that hold others, or are damaged. */
@Timeout(120)
class DamagedFilesTest {
    private static final String KEY = "CHG-4711/secure#1";

    private final Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryProvider recovery() {
        return hospital.recovery().build();
    }

    private void damage(String file, Condition condition) {
        var disk = hospital.server().instance().disk();
        var backup = (ServerFile.Backup) disk.at(file).orElseThrow();
        disk.put(file, new ServerFile.Backup(backup.media(), backup.family(), condition));
    }

    @Test
    void a_file_that_holds_another_backup_is_planned_around_or_the_moment_refused() throws Exception {
        var database = hospital.create();
        var other = hospital.create();
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        hospital.backUp(database, Kind.LOG);
        var differential = hospital.backUp(database, Kind.DIFFERENTIAL);
        var moment = hospital.moment();
        hospital.commit(database, "third");
        var log = hospital.backUp(database, Kind.LOG);
        var file = hospital.server()
                .instance()
                .disk()
                .at(hospital.backUp(other, Kind.FULL))
                .orElseThrow();
        hospital.server().instance().disk().put(differential, file);
        var recovery = recovery();

        var around = recovery.plan(RecoveryRequest.inPlace(database, moment));
        hospital.server().instance().disk().put(log, file);

        assertThat(around.sources())
                .extracting(RecoverySource::kind)
                .containsExactly(Kind.FULL, Kind.LOG, Kind.LOG, Kind.LOG);
        assertThat(around.explanation()).anyMatch(line -> line.contains(differential) && line.contains("passed over"));
        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.inPlace(database, moment)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(log)
                .hasMessageContaining("other backups than the server's history says");
        assertThat(hospital.isOpen(database)).isTrue();
    }

    @Test
    void a_log_without_a_header_is_bridged_by_a_differential_backup() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var damaged = hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.DIFFERENTIAL);
        hospital.commit(database, "third");
        var moment = hospital.moment();
        hospital.commit(database, "fourth");
        damage(damaged, Condition.BAD_HEADER);
        var recovery = recovery();

        Hospital.recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, moment)));

        assertThat(hospital.committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void a_damaged_log_that_shows_only_when_it_is_restored_leaves_the_database_closed_and_releasable()
            throws Exception {
        var database = hospital.create();
        var full = hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var damaged = hospital.backUp(database, Kind.LOG);
        var moment = hospital.moment();
        hospital.commit(database, "second");
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));
        var secured = recovery.secure(plan, KEY, Progress.none());
        damage(damaged, Condition.CUT_OFF);

        assertThatThrownBy(() -> recovery.restore(plan, secured, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("stays closed");
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> recovery.open(plan, secured));
        assertThat(hospital.server().instance().database(database).orElseThrow().state())
                .isEqualTo(DatabaseState.RESTORING);
        damage(damaged, Condition.SOUND);
        recovery.release(plan, secured, Progress.none());

        assertThat(full).isNotEmpty();
        assertThat(hospital.committed(database)).containsExactly("first", "second");
    }
}
