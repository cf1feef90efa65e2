package io.emrops.core.health;

import io.emrops.Check;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The file system that a path lies on. */
public final class Disk {
    private final Path path;
    private final Room room;

    /** How many bytes may still be written below a path. */
    @FunctionalInterface
    interface Room {
        long freeAt(Path path) throws IOException;
    }

    Disk(Path path, Room room) {
        this.path = Objects.requireNonNull(path, "path");
        this.room = room;
    }

    /** The file system of this path, which need not exist yet: then that of the nearest directory above it. */
    public static Disk of(Path path) {
        return new Disk(path, existing -> Files.getFileStore(existing).getUsableSpace());
    }

    /** At least this much is free for this process to use, quotas and reserves not counted where the system tells them. */
    public Check hasFree(DataSize atLeast) {
        Objects.requireNonNull(atLeast, "atLeast");
        return new Measured("At least " + atLeast + " are free at " + path, run -> {
            var free = new DataSize(Math.max(0, free()));
            var text = free + " are free at " + path;
            return free.compareTo(atLeast) >= 0
                    ? Finding.ok(text)
                    : Finding.notOk(text + ", " + atLeast + " are needed");
        });
    }

    private long free() {
        var existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return room.freeAt(existing);
        } catch (IOException e) {
            throw new TargetUnavailableException(
                    "The file system at " + path + " does not tell its free space", e, Target.thisMachine());
        }
    }
}
