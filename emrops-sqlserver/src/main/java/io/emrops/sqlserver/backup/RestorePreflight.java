package io.emrops.sqlserver.backup;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out before anything is sent whether a backup could be restored beside the real database. */
final class RestorePreflight {
    private final Surroundings here;

    RestorePreflight(Surroundings here) {
        this.here = here;
    }

    /** @throws PreconditionFailedException if it would be refused */
    RestoreOrder order(Backup backup, String scratch) {
        Capability.BACKUP_TO_DISK.require(here.facts());
        if (backup.kind() != Backup.Kind.FULL) {
            throw here.refused("A restore test is made of a full backup; this one is " + backup.kind());
        }
        var located = new SetLocator(here).locate(backup);
        var set = located.set()
                .orElseThrow(() -> here.refused("The backup " + backup.id() + " of " + backup.database()
                        + " was not found: " + located.problem()));
        if (set.kind() != Backup.Kind.FULL) {
            throw here.refused("A restore test is made of a full backup; this one is " + set.kind());
        }
        if (set.traits().serverVersion() > here.facts().majorVersion()) {
            throw here.refused("The backup was made by a newer version of SQL Server, and cannot be restored here");
        }
        requirePermission();
        requireKey(set.traits().encryptor(), "The backup is encrypted by a certificate");
        var notes = new ArrayList<String>();
        var places = places(set, located.files(), scratch);
        new DiskRoom(here).require(places, notes);
        var order = new RestoreOrder(set, located.files(), scratch, places, List.copyOf(notes));
        requireStatement(order);
        return order;
    }

    private void requirePermission() {
        var has = here.queries()
                .find(
                        "permissions",
                        "SELECT HAS_PERMS_BY_NAME(NULL, NULL, N'CREATE ANY DATABASE') AS has",
                        row -> row.flag("has").orElse(false))
                .orElse(false);
        if (!has) {
            throw here.refused("The login lacks CREATE ANY DATABASE, which a restore under another name needs");
        }
    }

    private void requireKey(Optional<String> thumbprint, String what) {
        if (thumbprint.isPresent() && !new MasterCertificates(here).hasKeyOf(thumbprint.get())) {
            throw here.refused(what + " that master has not, or not with its private key: 0x" + thumbprint.get());
        }
    }

    private Map<ContainedFile, ServerPath> places(BackupSet set, List<ServerPath> files, String scratch) {
        List<ContainedFile> contained;
        try {
            contained = here.headers().files(files.get(0), set.media().position());
        } catch (StepFailedException e) {
            throw here.refused("The backup cannot be read: " + e.getMessage(), e);
        }
        if (contained.isEmpty()) {
            throw here.refused("The backup tells of no files");
        }
        var scratchFiles = new ScratchFiles(here, scratch);
        var places = new LinkedHashMap<ContainedFile, ServerPath>();
        for (var file : contained) {
            requireKey(file.transparentlyEncryptedBy(), "The database is encrypted by a certificate");
            var place = placed(scratchFiles, file);
            if (here.exists(place).orElse(false)) {
                throw here.refused("There is a file " + place + " already");
            }
            places.put(file, place);
        }
        return places;
    }

    private ServerPath placed(ScratchFiles scratchFiles, ContainedFile file) {
        try {
            return scratchFiles.place(file);
        } catch (IllegalArgumentException e) {
            throw here.refused("The files cannot be placed: " + e.getMessage(), e);
        }
    }

    private void requireStatement(RestoreOrder order) {
        try {
            order.statement();
        } catch (IllegalArgumentException e) {
            throw here.refused("The backup cannot be restored under another name: " + e.getMessage(), e);
        }
    }
}
