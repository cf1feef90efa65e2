package io.emrops.sqlserver.restore;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.restore.ServerDatabases.Volume;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a new database has room: a restore takes as much as the files had, however little of it was used. */
final class Room {
    private final Instance instance;

    Room(Instance instance) {
        this.instance = instance;
    }

    /** @throws PreconditionFailedException if there is too little, or the server does not say where databases go */
    void require(RecoveryRequest request, List<ContainedFile> files, List<String> notes) {
        var facts = instance.facts();
        if (facts.dataPath().isEmpty() || facts.logPath().isEmpty()) {
            throw new PreconditionFailedException(
                    "The server does not say where new databases go", null, instance.target(request.result()));
        }
        var volumes = facts.can(Capability.FILE_VIEWS) ? instance.databases().volumes() : List.<Volume>of();
        var needed = new HashMap<Optional<Volume>, Long>();
        for (var file : files) {
            var directory = file.type() == ContainedFile.Type.LOG ? facts.logPath() : facts.dataPath();
            needed.merge(volumeOf(directory.get(), volumes), file.size().bytes(), Long::sum);
        }
        needed.forEach((volume, bytes) -> {
            if (volume.isEmpty()) {
                notes.add("Whether there is room for " + new DataSize(bytes) + " is not known.");
            } else if (volume.get().available() < bytes) {
                throw new PreconditionFailedException(
                        request.into() + " needs " + new DataSize(bytes) + " on "
                                + volume.get().mountPoint() + ", where there are "
                                + new DataSize(volume.get().available()),
                        null,
                        instance.target(request.result()));
            }
        });
    }

    private static Optional<Volume> volumeOf(ServerPath directory, List<Volume> volumes) {
        var path = directory.path().toLowerCase(Locale.ROOT);
        return volumes.stream()
                .filter(volume -> !volume.mountPoint().isEmpty()
                        && path.startsWith(volume.mountPoint().toLowerCase(Locale.ROOT)))
                .max(Comparator.comparingInt(volume -> volume.mountPoint().length()));
    }
}
