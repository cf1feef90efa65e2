package io.emrops.testkit.sqlserver.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.testkit.sqlserver.instance.BackupSet.DifferentialBase;
import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.DatabaseFile;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of the views and functions about files of databases. */
final class FileViews {
    private static final int PAGE = 8192;
    private static final long VOLUME = 1L << 40;
    private static final int LARGEST_LOG = 268_435_456;

    private FileViews() {}

    static void masterFiles(Viewer viewer, Rows rows) {
        for (var database : KnownDatabase.all(viewer.instance())) {
            for (var file : database.files()) {
                fill(viewer, database, file, rows.row().set("database_id", database.id()));
            }
        }
    }

    static void databaseFiles(Viewer viewer, Rows rows) {
        KnownDatabase.named(viewer.instance(), viewer.database()).ifPresent(database -> {
            for (var file : database.files()) {
                fill(viewer, database, file, rows.row());
            }
        });
    }

    private static void fill(Viewer viewer, KnownDatabase database, DatabaseFile file, Rows.Row row) {
        var isData = file.type() == DatabaseFile.Type.ROWS;
        var base = database.ofUsers().filter(known -> isData).flatMap(Database::differentialBase);
        var restoring = database.ofUsers().filter(known -> known.state() == DatabaseState.RESTORING);
        // The page knows no file in an emergency.
        var state = database.state() == DatabaseState.EMERGENCY ? DatabaseState.ONLINE : database.state();
        row.set("file_id", file.id())
                .set("file_guid", database.idOf(file))
                .set("type", isData ? 0 : 1)
                .set("type_desc", file.type().name())
                .set("data_space_id", isData ? 1 : 0)
                .set("name", file.logicalName())
                .set("physical_name", file.path())
                .set("state", state.number())
                .set("state_desc", state.name())
                .set("size", file.pages())
                .set("max_size", isData ? -1 : LARGEST_LOG)
                .set("is_read_only", false)
                .set(
                        "differential_base_lsn",
                        base.map(full -> full.lsn().decimal()).orElse(null))
                .set(
                        "differential_base_guid",
                        base.map(DifferentialBase::backupSet).orElse(null))
                .set(
                        "differential_base_time",
                        viewer.localOrNull(base.map(DifferentialBase::at).orElse(null)))
                .set(
                        "redo_start_lsn",
                        restoring.map(known -> known.end().decimal()).orElse(null))
                .set(
                        "redo_start_fork_guid",
                        restoring.map(known -> known.path().fork()).orElse(null));
    }

    static void fileGroups(Viewer viewer, Rows rows) {
        rows.row().set("name", "PRIMARY").set("data_space_id", 1).set("is_read_only", false);
    }

    static void dataSpaces(Viewer viewer, Rows rows) {
        rows.row().set("name", "PRIMARY").set("data_space_id", 1);
    }

    static void spaceUsage(Viewer viewer, Rows rows) {
        KnownDatabase.named(viewer.instance(), viewer.database()).ifPresent(database -> {
            for (var file : database.files()) {
                if (file.type() == DatabaseFile.Type.ROWS) {
                    rows.row()
                            .set("database_id", database.id())
                            .set("file_id", file.id())
                            .set("filegroup_id", 1)
                            .set("total_page_count", file.pages())
                            .set("allocated_extent_page_count", file.pages());
                }
            }
        });
    }

    static void volumeStats(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        var database = argument(arguments, 0)
                .flatMap(id -> KnownDatabase.numbered(viewer.instance(), id))
                .orElse(null);
        if (database == null) {
            return;
        }
        for (var file : database.files()) {
            if (argument(arguments, 1).equals(Optional.of(file.id()))) {
                var volume = volumeOf(file.path());
                rows.row()
                        .set("database_id", database.id())
                        .set("file_id", file.id())
                        .set("volume_mount_point", volume)
                        .set("volume_id", "\\\\?\\Volume{" + UUID.nameUUIDFromBytes(volume.getBytes(UTF_8)) + "}\\")
                        .set("total_bytes", VOLUME)
                        .set("available_bytes", availableOn(viewer, volume));
            }
        }
    }

    static long availableOn(Viewer viewer, String volume) {
        return Math.max(0, VOLUME - usedOn(viewer, volume));
    }

    /** What is on the disk, and the files of the server's own databases, which are not. */
    private static long usedOn(Viewer viewer, String volume) {
        var used = 0L;
        for (var database : KnownDatabase.all(viewer.instance())) {
            for (var file : database.files()) {
                used += database.isSystem() && volumeOf(file.path()).equals(volume) ? file.pages() * PAGE : 0;
            }
        }
        for (var file : viewer.instance().disk().files().entrySet()) {
            used += volumeOf(file.getKey()).equals(volume)
                    ? FileSystemViews.sizeOf(viewer, file.getKey(), file.getValue())
                    : 0;
        }
        return used;
    }

    static String volumeOf(String path) {
        return path.length() > 2 && path.charAt(1) == ':'
                ? path.substring(0, 2).toUpperCase(Locale.ROOT) + "\\"
                : "C:\\";
    }

    static void virtualFileStats(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        var running =
                Duration.between(viewer.instance().started(), viewer.instance().now());
        for (var database : KnownDatabase.all(viewer.instance())) {
            for (var file : database.files()) {
                if (isWanted(arguments, 0, database.id()) && isWanted(arguments, 1, file.id())) {
                    rows.row()
                            .set("database_id", database.id())
                            .set("file_id", file.id())
                            .set("sample_ms", running.toMillis())
                            .set("size_on_disk_bytes", file.pages() * PAGE);
                }
            }
        }
    }

    /** NULL wants all. */
    private static boolean isWanted(List<@Nullable Object> arguments, int place, int id) {
        return argument(arguments, place).map(wanted -> wanted == id).orElse(true);
    }

    static Optional<Integer> argument(List<@Nullable Object> arguments, int place) {
        return Optional.ofNullable(arguments.get(place)).map(Integer.class::cast);
    }
}
