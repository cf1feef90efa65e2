package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoverySource;
import io.emrops.recovery.RecoveryState;
import io.emrops.recovery.RecoveryState.Phase;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeRecoveryProviderTest {
    private Instant now = Instant.parse("2026-03-01T02:00:00Z");
    private final FakeRecoveryProvider provider =
            FakeRecoveryProvider.of("sql01").clock(() -> now).database("EMRNext");

    private void commit(String what) {
        now = now.plusSeconds(60);
        provider.commit("EMRNext", what);
    }

    private void backUp(Backup.Kind kind) {
        now = now.plusSeconds(60);
        provider.backUp("EMRNext", kind);
    }

    private RecoveryPlan plan(Instant moment) {
        return provider.plan(RecoveryRequest.inPlace("EMRNext", moment));
    }

    @Test
    void the_newest_full_backup_before_the_moment_and_what_follows_it_are_taken() {
        backUp(Backup.Kind.FULL);
        backUp(Backup.Kind.LOG);
        backUp(Backup.Kind.FULL);
        backUp(Backup.Kind.DIFFERENTIAL);
        backUp(Backup.Kind.LOG);
        var moment = now.plusSeconds(30);
        backUp(Backup.Kind.LOG);
        backUp(Backup.Kind.LOG);

        assertThat(plan(moment).sources()).extracting(RecoverySource::id).containsExactly("3", "4", "5", "6");
    }

    @Test
    void a_lost_log_backup_is_a_gap_for_moments_behind_it_only() {
        backUp(Backup.Kind.FULL);
        backUp(Backup.Kind.LOG);
        var before = now;
        backUp(Backup.Kind.LOG);
        provider.loseNewest("EMRNext", Backup.Kind.LOG);

        assertThat(plan(before).sources()).hasSize(2);
        now = now.plusSeconds(1);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> plan(now))
                .withMessageContaining("is missing");
        backUp(Backup.Kind.LOG);
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> plan(now));
    }

    @Test
    void a_restore_that_fails_in_the_middle_goes_on_from_there(@TempDir Path directory) throws Exception {
        provider.keptIn(directory.resolve("recovery"));
        backUp(Backup.Kind.FULL);
        commit("one");
        backUp(Backup.Kind.LOG);
        var plan = plan(now);
        var secured = provider.secure(plan, "key", Progress.none());
        provider.failMidway(1, new OutcomeUnknownException("lost"));

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> provider.restore(plan, secured, Progress.none()));

        var another = FakeRecoveryProvider.of("sql01").clock(() -> now).keptIn(directory.resolve("recovery"));
        assertThat(another.state(plan, secured)).isEqualTo(new RecoveryState(Phase.RESTORING, 1));
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> another.open(plan, secured));
        another.restore(plan, secured, Progress.none());
        another.open(plan, secured);
        assertThat(another.committed("EMRNext")).containsExactly("one");
        assertThat(provider.committed("EMRNext")).containsExactly("one");
    }

    @Test
    void what_is_corrupt_is_found_out() throws Exception {
        assertThat(provider.checkIntegrity("EMRNext", Progress.none()).ok()).isTrue();

        provider.corrupt("EMRNext");

        assertThat(provider.checkIntegrity("EMRNext", Progress.none()).ok()).isFalse();
    }

    @Test
    void another_recovery_does_not_touch_what_one_holds() throws Exception {
        backUp(Backup.Kind.FULL);
        var one = plan(now);
        now = now.plusSeconds(1);
        var other = plan(now);
        var secured = provider.secure(one, "one", Progress.none());

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> provider.secure(other, "other", Progress.none()));
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> provider.restore(other, secured, Progress.none()));
        provider.release(other, secured, Progress.none());

        assertThat(provider.state(other, secured).phase()).isEqualTo(Phase.UNCLEAR);
        assertThat(provider.state(one, secured).phase()).isEqualTo(Phase.SECURED);
    }
}
