package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition.Recognised;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * A database whose log backups are brought to another instance and restored there ("About log shipping (SQL Server)"). There is no agent: its three jobs
 * run when a test says so, in Transact-SQL.
 *
 * <pre>{@code
 * var shipping = LogShipping.of(a.instance(), b.instance(), "EMRNext");
 * shipping.ship();
 * shipping.cut();
 * }</pre>
 *
 * <p>The backups lie on a share, of which a machine of its own takes care. Belongs to one thread at a time.
 */
public final class LogShipping {
    /** Where the primary writes, and the secondary reads. */
    public static final String SHARE = "\\\\FILES\\SHIP";
    /** On the disk of the secondary. */
    public static final String COPIES = "D:\\SHIPPED";

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final int TOO_EARLY = 4326;

    private final Instance primary;
    private final Instance secondary;
    private final String database;
    private final String standby;
    private final UUID primaryId;
    private final UUID secondaryId;
    private final Disk share = Disk.share();
    private final TreeSet<String> restoredFiles = new TreeSet<>();
    private Done backedUp = Done.NEVER;
    private Done copied = Done.NEVER;
    private Done restored = Done.NEVER;
    private Optional<Duration> latency = Optional.empty();

    /**
     * What a job has done last.
     *
     * @param file empty if nothing yet
     */
    public record Done(String file, Instant at) {
        static final Done NEVER = new Done("", Instant.EPOCH);
    }

    private LogShipping(Instance primary, Instance secondary, String database, String standby) {
        this.primary = primary;
        this.secondary = secondary;
        this.database = database;
        this.standby = standby;
        this.primaryId = primary.identifier();
        this.secondaryId = secondary.identifier();
    }

    /**
     * Sets it up: a full backup of the primary is restored on the secondary, {@code WITH NORECOVERY}.
     *
     * @param database of the primary, with the full recovery model
     */
    public static LogShipping of(Instance primary, Instance secondary, String database) {
        return new LogShipping(primary, secondary, database, "").begun();
    }

    /** The same, and everybody can read on the secondary between two restores. */
    public static LogShipping readable(Instance primary, Instance secondary, String database) {
        return new LogShipping(primary, secondary, database, COPIES + "\\" + database + ".undo").begun();
    }

    private LogShipping begun() {
        primary.disk().mount(SHARE, share);
        secondary.disk().mount(SHARE, share);
        var full = SHARE + "\\" + database + ".bak";
        require(primary, "BACKUP DATABASE [" + database + "] TO DISK = N'" + full + "' WITH CHECKSUM");
        require(secondary, "RESTORE DATABASE [" + database + "] FROM DISK = N'" + full + "' WITH " + state());
        primary.history().add(this);
        secondary.history().add(this);
        return this;
    }

    private String state() {
        return standby.isEmpty() ? "NORECOVERY" : "STANDBY = N'" + standby + "'";
    }

    /** All three jobs, one after the other; each does what it can. */
    public void ship() {
        backUp();
        copy();
        restore();
    }

    /** The job on the primary; whether there is a backup. */
    public boolean backUp() {
        var file = file(primary.now());
        if (!errors(primary, "BACKUP LOG [" + database + "] TO DISK = N'" + file + "' WITH CHECKSUM")
                .isEmpty()) {
            return false;
        }
        backedUp = new Done(file, primary.now());
        return true;
    }

    /** By the second in which it is made, as long as that is free. */
    private String file(Instant at) {
        var file = SHARE + "\\" + database + "_" + NAME.format(at) + ".trn";
        return share.at(file).isEmpty() ? file : file(at.plusSeconds(1));
    }

    /** The job on the secondary that copies; whether it sees the share. */
    public boolean copy() {
        var sees = secondary
                .disk()
                .errorOfReading(SHARE + "\\" + database + ".bak")
                .isEmpty();
        if (sees) {
            share.files().forEach((path, file) -> {
                var copy = COPIES + path.substring(SHARE.length());
                if (path.endsWith(".TRN") && secondary.disk().at(copy).isEmpty()) {
                    secondary.disk().put(copy, file);
                    copied = new Done(copy, secondary.now());
                }
            });
        }
        return sees;
    }

    /** The job on the secondary that restores what was copied, in the order of the names; whether it came to the end. */
    public boolean restore() {
        for (var path : secondary.disk().files().keySet()) {
            if (!path.startsWith(COPIES + "\\") || !path.endsWith(".TRN") || restoredFiles.contains(path)) {
                continue;
            }
            var errors =
                    errors(secondary, "RESTORE LOG [" + database + "] FROM DISK = N'" + path + "' WITH " + state());
            if (errors.isEmpty()) {
                restored = new Done(path, secondary.now());
                latency = writtenAt(path).map(at -> Duration.between(at, restored.at()));
            } else if (errors.get(0) != TOO_EARLY) {
                return false;
            }
            restoredFiles.add(path);
        }
        return true;
    }

    private Optional<Instant> writtenAt(String path) {
        return secondary
                .disk()
                .at(path)
                .filter(ServerFile.Backup.class::isInstance)
                .map(file -> ((ServerFile.Backup) file).media().sets().get(0).finished());
    }

    /** The secondary does not see the share, until {@link #heal}. */
    public void cut() {
        secondary.disk().lose(SHARE);
    }

    /** It sees it again. */
    public void heal() {
        secondary.disk().mount(SHARE, share);
    }

    /** The files that both see. */
    public Disk share() {
        return share;
    }

    /** What is shipped. */
    public String database() {
        return database;
    }

    /** From where. */
    public Instance primary() {
        return primary;
    }

    /** To where. */
    public Instance secondary() {
        return secondary;
    }

    /** Of its row on the primary. */
    public UUID primaryId() {
        return primaryId;
    }

    /** Of its row on the secondary. */
    public UUID secondaryId() {
        return secondaryId;
    }

    /** Whether the secondary can be read between two restores. */
    public boolean isReadable() {
        return !standby.isEmpty();
    }

    /** What was backed up last. */
    public Done backedUp() {
        return backedUp;
    }

    /** What was copied last. */
    public Done copied() {
        return copied;
    }

    /** What was restored last. */
    public Done restored() {
        return restored;
    }

    /** How old that was then. */
    public Optional<Duration> latency() {
        return latency;
    }

    private void require(Instance on, String sql) {
        var errors = errors(on, sql);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(sql + " fails with " + errors);
        }
    }

    private static List<Integer> errors(Instance on, String sql) {
        if (!(new Recogniser(on.majorVersion()).recognise(sql) instanceof Recognised recognised)) {
            throw new IllegalArgumentException("no statement: " + sql);
        }
        try {
            for (var statement : recognised.statements()) {
                on.run(statement, new Caller(0, "sa", "master", false), Map.of(), new Job());
            }
            return List.of();
        } catch (Refusal e) {
            return new ArrayList<>(e.errors().stream().map(SqlError::number).toList());
        } catch (IOException e) {
            throw new IllegalStateException("A job cannot wait", e);
        }
    }

    /** Has time, and patience with nobody. */
    private static final class Job implements Client {
        @Override
        public void hear(SqlError message) {}

        @Override
        public void waitFor(List<Integer> sessions) throws IOException {
            throw new IOException("sessions are in the way: " + sessions);
        }

        @Override
        public void pause(Duration time) {}

        @Override
        public void await(CompletionStage<?> event) {
            event.toCompletableFuture().join();
        }
    }
}
