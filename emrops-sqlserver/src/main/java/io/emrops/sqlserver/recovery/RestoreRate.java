package io.emrops.sqlserver.recovery;

import io.emrops.DataSize;
import io.emrops.backup.RestoreTest;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How fast backups were restored, as far as it was measured.
 *
 * @param measured every restore test and recovery that is known
 */
public record RestoreRate(List<Measured> measured) {
    /**
     * One restore.
     *
     * @param size of the backup as it lies; not zero
     * @param duration not zero
     */
    public record Measured(DataSize size, Duration duration) {
        public Measured {
            Objects.requireNonNull(size, "size");
            if (size.bytes() == 0 || duration.isZero() || duration.isNegative()) {
                throw new IllegalArgumentException("A rate needs some data and some time: " + size + " in " + duration);
            }
        }

        private double secondsPerByte() {
            return (duration.toSeconds() + duration.toNanosPart() / 1e9) / size.bytes();
        }
    }

    public RestoreRate {
        measured = List.copyOf(measured);
    }

    /** What restore tests measured, without the check for integrity; tests of nothing or in no time tell nothing. */
    public static RestoreRate of(Collection<RestoreTest> tests) {
        return new RestoreRate(tests.stream()
                .filter(test ->
                        test.backup().size().bytes() > 0 && !test.restoring().isZero())
                .map(test -> new Measured(test.backup().size(), test.restoring()))
                .toList());
    }

    /** How long this much takes at the slowest rate that was measured, in whole seconds; empty if nothing was. */
    public Optional<Duration> atWorst(DataSize size) {
        return measured.stream()
                .map(Measured::secondsPerByte)
                .max(Comparator.naturalOrder())
                .map(slowest -> Duration.ofSeconds((long) Math.ceil(slowest * size.bytes())));
    }
}
