package io.emrops.sqlserver.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Moments by the clock on the wall, and one recovery after another. */
@Timeout(120)
class MomentsTest {
    private Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryProvider recovery() {
        return hospital.recovery().build();
    }

    @Test
    void in_the_night_that_summer_time_ends_moments_of_the_hour_that_comes_twice_are_refused() throws Exception {
        hospital.close();
        hospital = new Hospital(Instant.parse("2026-11-01T00:00:00Z"), ZoneId.of("America/New_York"));
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.pass(Duration.ofMinutes(270));
        hospital.commit(database, "before");
        var before = hospital.moment();
        hospital.pass(Duration.ofMinutes(45));
        hospital.commit(database, "in the first hour");
        var twice = hospital.moment();
        hospital.pass(Duration.ofMinutes(60));
        hospital.commit(database, "in the second hour");
        hospital.pass(Duration.ofMinutes(60));
        hospital.commit(database, "after");
        var after = hospital.moment();
        hospital.commit(database, "later");
        hospital.backUp(database, Kind.LOG);
        var recovery = recovery();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.beside(database, twice, "Twice")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("twice");
        Hospital.recover(recovery, recovery.plan(RecoveryRequest.beside(database, before, "Before")));
        Hospital.recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, after)));

        assertThat(hospital.committed("Before")).containsExactly("before");
        assertThat(hospital.committed(database))
                .containsExactly("before", "in the first hour", "in the second hour", "after");
    }

    @Test
    void another_moment_can_be_asked_for_after_a_recovery() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var one = hospital.moment();
        hospital.commit(database, "second");
        var two = hospital.moment();
        hospital.commit(database, "third");
        var recovery = recovery();
        Hospital.recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, one)));
        hospital.commit(database, "another second");
        hospital.pass(5);

        var plan = recovery.plan(RecoveryRequest.inPlace(database, two));
        var secured = recovery.secure(plan, "CHG-4711/secure#2", Progress.none());
        recovery.restore(plan, secured, Progress.none());
        recovery.open(plan, secured);

        assertThat(hospital.committed(database)).containsExactly("first", "second");
    }

    @Test
    void the_same_moment_again_is_a_recovery_of_its_own() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        var recovery = recovery();
        Hospital.recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, moment)));
        hospital.commit(database, "third");

        var again = recovery.plan(RecoveryRequest.inPlace(database, moment));
        var nothing = new Secured(Optional.empty(), List.of());
        assertThat(recovery.state(again, nothing).phase()).isEqualTo(Phase.NOT_BEGUN);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> recovery.restore(again, nothing, Progress.none()));
        assertThat(hospital.committed(database)).containsExactly("first", "third");
        var secured = recovery.secure(again, "CHG-4711/secure#2", Progress.none());
        recovery.restore(again, secured, Progress.none());
        recovery.open(again, secured);

        assertThat(hospital.committed(database)).containsExactly("first");
    }
}
