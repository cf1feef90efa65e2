package io.emrops.sqlserver.backup;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether there is room where a restore would go. The server only knows the volumes on which a database has a file, so that another
 * directory may be on any.
 */
final class DiskRoom {
    private final Surroundings here;

    DiskRoom(Surroundings here) {
        this.here = here;
    }

    private record Neighbour(int database, int file, String directory) {}

    private record Volume(String mountPoint, long available) {}

    /**
     * @param notes is told what cannot be seen
     * @throws PreconditionFailedException if there is certainly no room
     */
    void require(Map<ContainedFile, ServerPath> places, List<String> notes) {
        var needed = new LinkedHashMap<String, Long>();
        places.forEach((file, place) ->
                needed.merge(directory(place.path()), file.size().bytes(), Long::sum));
        var byVolume = new LinkedHashMap<Volume, Long>();
        try {
            var neighbours = neighbours();
            needed.forEach((directory, bytes) -> volume(directory, neighbours)
                    .ifPresentOrElse(
                            volume -> byVolume.merge(volume, bytes, Long::sum),
                            () -> notes.add("Whether there is room in " + directory + " could not be seen")));
        } catch (PreconditionFailedException | StepFailedException e) {
            notes.add("Whether there is room on the disks could not be seen");
            return;
        }
        byVolume.forEach(this::requireRoom);
    }

    private void requireRoom(Volume volume, long needed) {
        if (needed > volume.available) {
            throw here.refused("There is no room on " + volume.mountPoint + ": the files in the backup need "
                    + new DataSize(needed) + ", and " + new DataSize(volume.available) + " are left");
        }
    }

    private List<Neighbour> neighbours() {
        return here.queries()
                .list(
                        "the files of the databases",
                        "SELECT database_id, file_id, physical_name FROM sys.master_files",
                        row -> new Neighbour(
                                row.integer("database_id").orElse(0),
                                row.integer("file_id").orElse(0),
                                directory(row.text("physical_name").orElse(""))));
    }

    private Optional<Volume> volume(String directory, List<Neighbour> neighbours) {
        return neighbours.stream()
                .filter(neighbour -> neighbour.directory.equals(directory))
                .findFirst()
                .flatMap(neighbour -> here.queries()
                        .find(
                                "the room on the disks",
                                "SELECT volume_mount_point, available_bytes FROM sys.dm_os_volume_stats(?, ?)",
                                row -> new Volume(
                                        row.text("volume_mount_point").orElse("the disk"),
                                        row.bigInteger("available_bytes").orElse(0L)),
                                neighbour.database,
                                neighbour.file));
    }

    private static String directory(String path) {
        var end = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
        return path.substring(0, Math.max(end, 0)).toLowerCase(Locale.ROOT);
    }
}
