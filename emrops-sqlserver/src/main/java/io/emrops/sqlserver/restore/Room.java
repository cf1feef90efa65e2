package io.emrops.sqlserver.restore;

import io.emrops.PreconditionFailedException;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.server.FreeSpace;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.LinkedHashMap;
import java.util.List;

/** Whether a new database has room: a restore takes as much as the files had, however little of it was used. */
final class Room {
    private final Instance instance;

    Room(Instance instance) {
        this.instance = instance;
    }

    /**
     * @param files empty if nobody has looked
     * @param notes is told what is not known
     * @throws PreconditionFailedException if there is too little, or the server does not say where databases go
     */
    void require(RecoveryRequest request, List<ContainedFile> files, List<String> notes) {
        var facts = instance.facts();
        var target = instance.target(request.result());
        if (facts.dataPath().isEmpty() || facts.logPath().isEmpty()) {
            throw new PreconditionFailedException("The server does not say where new databases go", null, target);
        }
        if (files.isEmpty()) {
            notes.add("Whether there is room for " + request.result() + " is not known: its backup was not looked at.");
            return;
        }
        var needed = new LinkedHashMap<ServerPath, Long>();
        for (var file : files) {
            var directory = file.type() == ContainedFile.Type.LOG ? facts.logPath() : facts.dataPath();
            needed.put(directory.get().resolve("file_" + file.id()), file.size().bytes());
        }
        var shortage = new FreeSpace(instance.queries(), facts).shortage(needed, notes);
        if (shortage.isPresent()) {
            throw new PreconditionFailedException(shortage.get(), null, target);
        }
    }
}
