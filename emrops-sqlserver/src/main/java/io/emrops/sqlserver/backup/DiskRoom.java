package io.emrops.sqlserver.backup;

import io.emrops.PreconditionFailedException;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.server.FreeSpace;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether there is room where a restore would go. */
final class DiskRoom {
    private final Surroundings here;

    DiskRoom(Surroundings here) {
        this.here = here;
    }

    /**
     * @param notes is told what cannot be seen
     * @throws PreconditionFailedException if there is certainly no room
     */
    void require(Map<ContainedFile, ServerPath> places, List<String> notes) {
        var needed = new LinkedHashMap<ServerPath, Long>();
        places.forEach((file, place) -> needed.put(place, file.size().bytes()));
        var shortage = new FreeSpace(here.queries(), here.facts()).shortage(needed, notes);
        if (shortage.isPresent()) {
            throw here.refused(shortage.get());
        }
    }
}
