package io.emrops.sqlserver.history;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server remembers of backups and restores, in msdb. It knows what this instance has done, until somebody deletes it, and nothing
 * of whether the files are still there. Safe for use by several threads; throws what {@link ShortQueries} throws.
 *
 * @see <a href="https://learn.microsoft.com/sql/relational-databases/system-tables/backupset-transact-sql">backupset</a>
 */
public final class MsdbHistory {
    private static final Logger LOG = LoggerFactory.getLogger(MsdbHistory.class);

    /** All columns of the sets: which there are depends on the version. */
    private static final String SETS = """
            SELECT bs.*, ms.media_uuid, ms.media_family_count,
                   mf.family_sequence_number, mf.physical_device_name, mf.device_type
            FROM msdb.dbo.backupset AS bs
            JOIN msdb.dbo.backupmediaset AS ms ON ms.media_set_id = bs.media_set_id
            LEFT JOIN msdb.dbo.backupmediafamily AS mf ON mf.media_set_id = bs.media_set_id AND mf.mirror = 0
            WHERE bs.type IN ('D', 'I', 'L') AND\s""";

    private static final String NEWEST_FIRST =
            " ORDER BY bs.backup_finish_date DESC, bs.backup_set_id DESC, mf.family_sequence_number";

    private static final String RESTORES = """
            SELECT rh.destination_database_name, rh.restore_date, rh.restore_type, rh.recovery, rh.replace, rh.stop_at,
                   bs.backup_set_uuid
            FROM msdb.dbo.restorehistory AS rh
            JOIN msdb.dbo.backupset AS bs ON bs.backup_set_id = rh.backup_set_id
            WHERE rh.restore_type IN ('D', 'I', 'L') AND\s""";

    /** Whatever it is: a file also stays for the backup of a filegroup. */
    private static final String USES = """
            SELECT bs.backup_set_uuid, ms.media_uuid, mf.physical_device_name
            FROM msdb.dbo.backupset AS bs
            JOIN msdb.dbo.backupmediaset AS ms ON ms.media_set_id = bs.media_set_id
            JOIN msdb.dbo.backupmediafamily AS mf ON mf.media_set_id = bs.media_set_id
            WHERE UPPER(mf.physical_device_name) IN (
                SELECT UPPER(own_file.physical_device_name)
                FROM msdb.dbo.backupset AS own
                JOIN msdb.dbo.backupmediafamily AS own_file ON own_file.media_set_id = own.media_set_id
                WHERE own.database_name = ? OR own.family_guid = ?)""";

    private static final String IDENTITY = """
            SELECT r.family_guid, r.database_guid, r.recovery_fork_guid, r.first_recovery_fork_guid, r.fork_point_lsn
            FROM sys.databases AS d
            JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
            WHERE d.name = ?""";

    private static final String NOBODY = new UUID(0, 0).toString();

    private static final Map<String, Backup.Kind> KINDS =
            Map.of("D", Backup.Kind.FULL, "I", Backup.Kind.DIFFERENTIAL, "L", Backup.Kind.LOG);

    private final ShortQueries queries;
    private final ZoneId zone;

    /**
     * Asks nothing yet.
     *
     * @param zone the server's time zone, for backups whose offset is unknown and for restores, whose offset is never known; its present
     *     offset, if that is all that is known
     */
    public MsdbHistory(ShortQueries queries, ZoneId zone) {
        this.queries = Objects.requireNonNull(queries, "queries");
        this.zone = Objects.requireNonNull(zone, "zone");
    }

    /** The full, differential and log backups of a database, newest first. */
    public List<BackupSet> sets(String database) {
        return sets("bs.database_name = ?", Objects.requireNonNull(database, "database"));
    }

    /**
     * The same with those that it had under another name, and without those of copies of it on other servers. Another database may have had
     * the name here before: it is told by its family.
     */
    public List<BackupSet> ownSets(String database) {
        return ownSets(identity(Objects.requireNonNull(database, "database")));
    }

    /** The same of a database whose identity is known. */
    public List<BackupSet> ownSets(Identity identity) {
        var family = identity.family().map(UUID::toString).orElse(NOBODY);
        var known = sets(
                "(bs.database_name = ? OR bs.family_guid = ? OR bs.family_guid IN (SELECT named.family_guid"
                        + " FROM msdb.dbo.backupset AS named WHERE named.database_name = ?))",
                identity.name(),
                family,
                identity.name());
        return OwnSets.of(identity, known);
    }

    /** What lies in the same files as any backup of this database: its own backups, and those of others. */
    public List<FileUse> usesOfFilesWith(Identity identity) {
        return queries
                .list(
                        "the history of backups",
                        USES,
                        MsdbHistory::use,
                        identity.name(),
                        identity.family().map(UUID::toString).orElse(NOBODY))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<FileUse> use(Row row) throws SQLException {
        var media = row.uuid("media_uuid").orElse(new UUID(0, 0));
        var file = row.text("physical_device_name");
        return row.uuid("backup_set_uuid").flatMap(set -> file.map(name -> new FileUse(set, media, name)));
    }

    /** By what a database is known; by its name alone if it is not there or not open. */
    public Identity identity(String database) {
        var server = queries.find(
                        "the name of the server",
                        "SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(128)) AS server_name",
                        row -> row.text("server_name"))
                .flatMap(found -> found)
                .orElse("");
        return queries.find("the database " + database, IDENTITY, row -> identity(row, database, server), database)
                .orElseGet(() -> new Identity(database, server, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Identity identity(Row row, String database, String server) throws SQLException {
        var last = row.uuid("recovery_fork_guid");
        var first = row.uuid("first_recovery_fork_guid").or(() -> last);
        var point = row.number("fork_point_lsn").map(Lsn::of);
        return new Identity(
                database,
                server,
                row.uuid("family_guid"),
                row.uuid("database_guid"),
                last.map(fork -> new Forks(
                        first.orElse(fork), fork, first.orElse(fork).equals(fork) ? Optional.<Lsn>empty() : point)));
    }

    /** Its newest of one kind, newest first. */
    public List<BackupSet> newest(String database, Backup.Kind kind, int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("The newest of something are one or more, not " + atMost);
        }
        return sets(
                "bs.backup_set_id IN (SELECT TOP (" + atMost
                        + ") newest.backup_set_id FROM msdb.dbo.backupset AS newest"
                        + " WHERE newest.database_name = ? AND newest.type = ? ORDER BY newest.backup_set_id DESC)",
                database,
                letter(kind));
    }

    /** Those of any database that have exactly this description, newest first. */
    public List<BackupSet> described(String description) {
        return sets("bs.description = ?", Objects.requireNonNull(description, "description"));
    }

    /** The one that is known by this everywhere; empty if this instance does not know it. */
    public Optional<BackupSet> find(UUID id) {
        return sets("bs.backup_set_uuid = ?", id.toString()).stream().findFirst();
    }

    /** What was restored to a database, in the order in which it was done. */
    public List<RestoredSet> restoresTo(String database) {
        return queries
                .list(
                        "the history of restores",
                        RESTORES + "rh.destination_database_name = ? ORDER BY rh.restore_history_id",
                        this::restored,
                        database)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Which backups of this database were restored to any, as far as this instance knows. */
    public Set<UUID> restoredSetsOf(String database) {
        var restored = queries.list(
                "the history of restores",
                RESTORES + "bs.database_name = ?",
                row -> row.uuid("backup_set_uuid"),
                database);
        var ids = new HashSet<UUID>();
        restored.forEach(id -> id.ifPresent(ids::add));
        return ids;
    }

    private List<BackupSet> sets(String condition, @Nullable Object... parameters) {
        var lines = queries.list("the history of backups", SETS + condition + NEWEST_FIRST, this::line, parameters);
        var drafts = new LinkedHashMap<Long, Draft>();
        lines.forEach(line ->
                drafts.computeIfAbsent(line.number, number -> new Draft(line)).add(line));
        var sets = new ArrayList<BackupSet>();
        drafts.values().forEach(draft -> draft.set().ifPresent(sets::add));
        if (sets.size() < drafts.size()) {
            LOG.warn(
                    "{} backups in msdb are left out: their rows lack what every backup has",
                    drafts.size() - sets.size());
        }
        return sets;
    }

    private Optional<RestoredSet> restored(Row row) throws SQLException {
        var database = row.text("destination_database_name");
        var set = row.uuid("backup_set_uuid");
        var kind = row.text("restore_type").map(String::strip).map(KINDS::get);
        var at = row.time("restore_date");
        if (database.isEmpty() || set.isEmpty() || kind.isEmpty() || at.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RestoredSet(
                database.get(),
                set.get(),
                kind.get(),
                at.get().atZone(zone).toOffsetDateTime(),
                row.flag("recovery").orElse(false),
                row.flag("replace").orElse(false),
                row.time("stop_at")));
    }

    /** A set and one of its files. */
    private record Line(long number, int family, Optional<String> file, Optional<BackupSet> set) {}

    /** A set whose files come one after the other. */
    private static final class Draft {
        private final Line first;
        private final TreeMap<Integer, String> files = new TreeMap<>();

        Draft(Line first) {
            this.first = first;
        }

        void add(Line line) {
            line.file.ifPresent(file -> files.putIfAbsent(line.family, file));
        }

        Optional<BackupSet> set() {
            return first.set.map(set -> set.at(new Media(
                    set.media().id(),
                    List.copyOf(files.values()),
                    Math.max(set.media().families(), Math.max(files.size(), 1)),
                    set.media().position())));
        }
    }

    private Line line(Row row) throws SQLException {
        var reader = new SetReader(row, Source.MSDB, zone);
        var media = new Media(
                row.uuid("media_uuid").orElse(new UUID(0, 0)),
                List.of(),
                row.integer("media_family_count").filter(count -> count > 0).orElse(1),
                reader.position());
        return new Line(
                row.bigInteger("backup_set_id").orElseThrow(),
                row.integer("family_sequence_number").orElse(1),
                row.text("physical_device_name"),
                reader.read(media));
    }

    private static String letter(Backup.Kind kind) {
        return switch (kind) {
            case FULL -> "D";
            case DIFFERENTIAL -> "I";
            case LOG -> "L";
        };
    }
}
