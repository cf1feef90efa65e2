package io.emrops.sqlserver;

import io.emrops.Finding;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.BackupRequest;
import io.emrops.backup.RestoreTest;
import io.emrops.sqlserver.backup.BackupSettings;
import io.emrops.sqlserver.backup.BackupSettings.Compression;
import io.emrops.sqlserver.backup.BackupSettings.Encryption;
import io.emrops.sqlserver.backup.BackupTaking;
import io.emrops.sqlserver.backup.Leftover;
import io.emrops.sqlserver.backup.Leftovers;
import io.emrops.sqlserver.backup.RestoreTesting;
import io.emrops.sqlserver.backup.Surroundings;
import io.emrops.sqlserver.backup.Verification;
import io.emrops.sqlserver.statement.BackupStatement.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Backups of the databases of one instance, to files that the server's service writes.
 *
 * <pre>{@code
 * var backups = sql.backups()
 *         .to("D:\\Backup")
 *         .encryption("BackupVault")
 *         .build();
 * var backup = backups.backup(new BackupRequest("EMRNext", Backup.Kind.FULL, true, "nightly-2026-11-22"), Progress.none());
 * backups.verify(backup, Progress.none());                          // reads it back
 * backups.testRestore(backup, "test-2026-11-22", Progress.none());  // restores it beside the real one, checks it, drops it
 * }</pre>
 *
 * <p>Every backup goes to files of its own, with checksums, and nothing is ever overwritten. What the server would refuse is looked for
 * beforehand. Success is what the server has said to its last word and its history confirms; if the connection is lost, the server is asked
 * what became of it. Safe for use by several threads.
 *
 * <p>{@link #list} shows what a database had under an earlier name too, and nothing of copies of it.
 *
 * <p>Proofs are not remembered here: {@link #list} knows of a restore by the server's history, and of nothing beyond it.
 */
public final class SqlServerBackups implements BackupProvider {
    private final SqlServer server;
    private final BackupSettings settings;

    private SqlServerBackups(SqlServer server, BackupSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    /** Begins the settings. */
    public static final class Destination {
        private final SqlServer server;

        Destination(SqlServer server) {
            this.server = server;
        }

        /** Where backups go: a directory as the server sees it, on its own disks or a share, such as {@code D:\Backup}. */
        public Builder to(String directory) {
            return new Builder(server, BackupSettings.to(directory));
        }
    }

    /** How backups are taken. */
    public static final class Builder {
        private final SqlServer server;
        private final BackupSettings.Builder settings;

        private Builder(SqlServer server, BackupSettings.Builder settings) {
            this.server = server;
            this.settings = settings;
        }

        /** Whether they are compressed; where the edition can do it, if nobody says otherwise. */
        public Builder compression(Compression choice) {
            settings.compression(choice);
            return this;
        }

        /**
         * Encrypts them by AES with 256 bits. Refused unless the private key was backed up: without it, they could be restored nowhere else.
         *
         * @param certificate its name in master
         * @throws IllegalArgumentException if this can be no name
         */
        public Builder encryption(String certificate) {
            settings.encryption(new Encryption(Algorithm.AES_256, certificate));
            return this;
        }

        /** Over how many files each is striped, 1 to 64; all are needed to restore it. One, if nobody says otherwise. */
        public Builder files(int count) {
            settings.files(count);
            return this;
        }

        /** Cancels a backup, or a restore in a test, that takes longer; never, if nobody says otherwise. */
        public Builder cancelAfter(Duration atMost) {
            settings.atMost(atMost);
            return this;
        }

        /**
         * Tells of an operation that the server says nothing about for so long, and lets it go on. After 10 minutes it is logged in any case.
         *
         * @param listener takes what it is, and for how long
         */
        public Builder alarmAfter(Duration silence, BiConsumer<String, Duration> listener) {
            settings.stallAfter(silence, listener);
            return this;
        }

        /** Tells of what is strange about a backup that was made, such as its size; it is logged in any case. */
        public Builder onWarning(Consumer<String> listener) {
            settings.warnings(listener);
            return this;
        }

        /** How long the server is asked what became of a backup whose connection was lost; 2 minutes if nobody says otherwise. */
        public Builder reconcileWithin(Duration atMost) {
            settings.reconcileWithin(atMost);
            return this;
        }

        /** Where restore tests put their files; where the server puts those of new databases, if nobody says otherwise. */
        public Builder scratchTo(String dataDirectory, String logDirectory) {
            settings.scratchTo(dataDirectory, logDirectory);
            return this;
        }

        /** The server's time zone, for what has no offset in its history; its present offset, if nobody says otherwise. */
        public Builder zone(ZoneId zone) {
            settings.zone(zone);
            return this;
        }

        /** Asks nothing yet. */
        public SqlServerBackups build() {
            return new SqlServerBackups(server, settings.build());
        }
    }

    private Surroundings here() {
        return new Surroundings(server.sessions(), server.knownFacts(), settings);
    }

    /** For what takes its time: whichever server the URL leads to when it begins. */
    private Surroundings hereNow() {
        return new Surroundings(server.sessions(), server.factsNow(), settings);
    }

    @Override
    public Target target() {
        return server.target();
    }

    @Override
    public List<String> preview(BackupRequest request) {
        return new BackupTaking(here()).preview(request);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the request has no key
     * @throws InterruptedException if the thread was interrupted; the backup was cancelled, and the message names the files
     */
    @Override
    public Backup backup(BackupRequest request, Progress progress) throws InterruptedException {
        return new BackupTaking(hereNow()).take(request, progress);
    }

    @Override
    public Optional<Backup> find(String operationKey) {
        return new BackupTaking(here()).find(operationKey);
    }

    @Override
    public List<Backup> list(String database) {
        return new BackupTaking(here()).list(database);
    }

    /** By the chains of the server's history, and by what each backup holds. */
    @Override
    public Optional<Duration> worstLoss(String database, Instant from, Instant to) {
        return server.schedule(database).exposure(from, to).worstLoss();
    }

    @Override
    public Finding verify(Backup backup, Progress progress) throws InterruptedException {
        return new Verification(hereNow()).verify(backup, progress);
    }

    @Override
    public List<String> previewRestoreTest(Backup backup) {
        return new RestoreTesting(here()).preview(backup);
    }

    @Override
    public RestoreTest testRestore(Backup backup, String operationKey, Progress progress) throws InterruptedException {
        return new RestoreTesting(hereNow()).test(backup, operationKey, progress);
    }

    /** What restore tests have left on the server, such as those whose program has died; each is a copy of everybody's data. */
    public List<Leftover> leftovers(Duration olderThan) {
        return new Leftovers(here()).olderThan(olderThan);
    }

    /**
     * Drops what a restore test has left, if it certainly is that.
     *
     * @throws io.emrops.StepFailedException if it is still there; the message says why
     */
    public void removeLeftover(Leftover leftover) throws InterruptedException {
        new Leftovers(hereNow()).remove(leftover);
    }
}
