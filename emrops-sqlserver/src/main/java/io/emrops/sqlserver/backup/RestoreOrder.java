package io.emrops.sqlserver.backup;

import io.emrops.DataSize;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.statement.RestoreStatement;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A restore test that nothing stands in the way of, as far as could be seen.
 *
 * @param scratch the name of the database that comes and goes
 * @param notes what could not be looked at beforehand
 */
record RestoreOrder(
        BackupSet set,
        List<ServerPath> files,
        String scratch,
        Map<ContainedFile, ServerPath> places,
        List<String> notes) {
    RestoreOrder {
        places = new LinkedHashMap<>(places);
    }

    /** Never over another database, and never open to everybody. */
    RestoreStatement statement() {
        var statement = RestoreStatement.database(scratch)
                .file(set.media().position())
                .checksum(set.traits().checksums())
                .recovery()
                .restrictedUser();
        files.forEach(statement::from);
        places.forEach((file, place) -> statement.move(file.logicalName(), place));
        return statement.build();
    }

    DataSize room() {
        return new DataSize(
                places.keySet().stream().mapToLong(file -> file.size().bytes()).sum());
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("Restore the full backup of " + set.database() + " of " + set.finishedAt() + " as " + scratch);
        places.forEach((file, place) -> lines.add(file.logicalName() + " to " + place + ", " + file.size()));
        lines.add("Check " + scratch + " for integrity, and drop it");
        lines.addAll(notes);
        return lines;
    }
}
