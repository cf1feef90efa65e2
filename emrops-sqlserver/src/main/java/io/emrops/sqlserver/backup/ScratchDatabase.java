package io.emrops.sqlserver.backup;

import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A database that may be one of a restore test, and everything that has to be so before it is dropped.
 *
 * @param created by the server's clock
 * @param files their paths by their numbers
 */
record ScratchDatabase(
        String name,
        int id,
        String state,
        LocalDateTime created,
        boolean snapshot,
        boolean inGroup,
        List<File> files,
        List<Restored> restores) {
    private static final int LAST_SYSTEM_DATABASE = 4;

    /** Times of the history are rounded. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    record File(int id, String path) {}

    record Restored(UUID set, LocalDateTime at) {}

    static Optional<ScratchDatabase> read(ShortQueries queries, String name) {
        var found = queries.find(
                "the scratch database",
                "SELECT name, database_id, state_desc, create_date, source_database_id, replica_id FROM sys.databases WHERE name = ?",
                ScratchDatabase::of,
                name);
        return found.map(database -> database.with(
                queries.list(
                        "the files of the scratch database",
                        "SELECT file_id, physical_name FROM sys.master_files WHERE database_id = ?",
                        row -> new File(
                                row.integer("file_id").orElse(0),
                                row.text("physical_name").orElse("")),
                        database.id),
                queries.list(
                        "the restores of the scratch database",
                        "SELECT bs.backup_set_uuid, rh.restore_date FROM msdb.dbo.restorehistory AS rh"
                                + " JOIN msdb.dbo.backupset AS bs ON bs.backup_set_id = rh.backup_set_id"
                                + " WHERE rh.destination_database_name = ? AND rh.restore_type = 'D'",
                        row -> new Restored(
                                row.uuid("backup_set_uuid").orElse(new UUID(0, 0)),
                                row.time("restore_date").orElse(LocalDateTime.MIN)),
                        name)));
    }

    private static ScratchDatabase of(Row row) throws SQLException {
        return new ScratchDatabase(
                row.text("name").orElseThrow(),
                row.integer("database_id").orElse(0),
                row.text("state_desc").orElse("?"),
                row.time("create_date").orElse(LocalDateTime.MAX),
                row.integer("source_database_id").isPresent(),
                row.uuid("replica_id").isPresent(),
                List.of(),
                List.of());
    }

    private ScratchDatabase with(List<File> newFiles, List<Restored> newRestores) {
        return new ScratchDatabase(name, id, state, created, snapshot, inGroup, newFiles, newRestores);
    }

    boolean restoring() {
        return state.equals("RESTORING");
    }

    /** Why it is not dropped; empty if it is certainly one of ours. */
    List<String> doubts() {
        var doubts = new ArrayList<String>();
        require(doubts, Names.isScratch(name), "its name is not that of a restore test");
        require(doubts, id > LAST_SYSTEM_DATABASE, "it is a database of the server itself");
        require(doubts, !inGroup, "it is in an availability group");
        require(doubts, !snapshot, "it is a snapshot");
        require(doubts, state.equals("ONLINE") || restoring(), "it is " + state);
        require(
                doubts,
                !files.isEmpty() && files.stream().allMatch(this::isPlacedByTest),
                "its files do not lie where a restore test puts them");
        require(
                doubts,
                restoring() || restores.stream().anyMatch(restored -> !restored.at.isBefore(created.minus(ROUNDING))),
                "msdb knows no restore that made it");
        return doubts;
    }

    private static void require(List<String> doubts, boolean fulfilled, String doubt) {
        if (!fulfilled) {
            doubts.add(doubt);
        }
    }

    private boolean isPlacedByTest(File file) {
        var path = file.path.replace('\\', '/');
        var last = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        var stem = ScratchFiles.stem(name, file.id).toLowerCase(Locale.ROOT);
        return last.equals(stem) || ScratchFiles.ENDINGS.stream().anyMatch(ending -> last.equals(stem + ending));
    }
}
