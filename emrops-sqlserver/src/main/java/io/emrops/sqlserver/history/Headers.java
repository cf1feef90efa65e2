package io.emrops.sqlserver.history;

import io.emrops.DataSize;
import io.emrops.StepFailedException;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.RestoreStatement;
import io.emrops.sqlserver.statement.ServerPath;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What files of backups say of themselves, as the server's service reads them. Safe for use by several threads. Throws what {@link
 * ShortQueries} throws: {@link StepFailedException} if a file is not there, cannot be read, or is no backup, {@link
 * io.emrops.PreconditionFailedException} if the server's service may not read it.
 *
 * @see <a href="https://learn.microsoft.com/sql/t-sql/statements/restore-statements-headeronly-transact-sql">RESTORE HEADERONLY</a>
 */
public final class Headers {
    private static final UUID NOBODY = new UUID(0, 0);

    private final ShortQueries queries;
    private final ZoneId zone;

    /**
     * Reads nothing yet.
     *
     * @param queries given enough time: the header of a large file takes some
     * @param zone the time zone of the server that made the backups, for headers that do not tell it, as before SQL Server 2022
     */
    public Headers(ShortQueries queries, ZoneId zone) {
        this.queries = Objects.requireNonNull(queries, "queries");
        this.zone = Objects.requireNonNull(zone, "zone");
    }

    /**
     * The full, differential and log backups in these files, by their position. The files are in the order of their families, whichever order
     * they are given in; one that belongs to other media than the first is left out, so that {@link Media#complete} is false.
     *
     * @param files of one media set, at least one
     */
    public List<BackupSet> sets(List<ServerPath> files) {
        var first = label(files.get(0));
        var ordered = new TreeMap<Integer, String>();
        ordered.put(first.family(), files.get(0).path());
        for (var file : files.subList(1, files.size())) {
            var label = label(file);
            if (label.media().equals(first.media())) {
                ordered.putIfAbsent(label.family(), file.path());
            }
        }
        return queries
                .list(
                        "the header of " + files.get(0),
                        RestoreStatement.headerOnly(files.get(0)).text(),
                        row -> set(row, first, List.copyOf(ordered.values())))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<BackupSet> set(Row row, MediaLabel label, List<String> files) throws SQLException {
        var reader = new SetReader(row, Source.HEADER, zone);
        return reader.read(new Media(label.media(), files, label.families(), reader.position()));
    }

    /** To which media a file belongs. */
    public MediaLabel label(ServerPath file) {
        return queries.find(
                        "the label of " + file, RestoreStatement.labelOnly(file).text(), Headers::label)
                .orElseThrow(() -> new StepFailedException("The file " + file + " has no label of a backup"));
    }

    /**
     * The files of the database that are in a set.
     *
     * @param file any one of the media set
     * @param position which set it is, from 1
     */
    public List<ContainedFile> files(ServerPath file, int position) {
        return queries.list(
                "the files in " + file,
                RestoreStatement.fileListOnly(file, position).text(),
                Headers::contained);
    }

    private static MediaLabel label(Row row) throws SQLException {
        return new MediaLabel(
                row.uuid("MediaSetId").orElse(NOBODY),
                row.integer("FamilySequenceNumber").orElse(1),
                row.integer("FamilyCount").orElse(1));
    }

    private static ContainedFile contained(Row row) throws SQLException {
        return new ContainedFile(
                row.text("LogicalName").orElseThrow(),
                row.text("PhysicalName").orElse(""),
                type(row.text("Type").map(String::strip).orElse("D")),
                row.bigInteger("FileId").orElse(0L),
                row.uuid("UniqueId").filter(guid -> !guid.equals(NOBODY)),
                new DataSize(row.bigInteger("Size").orElse(0L)),
                row.flag("IsPresent").orElse(true),
                row.bytes("TDEThumbprint")
                        .filter(print -> print.length > 0)
                        .map(HexFormat.of().withUpperCase()::formatHex));
    }

    private static ContainedFile.Type type(String letter) {
        return switch (letter) {
            case "L" -> ContainedFile.Type.LOG;
            case "S" -> ContainedFile.Type.CONTAINER;
            case "F" -> ContainedFile.Type.FULL_TEXT;
            default -> ContainedFile.Type.DATA;
        };
    }
}
