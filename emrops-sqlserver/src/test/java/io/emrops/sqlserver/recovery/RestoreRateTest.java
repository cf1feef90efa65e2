package io.emrops.sqlserver.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.backup.RestoreTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestoreRateTest {
    private static RestoreTest test(DataSize size, Duration restoring) {
        var backup = new Backup("b", "EMRNext", Backup.Kind.FULL, "there", Instant.EPOCH, size, false, Proof.SOUND);
        return new RestoreTest(
                backup, Instant.EPOCH, restoring, Duration.ofHours(9), Proof.SOUND, List.of(), List.of(), "");
    }

    @Test
    void restore_tests_measure_it_without_their_check_for_integrity_and_the_slowest_counts() {
        var rate = RestoreRate.of(List.of(
                test(DataSize.gib(10), Duration.ofMinutes(10)),
                test(DataSize.gib(10), Duration.ofMinutes(12)),
                test(DataSize.gib(10), Duration.ZERO),
                test(new DataSize(0), Duration.ofMinutes(50))));

        assertThat(rate.atWorst(DataSize.gib(20))).contains(Duration.ofMinutes(24));
        assertThat(RestoreRate.of(List.of()).atWorst(DataSize.gib(20))).isEmpty();
    }
}
