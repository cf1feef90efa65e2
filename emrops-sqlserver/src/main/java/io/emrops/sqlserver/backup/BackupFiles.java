package io.emrops.sqlserver.backup;

import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.List;

/** Where backups lie, as one text for people and the api. */
final class BackupFiles {
    /** Between the files of a striped backup: no path has it, on Windows because it may not, on Linux because it is refused. */
    static final String SEPARATOR = "|";

    private BackupFiles() {}

    static Backup backup(BackupSet set, Proof proof) {
        return backup(set, set.database(), proof);
    }

    /** @param database what the database is called now */
    static Backup backup(BackupSet set, String database, Proof proof) {
        return new Backup(
                set.id().toString(),
                database,
                set.kind(),
                String.join(SEPARATOR, set.media().files()),
                set.finishedAt().toInstant(),
                set.traits().storedSize(),
                set.traits().copyOnly(),
                proof);
    }

    /** @throws IllegalArgumentException if one of them is no file, such as a URL or a tape */
    static List<ServerPath> paths(Surroundings here, List<String> files) {
        return files.stream()
                .map(file -> new ServerPath(here.facts().platform(), file))
                .toList();
    }

    static List<String> located(Backup backup) {
        return List.of(backup.location().split("\\" + SEPARATOR, -1));
    }

    static boolean same(List<String> one, List<String> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (var i = 0; i < one.size(); i++) {
            if (!one.get(i).equalsIgnoreCase(other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
