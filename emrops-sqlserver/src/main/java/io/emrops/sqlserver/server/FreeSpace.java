package io.emrops.sqlserver.server;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.ServerPath;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether there is room in directories of the server's machine. The server knows for certain only the volumes that a file of a database lies on
 * ("sys.dm_os_volume_stats (Transact-SQL)"): a directory where none lies may be on any, since another volume may be mounted below a drive or a root. Of
 * that, the drive is told, and that it is not known.
 */
public final class FreeSpace {
    private static final int ASKED = 3;

    private static final int LITTLE = 8;

    private final ShortQueries queries;
    private final ServerFacts facts;

    /** Asks by these. */
    public FreeSpace(ShortQueries queries, ServerFacts facts) {
        this.queries = queries;
        this.facts = facts;
    }

    private record Neighbour(int database, int file, String directory) {}

    /** @param mountPoint empty if the server does not tell: then two directories may lie on one */
    private record Volume(Optional<String> mountPoint, String directory, long available) {
        String name() {
            return mountPoint.orElse("the disk of " + directory);
        }

        Volume withLess(Volume other) {
            return other.available < available ? other : this;
        }
    }

    private record Demand(Volume volume, long bytes) {
        boolean isTooMuch() {
            return bytes > volume.available;
        }

        Demand and(Demand other) {
            return new Demand(volume.withLess(other.volume), bytes + other.bytes);
        }

        /** Whether they may be of one disk, whose room changes a little from one look to the next. */
        boolean mayShare(Demand other) {
            var difference = Math.abs(volume.available - other.volume.available);
            return difference <= Math.max(volume.available, other.volume.available) / LITTLE;
        }
    }

    private record Drive(String path, long available) {}

    /**
     * What is certainly too little, in words; empty if nothing is.
     *
     * @param needed bytes, by the file that takes them
     * @param notes is told what is not known
     */
    public Optional<String> shortage(Map<ServerPath, Long> needed, List<String> notes) {
        var byDirectory = new LinkedHashMap<String, Long>();
        needed.forEach((file, bytes) -> byDirectory.merge(directory(file.path()), bytes, Long::sum));
        var demands = new LinkedHashMap<String, Demand>();
        var neighbours = neighbours();
        byDirectory.forEach((directory, bytes) -> volume(directory, neighbours)
                .ifPresentOrElse(
                        volume -> demands.merge(volume.name(), new Demand(volume, bytes), Demand::and),
                        () -> notes.add(notKnown(directory, bytes))));
        var shortage = demands.values().stream()
                .filter(Demand::isTooMuch)
                .findFirst()
                .map(each -> "There is no room on " + each.volume.name() + ": the files in the backup need "
                        + new DataSize(each.bytes) + ", and " + new DataSize(each.volume.available)
                        + " are left");
        if (shortage.isEmpty()) {
            noteWhatMayShare(demands.values(), notes);
        }
        return shortage;
    }

    private static void noteWhatMayShare(Collection<Demand> demands, List<String> notes) {
        var nameless = demands.stream()
                .filter(each -> each.volume.mountPoint.isEmpty())
                .toList();
        for (var one : nameless) {
            var sharing = nameless.stream().filter(one::mayShare).toList();
            var all = sharing.stream().reduce(Demand::and).orElse(one);
            if (all.isTooMuch()) {
                notes.add("Whether there is room for " + new DataSize(all.bytes) + " is not known: "
                        + sharing.stream().map(each -> each.volume.directory).collect(Collectors.joining(" and "))
                        + " may be one disk, on which " + new DataSize(all.volume.available) + " are left");
                return;
            }
        }
    }

    private String notKnown(String directory, long bytes) {
        var words = "Whether there is room for " + new DataSize(bytes) + " in " + directory + " is not known";
        return drive(directory)
                .map(drive -> words + ": there are " + new DataSize(drive.available) + " on " + drive.path
                        + ", unless another disk is mounted below it")
                .orElse(words);
    }

    private List<Neighbour> neighbours() {
        try {
            return queries.list(
                    "the files of the databases",
                    "SELECT database_id, file_id, physical_name FROM sys.master_files",
                    row -> new Neighbour(
                            row.integer("database_id").orElse(0),
                            row.integer("file_id").orElse(0),
                            directory(row.text("physical_name").orElse(""))));
        } catch (PreconditionFailedException | StepFailedException e) {
            return List.of();
        }
    }

    /** A file of a database that is not open may tell nothing. */
    private Optional<Volume> volume(String directory, List<Neighbour> neighbours) {
        return neighbours.stream()
                .filter(neighbour -> neighbour.directory.equals(directory))
                .limit(ASKED)
                .map(this::volumeOf)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Volume> volumeOf(Neighbour neighbour) {
        try {
            return queries.find(
                            "the room on the disks",
                            "SELECT volume_mount_point, available_bytes FROM sys.dm_os_volume_stats(?, ?)",
                            row -> volume(row, neighbour),
                            neighbour.database,
                            neighbour.file)
                    .flatMap(found -> found);
        } catch (PreconditionFailedException | StepFailedException e) {
            return Optional.empty();
        }
    }

    private static Optional<Volume> volume(Row row, Neighbour neighbour) throws SQLException {
        var mountPoint = row.text("volume_mount_point").filter(point -> !point.isBlank());
        return row.bigInteger("available_bytes").map(bytes -> new Volume(mountPoint, neighbour.directory, bytes));
    }

    private static Optional<Drive> drive(Row row) throws SQLException {
        var path = row.text("fixed_drive_path").orElse("");
        return row.bigInteger("free_space_in_bytes").map(bytes -> new Drive(path, bytes));
    }

    /** The one with the longest path that the directory is below. */
    private Optional<Drive> drive(String directory) {
        if (!facts.can(Capability.FILE_VIEWS)) {
            return Optional.empty();
        }
        try {
            return queries
                    .list(
                            "the drives",
                            "SELECT fixed_drive_path, free_space_in_bytes FROM sys.dm_os_enumerate_fixed_drives",
                            FreeSpace::drive)
                    .stream()
                    .flatMap(Optional::stream)
                    .filter(drive -> !drive.path.isEmpty() && directory.startsWith(comparable(drive.path)))
                    .max(Comparator.comparingInt(drive -> drive.path.length()));
        } catch (PreconditionFailedException | StepFailedException e) {
            return Optional.empty();
        }
    }

    private String directory(String path) {
        var end = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
        return comparable(path.substring(0, Math.max(end, 0)));
    }

    /** On Windows, capitals make no difference. */
    private String comparable(String path) {
        return facts.platform() == ServerPath.Platform.WINDOWS
                ? path.replace('/', '\\').toLowerCase(Locale.ROOT)
                : path;
    }
}
