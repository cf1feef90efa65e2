package io.emrops.sqlserver.backup;

import io.emrops.sqlserver.statement.BackupStatement.Algorithm;
import io.emrops.sqlserver.statement.Identifier;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How backups are taken and restore tests made. Immutable. */
public final class BackupSettings {
    final String directory;
    final Compression compression;
    final @Nullable Encryption encryption;
    final int files;
    final Duration stallAfter;
    final BiConsumer<String, Duration> stalled;
    final Consumer<String> warnings;
    final @Nullable Duration atMost;
    final Duration reconcileWithin;
    final @Nullable String scratchData;
    final @Nullable String scratchLog;
    final Optional<ZoneId> zone;

    private BackupSettings(Builder from) {
        this.directory = from.directory;
        this.compression = from.compression;
        this.encryption = from.encryption;
        this.files = from.files;
        this.stallAfter = from.stallAfter;
        this.stalled = from.stalled;
        this.warnings = from.warnings;
        this.atMost = from.atMost;
        this.reconcileWithin = from.reconcileWithin;
        this.scratchData = from.scratchData;
        this.scratchLog = from.scratchLog;
        this.zone = Optional.ofNullable(from.zone);
    }

    /** Whether backups are compressed. */
    public enum Compression {
        /** If the edition can do it. */
        WHERE_POSSIBLE,
        /** Always; an edition that cannot do it refuses. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /**
     * By what backups are encrypted.
     *
     * @param certificate of master
     */
    public record Encryption(Algorithm algorithm, String certificate) {
        public Encryption {
            Objects.requireNonNull(algorithm, "algorithm");
            Identifier.of(certificate);
        }
    }

    /** Begins with the directory, on the server's machine or where its service can reach, that backups go to. */
    public static Builder to(String directory) {
        return new Builder(directory);
    }

    /** What may be said. */
    public static final class Builder {
        private static final int MOST_FILES = 64;

        private final String directory;
        private Compression compression = Compression.WHERE_POSSIBLE;
        private @Nullable Encryption encryption;
        private int files = 1;
        private Duration stallAfter = Duration.ofMinutes(10);
        private BiConsumer<String, Duration> stalled = (what, silence) -> {};
        private Consumer<String> warnings = warning -> {};
        private @Nullable Duration atMost;
        private Duration reconcileWithin = Duration.ofMinutes(2);
        private @Nullable String scratchData;
        private @Nullable String scratchLog;
        private @Nullable ZoneId zone;

        private Builder(String directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
        }

        /** Whether backups are compressed. */
        public void compression(Compression choice) {
            compression = Objects.requireNonNull(choice, "choice");
        }

        /** Backups are encrypted. */
        public void encryption(Encryption choice) {
            encryption = Objects.requireNonNull(choice, "choice");
        }

        /** Over how many files a backup is striped, 1 to 64. */
        public void files(int count) {
            if (count < 1 || count > MOST_FILES) {
                throw new IllegalArgumentException("A backup has 1 to " + MOST_FILES + " files, not " + count);
            }
            files = count;
        }

        /** Who is told that the server has been silent for so long. */
        public void stallAfter(Duration silence, BiConsumer<String, Duration> listener) {
            stallAfter = requirePositive(silence);
            stalled = Objects.requireNonNull(listener, "listener");
        }

        /** Who is told what is strange about a backup that was made all the same. */
        public void warnings(Consumer<String> listener) {
            warnings = Objects.requireNonNull(listener, "listener");
        }

        /** After which time a backup, or a restore in a test, is cancelled. */
        public void atMost(Duration limit) {
            atMost = requirePositive(limit);
        }

        /** For how long the server is asked what became of a backup whose connection was lost. */
        public void reconcileWithin(Duration limit) {
            reconcileWithin = requirePositive(limit);
        }

        /** Where restore tests put the files of their scratch databases. */
        public void scratchTo(String data, String log) {
            scratchData = Objects.requireNonNull(data, "data");
            scratchLog = Objects.requireNonNull(log, "log");
        }

        /** The server's time zone. */
        public void zone(ZoneId newZone) {
            zone = Objects.requireNonNull(newZone, "newZone");
        }

        /** These. */
        public BackupSettings build() {
            return new BackupSettings(this);
        }

        private static Duration requirePositive(Duration duration) {
            if (duration.isZero() || duration.isNegative()) {
                throw new IllegalArgumentException("A time is positive, not " + duration);
            }
            return duration;
        }
    }
}
