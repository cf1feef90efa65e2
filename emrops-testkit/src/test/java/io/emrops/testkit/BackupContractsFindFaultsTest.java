package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupRequest;
import io.emrops.backup.Proof;
import io.emrops.backup.RestoreTest;
import io.emrops.recovery.RecoveryRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class BackupContractsFindFaultsTest {
    @Test
    void a_sound_recovery_passes() {
        assertThat(failuresOfRecovery((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void a_recovery_that_opens_short_of_the_moment_is_found_out() {
        var failures = failuresOfRecovery((method, args, sound) -> {
            try {
                return sound.call();
            } catch (PreconditionFailedException e) {
                if (method.equals("open")) {
                    return null;
                }
                throw e;
            }
        });

        assertThat(failures).containsExactly("a_database_short_of_the_moment_is_not_opened");
    }

    @Test
    void a_recovery_that_goes_past_the_moment_is_found_out() {
        var failures = failuresOfRecovery((method, args, sound) -> {
            if (method.equals("plan")) {
                var asked = (RecoveryRequest) args[0];
                args[0] = new RecoveryRequest(
                        asked.database(), asked.moment().plusSeconds(1), asked.into(), asked.backup(), false);
            }
            return sound.call();
        });

        assertThat(failures)
                .contains("so_it_is_for_a_moment_at_the_end_of_the_log", "beside_a_database_nothing_is_closed");
    }

    @Test
    void a_recovery_that_makes_another_tail_each_time_is_found_out() {
        var calls = new int[1];
        var failures = failuresOfRecovery((method, args, sound) -> {
            if (method.equals("secure")) {
                args[1] = args[1] + "/" + calls[0]++;
            }
            return sound.call();
        });

        assertThat(failures).contains("securing_closes_the_database_and_a_second_call_finds_the_same_tail");
    }

    @Test
    void a_recovery_that_releases_nothing_is_found_out() {
        var failures = failuresOfRecovery((method, args, sound) -> method.equals("release") ? null : sound.call());

        assertThat(failures)
                .contains(
                        "what_was_secured_is_released_as_it_was",
                        "what_was_opened_is_not_released_any_more",
                        "a_database_beside_is_gone_after_its_release");
    }

    @Test
    void a_sound_system_of_backups_passes() {
        assertThat(failuresOfBackups((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void a_restore_test_that_only_reads_is_found_out() {
        var failures = failuresOfBackups((method, args, sound) -> {
            if (!method.equals("testRestore")) {
                return sound.call();
            }
            var backup = (Backup) args[0];
            return new RestoreTest(
                    backup, Instant.EPOCH, Duration.ZERO, Duration.ZERO, Proof.SOUND, List.of(), List.of(), "");
        });

        assertThat(failures).containsExactly("a_damaged_backup_does_not_pass_a_restore_test");
    }

    @Test
    void a_system_that_makes_copies_only_is_found_out() {
        var failures = failuresOfBackups((method, args, sound) -> {
            if (method.equals("backup")) {
                var asked = (BackupRequest) args[0];
                args[0] = new BackupRequest(asked.database(), asked.kind(), true, asked.operationKey());
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("backups_of_the_schedule_are_told_from_copies");
    }

    private static List<String> failuresOfRecovery(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(RecoveryProviderContract.class, () -> Faulty.recoveryWith(fault));
    }

    private static List<String> failuresOfBackups(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(BackupProviderContract.class, () -> Faulty.backupsWith(fault));
    }
}
