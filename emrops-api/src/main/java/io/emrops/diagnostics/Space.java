package io.emrops.diagnostics;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The files of all databases of a system, and the room around them.
 *
 * @param at when, by the system's clock
 * @param files of all databases
 * @param volumes on which they lie, each once
 * @param logs of the databases that can be looked into
 * @param largestDatabase how large the data of a database may become, by the edition of the system; empty if it has no limit
 * @param unknown what could not be seen
 */
public record Space(
        Instant at,
        List<DatabaseFile> files,
        List<Volume> volumes,
        List<LogSpace> logs,
        Optional<DataSize> largestDatabase,
        List<String> unknown) {
    public Space {
        Objects.requireNonNull(at, "at");
        files = List.copyOf(files);
        volumes = List.copyOf(volumes);
        logs = List.copyOf(logs);
        Objects.requireNonNull(largestDatabase, "largestDatabase");
        unknown = List.copyOf(unknown);
    }

    /** The files with the rows of a database. */
    public List<DatabaseFile> dataFiles(String database) {
        return files.stream()
                .filter(file ->
                        file.kind() == DatabaseFile.Kind.DATA && file.database().equalsIgnoreCase(database))
                .toList();
    }

    /** How large the files with the rows of a database are. */
    public DataSize dataSize(String database) {
        return new DataSize(dataFiles(database).stream()
                .mapToLong(file -> file.size().bytes())
                .sum());
    }

    /** The files of which it is not known on which volume they lie, or what is free there. */
    public List<DatabaseFile> onUnknownVolumes() {
        var known = new HashSet<String>();
        volumes.forEach(volume -> known.add(volume.name()));
        return files.stream().filter(file -> !known.contains(file.volume())).toList();
    }

    /**
     * How many more rows a database takes: what is free in its files, and what they may still grow, by their own limits, their volumes and the
     * edition. Others on the same volume may be faster.
     *
     * @return empty if it has no file that can be seen, or one whose volume is not known
     */
    public Optional<DataSize> room(String database) {
        var own = dataFiles(database);
        var free = new HashMap<String, Long>();
        volumes.forEach(volume -> free.put(volume.name(), volume.free().bytes()));
        if (own.isEmpty() || !free.keySet().containsAll(names(own))) {
            return Optional.empty();
        }
        var inside = own.stream().mapToLong(file -> file.free().bytes()).sum();
        var outside = 0L;
        for (var file : own) {
            var more = Math.min(mayGrow(file), free.getOrDefault(file.volume(), 0L));
            free.merge(file.volume(), -more, Long::sum);
            outside += more;
        }
        if (largestDatabase.isPresent()) {
            outside = Math.min(
                    outside,
                    Math.max(largestDatabase.get().bytes() - dataSize(database).bytes(), 0));
        }
        return Optional.of(new DataSize(inside + outside));
    }

    private static HashSet<String> names(List<DatabaseFile> own) {
        var names = new HashSet<String>();
        own.forEach(file -> names.add(file.volume()));
        return names;
    }

    private static long mayGrow(DatabaseFile file) {
        if (file.growth().isEmpty()) {
            return 0;
        }
        return file.maximum()
                .map(maximum -> Math.max(maximum.bytes() - file.size().bytes(), 0))
                .orElse(Long.MAX_VALUE);
    }
}
