package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.audit.ArchiveProof;
import io.emrops.audit.AuditArchive;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditPurge;
import io.emrops.audit.AuditRange;
import io.emrops.audit.AuditTable;
import io.emrops.audit.RetentionState;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ServerIdentity;
import io.emrops.sqlserver.session.ShortQueries;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Archives rows of an audit table that are due, proves the archive, and deletes what it holds. Each call compares the mappings with the tables first. */
public final class AuditPurging {
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    private final Place place;
    private final ServerIdentity on;
    private final AuditTable mapping;
    private final PurgeSettings settings;

    /**
     * Asks nothing yet.
     *
     * @param on the server that is meant: another one, to which the URL may lead after a failover, is not asked
     */
    public AuditPurging(Place place, ServerIdentity on, AuditTable mapping, PurgeSettings settings) {
        this.place = Objects.requireNonNull(place, "place");
        this.on = Objects.requireNonNull(on, "on");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** See {@link io.emrops.audit.AuditRetention#state}. */
    public RetentionState state() {
        var table = Purgeable.of(place, on, mapping);
        var holds = Holds.of(settings.hold(), table);
        var cutoff = settings.policy().cutoff(serverTime(table));
        var queries = table.queries();
        var due = range(table, queries, cutoff, " AND " + holds.free());
        var before = range(table, queries, cutoff, "");
        var unknown = queries.find(
                        "the rows without a time or a key",
                        "SELECT COUNT_BIG(*) AS rows_there FROM "
                                + table.audit().layout().quoted() + " AS t WHERE t."
                                + table.audit().time().quoted() + " IS NULL OR t."
                                + table.audit().key().quoted() + " IS NULL",
                        row -> row.bigInteger("rows_there").orElse(0L))
                .orElse(0L);
        return new RetentionState(cutoff, all(table, queries), due, before.rows() - due.rows(), unknown);
    }

    /** See {@link io.emrops.audit.AuditRetention#archive}. */
    public AuditArchive archive(Instant now, Path directory, String key, Progress progress)
            throws InterruptedException {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("An archive is written under a key, by which it is found again");
        }
        var table = Purgeable.of(place, on, mapping);
        return new Archiving(table, Holds.of(settings.hold(), table), settings)
                .archive(cutoff(table, now), directory, key, progress);
    }

    /** See {@link io.emrops.audit.AuditRetention#prove}. */
    public ArchiveProof prove(AuditArchive archive, Progress progress) throws InterruptedException {
        var table = requireTable(archive);
        var holds = Holds.of(settings.hold(), table);
        var queries = table.queries();
        var same = 0L;
        var gone = 0L;
        var changed = 0L;
        try (var reader = ArchiveReader.open(Path.of(archive.file()), table.headings())) {
            for (var some = reader.next(settings.batch()); !some.isEmpty(); some = reader.next(settings.batch())) {
                var compared = Comparison.of(some, table, holds, queries, "");
                same += compared.unchanged();
                gone += compared.gone();
                changed += some.size() - compared.unchanged() - compared.gone();
                progress.report(reader.rows(), archive.rows(), "rows compared with the table");
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while the archive was compared; nothing was changed");
                }
            }
            var whole = reader.rows() == archive.rows() && reader.sha256().equals(archive.sha256());
            return new ArchiveProof(archive, whole, same, gone, changed);
        }
    }

    /** See {@link io.emrops.audit.AuditRetention#purge}. */
    public AuditPurge purge(AuditArchive archive, Instant now, Progress progress) throws InterruptedException {
        var table = requireTable(archive);
        var holds = Holds.of(settings.hold(), table);
        if (archive.cutoff().isAfter(cutoff(table, now))) {
            throw refused(
                    table,
                    "The archive " + archive.file() + " is of rows from before " + archive.cutoff()
                            + ", and the policy of " + settings.policy() + " keeps some of them now");
        }
        requireWhole(table, archive);
        var queries = table.queries();
        var before = all(table, queries);
        try (var deleting = new Deleting(table, holds, settings, archive);
                var reader = ArchiveReader.open(Path.of(archive.file()), table.headings())) {
            deleting.begin();
            for (var some = reader.next(settings.batch()); !some.isEmpty(); some = reader.next(settings.batch())) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted between two batches of the purge of " + table.name()
                            + "; " + deleting.deleted() + " rows were deleted, and a later call goes on");
                }
                deleting.delete(some);
                progress.report(
                        reader.rows(),
                        archive.rows(),
                        "rows of the archive, of which " + deleting.deleted() + " were deleted");
            }
            return deleting.result(settings.hold().toString(), before, all(table, queries));
        }
    }

    /** Every byte of it is as it was written, before anything is deleted. */
    private void requireWhole(Purgeable table, AuditArchive archive) {
        try (var reader = ArchiveReader.open(Path.of(archive.file()), table.headings())) {
            for (var some = reader.next(settings.batch()); !some.isEmpty(); some = reader.next(settings.batch())) {
                for (var row : some) {
                    if (!row.moment(table).isBefore(archive.cutoff())) {
                        throw refused(
                                table,
                                "The archive " + archive.file() + " has a row that is not older than "
                                        + archive.cutoff());
                    }
                }
            }
            if (reader.rows() != archive.rows() || !reader.sha256().equals(archive.sha256())) {
                throw refused(table, "The archive " + archive.file() + " is not as it was written");
            }
        }
    }

    private Purgeable requireTable(AuditArchive archive) {
        var table = Purgeable.of(place, on, mapping);
        if (!archive.table().equals(table.name())) {
            throw refused(
                    table, "The archive " + archive.file() + " is of " + archive.table() + ", not of " + table.name());
        }
        return table;
    }

    /** By the clock that shows the earlier time, if they show the same day. */
    private Instant cutoff(Purgeable table, Instant now) {
        var server = serverTime(table);
        if (Duration.between(now, server).abs().compareTo(CLOCKS_APART) > 0) {
            throw refused(
                    table,
                    "The clock of the server shows " + server + ", and here it is " + now
                            + ": one of them is wrong, and so would be what is due");
        }
        return settings.policy().cutoff(now.isBefore(server) ? now : server);
    }

    private Instant serverTime(Purgeable table) {
        return table.queries()
                .find(
                        "the server's clock",
                        "SELECT SYSUTCDATETIME() AS utc",
                        row -> row.time("utc").orElseThrow().toInstant(ZoneOffset.UTC))
                .orElseThrow();
    }

    private AuditRange all(Purgeable table, ShortQueries queries) {
        return range(
                table,
                queries,
                " WHERE t." + table.audit().time().quoted() + " IS NOT NULL AND t."
                        + table.audit().key().quoted() + " IS NOT NULL",
                List.of());
    }

    private AuditRange range(Purgeable table, ShortQueries queries, Instant cutoff, String more) {
        var conditions = new Conditions(table.audit(), AuditFilter.all().to(cutoff));
        return range(table, queries, conditions.where() + more, conditions.parameters());
    }

    private AuditRange range(Purgeable table, ShortQueries queries, String where, List<Object> parameters) {
        var time = "t." + table.audit().time().quoted();
        return queries.find(
                        "the number of audit rows",
                        "SELECT COUNT_BIG(*) AS rows_there, MIN(" + time + ") AS first_time, MAX(" + time
                                + ") AS last_time FROM "
                                + table.audit().layout().quoted() + " AS t" + where,
                        row -> new AuditRange(
                                row.bigInteger("rows_there").orElse(0L),
                                moment(table, row, "first_time"),
                                moment(table, row, "last_time")),
                        parameters.toArray())
                .orElseThrow();
    }

    private static Optional<Instant> moment(Purgeable table, Row row, String column) throws SQLException {
        if (table.audit().time().isOffsetTime()) {
            return row.offsetTime(column).map(OffsetDateTime::toInstant);
        }
        Optional<LocalDateTime> recorded = row.time(column);
        return recorded.map(table.audit().mapping().time()::momentOf);
    }

    private PreconditionFailedException refused(Purgeable table, String why) {
        return new PreconditionFailedException(
                why + "; nothing was deleted",
                null,
                table.audit().layout().place().target().get());
    }
}
