package io.emrops.sqlserver.backup;

import io.emrops.PreconditionFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupRequest;
import io.emrops.sqlserver.backup.BackupSettings.Compression;
import io.emrops.sqlserver.backup.BackupSettings.Encryption;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.statement.BackupStatement;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.sqlserver.statement.ServerPath;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out before anything is sent whether a backup would be refused, or would be none that can be restored. */
final class BackupPreflight {
    /** From this version on, secondary replicas make full and differential backups. */
    private static final int SECONDARIES_BACK_UP = 17;

    private static final int ENTERPRISE = 3;

    private final Surroundings here;

    BackupPreflight(Surroundings here) {
        this.here = here;
    }

    /** @throws PreconditionFailedException if it would be refused */
    BackupOrder order(BackupRequest request, OperationTag tag, String moment) {
        Capability.BACKUP_TO_DISK.require(here.facts());
        if (request.copyOnly() && request.kind() == Backup.Kind.DIFFERENTIAL) {
            throw here.refused(
                    "A differential backup cannot be copy-only: the server would ignore one of both without a word");
        }
        var source = source(request.database());
        requireState(source);
        requireKind(source, request.kind());
        var notes = new ArrayList<String>();
        requireReplica(source, request, notes);
        requirePermission(source, request.kind());
        var compressed = compressed();
        var encryption = encryption();
        var statement = statement(source, request, tag, moment, compressed, encryption);
        return new BackupOrder(
                source, request.kind(), request.copyOnly(), compressed, encryption, statement, tag, List.copyOf(notes));
    }

    private SourceDatabase source(String name) {
        try {
            Identifier.of(name);
        } catch (IllegalArgumentException e) {
            throw here.refused("There can be no database of this name: " + e.getMessage(), e);
        }
        return SourceDatabase.read(here.queries(), name)
                .orElseThrow(() -> here.refused("There is no database " + name + " on "
                        + here.facts().name() + ", or the login does not see it"));
    }

    private void requireState(SourceDatabase source) {
        if (source.name().equals("tempdb")) {
            throw here.refused("tempdb cannot be backed up");
        }
        if (source.snapshot()) {
            throw here.refused(source.name() + " is a snapshot of another database, and cannot be backed up");
        }
        if (!source.state().equals("ONLINE")) {
            throw here.refused(source.name() + " is not online but " + source.state());
        }
        if (source.standby()) {
            throw here.refused(source.name() + " is in standby, between two restores, and cannot be backed up");
        }
    }

    private void requireKind(SourceDatabase source, Backup.Kind kind) {
        if (source.name().equals("master") && kind != Backup.Kind.FULL) {
            throw here.refused("master has full backups only");
        }
        if (kind == Backup.Kind.LOG) {
            if (source.recoveryModel().equals("SIMPLE")) {
                throw here.refused(source.name() + " keeps no log: its recovery model is SIMPLE");
            }
            if (!source.logBegun()) {
                throw here.refused(
                        source.name() + " has no full backup that a log backup could follow; take one first");
            }
        } else if (kind == Backup.Kind.DIFFERENTIAL && !source.differentialBase()) {
            throw here.refused(
                    source.name()
                            + " has no full backup that a differential one could build on; copy-only ones do not count. Take one first");
        }
    }

    private void requireReplica(SourceDatabase source, BackupRequest request, List<String> notes) {
        if (!source.inGroup()) {
            return;
        }
        var primary =
                flag("the role of the replica", "SELECT sys.fn_hadr_is_primary_replica(?) AS answer", source.name());
        if (!primary) {
            var all = here.facts().majorVersion() >= SECONDARIES_BACK_UP
                    && here.facts().engineEdition() == ENTERPRISE;
            if (request.kind() == Backup.Kind.LOG && request.copyOnly()) {
                throw here.refused("A secondary replica makes no copy-only backups of logs");
            }
            if (request.kind() != Backup.Kind.LOG && !request.copyOnly() && !all) {
                throw here.refused("This is a secondary replica of " + source.name()
                        + ", which makes only copy-only full backups and log backups");
            }
        }
        if (!flag(
                "the preferred replica",
                "SELECT sys.fn_hadr_backup_is_preferred_replica(?) AS answer",
                source.name())) {
            notes.add("The availability group prefers another replica for backups of " + source.name());
        }
    }

    private boolean flag(String what, String query, String name) {
        return here.queries()
                .find(what, query, row -> row.flag("answer").orElse(false), name)
                .orElse(false);
    }

    private void requirePermission(SourceDatabase source, Backup.Kind kind) {
        var permission = kind == Backup.Kind.LOG ? "BACKUP LOG" : "BACKUP DATABASE";
        var has = here.queries()
                .find(
                        "permissions",
                        "SELECT HAS_PERMS_BY_NAME(?, N'DATABASE', ?) AS has",
                        row -> row.flag("has").orElse(false),
                        Identifier.of(source.name()).quoted(),
                        permission)
                .orElse(false);
        if (!has) {
            throw here.refused("The login lacks " + permission + " on database " + source.name());
        }
    }

    private boolean compressed() {
        if (here.settings().compression == Compression.ALWAYS) {
            Capability.BACKUP_COMPRESSION.require(here.facts());
        }
        return here.settings().compression != Compression.NEVER && here.facts().can(Capability.BACKUP_COMPRESSION);
    }

    private Optional<Encryption> encryption() {
        var wanted = here.settings().encryption;
        if (wanted == null) {
            return Optional.empty();
        }
        Capability.BACKUP_ENCRYPTION.require(here.facts());
        new MasterCertificates(here).requireFitForBackups(wanted.certificate());
        return Optional.of(wanted);
    }

    private BackupStatement statement(
            SourceDatabase source,
            BackupRequest request,
            OperationTag tag,
            String moment,
            boolean compressed,
            Optional<Encryption> encryption) {
        try {
            var directory = new ServerPath(here.facts().platform(), here.settings().directory);
            if (directory.path().contains(BackupFiles.SEPARATOR)) {
                throw new IllegalArgumentException("The directory of backups has a bar in its path: " + directory);
            }
            var statement = request.kind() == Backup.Kind.LOG
                    ? BackupStatement.log(source.name())
                    : BackupStatement.database(source.name());
            Names.files(
                            here.facts().name(),
                            source.name(),
                            request.kind(),
                            moment,
                            tag.shortId(),
                            here.settings().files)
                    .forEach(name -> statement.to(directory.resolve(name)));
            if (request.kind() == Backup.Kind.DIFFERENTIAL) {
                statement.differential();
            }
            if (request.copyOnly()) {
                statement.copyOnly();
            }
            if (compressed) {
                statement.compressed();
            }
            encryption.ifPresent(by -> statement.encrypted(by.algorithm(), by.certificate()));
            return statement.description(tag.description()).build();
        } catch (IllegalArgumentException e) {
            throw here.refused("The backup cannot be written: " + e.getMessage(), e);
        }
    }

    /** Looks at the clock of the server, which certificates are valid by. */
    static LocalDateTime utc(Surroundings here) {
        return here.now().withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }
}
