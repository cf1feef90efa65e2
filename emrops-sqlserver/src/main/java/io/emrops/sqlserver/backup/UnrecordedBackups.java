package io.emrops.sqlserver.backup;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.MediaLabel;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backups that msdb does not know of: their files are named by their operations, and say in their headers which it was. */
final class UnrecordedBackups {
    private static final Logger LOG = LoggerFactory.getLogger(UnrecordedBackups.class);

    private final Surroundings here;

    UnrecordedBackups(Surroundings here) {
        this.here = here;
    }

    /** Empty also if the server does not say which files there are: since SQL Server 2017, and to whom it shows its state. */
    Optional<Backup> find(OperationTag tag) {
        try {
            for (var files : media(files(tag))) {
                var found = here.headers().sets(files).stream()
                        .filter(set -> set.traits().description().equals(tag.description()))
                        .filter(UnrecordedBackups::isWhole)
                        .findFirst();
                if (found.isPresent()) {
                    return found.map(set -> BackupFiles.backup(set, Proof.PRESENT));
                }
            }
        } catch (PreconditionFailedException | StepFailedException e) {
            LOG.info("Backups of operation {} cannot be looked for in files: {}", tag.shortId(), e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isWhole(BackupSet set) {
        return set.media().complete() && !set.traits().damaged();
    }

    private List<ServerPath> files(OperationTag tag) {
        if (!here.facts().can(Capability.FILE_VIEWS)) {
            return List.of();
        }
        var directory = directory();
        var found = here.queries()
                .list(
                        "the files in " + directory,
                        "SELECT file_or_directory_name FROM sys.dm_os_enumerate_filesystem(?, ?)"
                                + " WHERE is_directory = 0 AND level = 0 ORDER BY file_or_directory_name",
                        row -> row.text("file_or_directory_name"),
                        directory.path(),
                        "*_" + tag.shortId() + "*");
        var files = new ArrayList<ServerPath>();
        found.forEach(name -> name.map(directory::resolve).ifPresent(files::add));
        return files;
    }

    private ServerPath directory() {
        try {
            return new ServerPath(here.facts().platform(), here.settings().directory);
        } catch (IllegalArgumentException e) {
            throw here.refused("Backups cannot lie there: " + e.getMessage(), e);
        }
    }

    /** Of one that was striped, all files together. A file that is none of a backup is passed over. */
    private List<List<ServerPath>> media(List<ServerPath> files) {
        var media = new LinkedHashMap<UUID, List<ServerPath>>();
        for (var file : files) {
            label(file)
                    .ifPresent(label -> media.computeIfAbsent(label.media(), id -> new ArrayList<>())
                            .add(file));
        }
        return List.copyOf(media.values());
    }

    private Optional<MediaLabel> label(ServerPath file) {
        try {
            return Optional.of(here.headers().label(file));
        } catch (StepFailedException e) {
            return Optional.empty();
        }
    }
}
