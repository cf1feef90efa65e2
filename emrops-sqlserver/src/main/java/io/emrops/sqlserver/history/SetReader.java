package io.emrops.sqlserver.history;

import io.emrops.DataSize;
import io.emrops.backup.Backup;
import io.emrops.sqlserver.session.Row;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes a backup set of a row. What an older version does not tell is unknown; a row that lacks what every set has is none: the header of a
 * backup that was cut off has such rows.
 */
final class SetReader {
    private static final int UNKNOWN_ZONE = 127;
    private static final int SECONDS_OF_A_QUARTER = 900;
    private static final int FARTHEST_ZONE = 14 * 4;

    private static final Map<String, Backup.Kind> KINDS = Map.of(
            "D", Backup.Kind.FULL,
            "1", Backup.Kind.FULL,
            "I", Backup.Kind.DIFFERENTIAL,
            "5", Backup.Kind.DIFFERENTIAL,
            "L", Backup.Kind.LOG,
            "2", Backup.Kind.LOG);

    /** Programs that take the pages themselves, "backupmediafamily (Transact-SQL)". */
    private static final Set<Integer> VIRTUAL_DEVICES = Set.of(7, 107);

    private static final String OUTLINING = "BULK-LOGGED";
    private static final UUID NOBODY = new UUID(0, 0);

    private final Row row;
    private final Source source;
    private final ZoneId zone;

    /** @param zone the server's, for rows that do not tell their own */
    SetReader(Row row, Source source, ZoneId zone) {
        this.row = row;
        this.source = source;
        this.zone = zone;
    }

    Optional<BackupSet> read(Media media) throws SQLException {
        var id = uuid(SetColumn.ID);
        var database = text(SetColumn.DATABASE);
        var family = uuid(SetColumn.FAMILY);
        var kind = text(SetColumn.KIND).map(String::strip).map(KINDS::get);
        var log = log();
        var forks = forks();
        var started = time(SetColumn.STARTED);
        var finished = time(SetColumn.FINISHED);
        if (id.isEmpty()
                || database.isEmpty()
                || family.isEmpty()
                || kind.isEmpty()
                || log.isEmpty()
                || forks.isEmpty()
                || started.isEmpty()
                || finished.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BackupSet(
                id.get(),
                database.get(),
                family.get(),
                kind.get(),
                log.get(),
                forks.get(),
                kind.get() == Backup.Kind.DIFFERENTIAL ? uuid(SetColumn.DIFFERENTIAL_BASE) : Optional.empty(),
                started.get(),
                finished.get(),
                time(SetColumn.LAST_VALID_RESTORE),
                media,
                traits()));
    }

    int position() throws SQLException {
        return row.integer(SetColumn.POSITION.in(source)).filter(at -> at > 0).orElse(1);
    }

    private Optional<LogRange> log() throws SQLException {
        var first = lsn(SetColumn.FIRST_LSN);
        var last = lsn(SetColumn.LAST_LSN);
        if (first.isEmpty() || last.isEmpty() || last.get().isBefore(first.get())) {
            return Optional.empty();
        }
        return Optional.of(new LogRange(
                first.get(),
                last.get(),
                lsn(SetColumn.CHECKPOINT_LSN).orElse(first.get()),
                lsn(SetColumn.DATABASE_BACKUP_LSN).orElse(Lsn.of(0))));
    }

    private Optional<Forks> forks() throws SQLException {
        var first = uuid(SetColumn.FIRST_FORK);
        var last = uuid(SetColumn.LAST_FORK);
        var point = lsn(SetColumn.FORK_POINT);
        return first.or(() -> last)
                .map(begins -> new Forks(
                        begins, last.orElse(begins), last.orElse(begins).equals(begins) ? Optional.empty() : point));
    }

    private Traits traits() throws SQLException {
        var size = number(SetColumn.SIZE).orElse(0L);
        var virtual = row.integer(SetColumn.DEVICE_TYPE.in(source))
                .filter(VIRTUAL_DEVICES::contains)
                .isPresent();
        return new Traits(
                flag(SetColumn.COPY_ONLY),
                flag(SetColumn.DAMAGED),
                virtual || flag(SetColumn.SNAPSHOT),
                flag(SetColumn.CHECKSUMS),
                flag(SetColumn.BULK_LOGGED),
                row.bytes(SetColumn.ENCRYPTOR.in(source))
                        .filter(print -> print.length > 0)
                        .map(HexFormat.of().withUpperCase()::formatHex),
                new DataSize(size),
                new DataSize(number(SetColumn.STORED_SIZE).orElse(size)),
                row.integer(SetColumn.VERSION.in(source)).orElse(0),
                text(SetColumn.DESCRIPTION).orElse(""),
                new Origin(
                        text(SetColumn.SERVER).orElse(""),
                        uuid(SetColumn.BINDING),
                        text(SetColumn.MODEL).filter(OUTLINING::equals).isPresent()));
    }

    private Optional<OffsetDateTime> time(SetColumn column) throws SQLException {
        var local = row.time(column.in(source));
        var quarters = row.integer(SetColumn.TIME_ZONE.in(source))
                .filter(each -> each != UNKNOWN_ZONE && Math.abs(each) <= FARTHEST_ZONE);
        return local.map(time -> quarters.isPresent()
                ? time.atOffset(ZoneOffset.ofTotalSeconds(quarters.get() * SECONDS_OF_A_QUARTER))
                : time.atZone(zone).toOffsetDateTime());
    }

    private Optional<String> text(SetColumn column) throws SQLException {
        return row.text(column.in(source)).filter(text -> !text.isEmpty());
    }

    private Optional<UUID> uuid(SetColumn column) throws SQLException {
        return row.uuid(column.in(source)).filter(id -> !id.equals(NOBODY));
    }

    private Optional<Lsn> lsn(SetColumn column) throws SQLException {
        Optional<BigDecimal> value = row.number(column.in(source));
        return value.map(Lsn::of);
    }

    private Optional<Long> number(SetColumn column) throws SQLException {
        return row.bigInteger(column.in(source));
    }

    private boolean flag(SetColumn column) throws SQLException {
        return row.flag(column.in(source)).orElse(false);
    }
}
