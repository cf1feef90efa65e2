package io.emrops.sqlserver.backup;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds a backup where it lies, and says why not if it is not there: its files may be gone, or hold others by now. */
final class SetLocator {
    private final Surroundings here;

    SetLocator(Surroundings here) {
        this.here = here;
    }

    /**
     * Where a backup was found.
     *
     * @param set as its files tell of it; empty if it is not there
     * @param problem why not; empty if it is there
     */
    record Located(Optional<BackupSet> set, List<ServerPath> files, String problem) {
        static Located problem(String words) {
            return new Located(Optional.empty(), List.of(), words);
        }
    }

    Located locate(Backup backup) {
        var id = id(backup);
        var recorded = id.flatMap(here.history()::find);
        var paths = recorded.map(set -> set.media().files()).orElseGet(() -> BackupFiles.located(backup));
        if (recorded.filter(set -> !set.media().complete()).isPresent()) {
            return Located.problem("msdb does not know all of its files");
        }
        try {
            var files = BackupFiles.paths(here, paths);
            var found = here.headers().sets(files).stream()
                    .filter(set -> id.isPresent()
                            ? set.id().equals(id.get())
                            : set.traits().description().equals(new OperationTag(backup.id()).description()))
                    .findFirst();
            if (found.isEmpty()) {
                return Located.problem(
                        "its file holds other backups by now, and not this one: " + String.join(", ", paths));
            }
            return judged(found.get(), recorded, files);
        } catch (IllegalArgumentException e) {
            return Located.problem("it lies where it cannot be read from: " + e.getMessage());
        } catch (StepFailedException | PreconditionFailedException e) {
            return Located.problem("it cannot be read: " + e.getMessage());
        }
    }

    private static Located judged(BackupSet found, Optional<BackupSet> recorded, List<ServerPath> files) {
        if (!found.media().complete()) {
            return Located.problem("of its " + found.media().families() + " files, "
                    + found.media().files().size() + " were found");
        }
        if (recorded.filter(set -> !agree(set, found)).isPresent()) {
            return Located.problem("its header says other things of it than msdb");
        }
        return new Located(Optional.of(found), files, "");
    }

    private static boolean agree(BackupSet recorded, BackupSet found) {
        return recorded.kind() == found.kind()
                && recorded.database().equalsIgnoreCase(found.database())
                && recorded.log().first().equals(found.log().first())
                && recorded.log().last().equals(found.log().last())
                && recorded.traits().checksums() == found.traits().checksums()
                && recorded.traits().copyOnly() == found.traits().copyOnly()
                && recorded.traits().encryptor().equals(found.traits().encryptor());
    }

    private static Optional<UUID> id(Backup backup) {
        try {
            return backup.id().indexOf('-') < 0 ? Optional.empty() : Optional.of(UUID.fromString(backup.id()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
