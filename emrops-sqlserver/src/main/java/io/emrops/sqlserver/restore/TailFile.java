package io.emrops.sqlserver.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.server.Capability;
import io.emrops.sqlserver.statement.ServerPath;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The backup of the end of a log that one operation makes, however often it has to begin: found by what is written beside it. */
final class TailFile {
    private static final int MOST = 50;

    private final Instance instance;
    private final String hash;

    /** @param operationKey may say anything; only its hash goes to the server */
    TailFile(Instance instance, String operationKey) {
        this.instance = instance;
        this.hash = hash(operationKey);
    }

    /** What is written beside the backup. */
    String description() {
        return "emrops secure " + hash;
    }

    /** By the server's history; the file itself is asked if that has forgotten it or never knew. */
    Optional<BackupSet> find() {
        var known = instance.history().described(description()).stream().findFirst();
        return known.isPresent() ? known : findOnDisk();
    }

    private Optional<BackupSet> findOnDisk() {
        for (var i = 1; i <= MOST; i++) {
            var file = file(i);
            if (isFree(file)) {
                return Optional.empty();
            }
            var found = sets(file).stream()
                    .filter(set -> set.traits().description().equals(description()))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Where nothing is yet: what was cut off may have left a part of a file. */
    ServerPath free() {
        for (var i = 1; i <= MOST; i++) {
            if (isFree(file(i))) {
                return file(i);
            }
        }
        throw new StepFailedException("The end of the log was begun to be backed up " + MOST + " times");
    }

    private boolean isFree(ServerPath file) {
        var sql = instance.facts().can(Capability.FILE_VIEWS)
                ? "SELECT file_exists AS is_there FROM sys.dm_os_file_exists(?)"
                : "SET NOCOUNT ON; DECLARE @there int; EXEC master.sys.xp_fileexist ?, @there OUTPUT; SELECT @there AS is_there";
        return !instance.queries()
                .find("the file " + file, sql, row -> row.flag("is_there").orElse(true), file.path())
                .orElse(true);
    }

    private List<BackupSet> sets(ServerPath file) {
        try {
            return instance.headers().sets(List.of(file));
        } catch (StepFailedException e) {
            return List.of();
        }
    }

    private ServerPath file(int attempt) {
        return requireDirectory(instance).resolve("emrops_tail_" + hash.substring(0, 16) + "_" + attempt + ".trn");
    }

    /** @throws PreconditionFailedException if it is not known, or none */
    static ServerPath requireDirectory(Instance instance) {
        try {
            return instance.settings()
                    .tailDirectory()
                    .map(instance::path)
                    .or(() -> instance.facts().backupPath())
                    .orElseThrow(() -> new PreconditionFailedException(
                            "The server does not say where backups go: name the directory for the ends of logs"));
        } catch (IllegalArgumentException e) {
            throw new PreconditionFailedException(
                    "The directory for the ends of logs is none on the server: " + e.getMessage(), e);
        }
    }

    /** What the files of a new database are named by: the same for the same plan, another for any other. */
    static String token(RecoveryPlan plan) {
        var request = plan.request();
        return hash(request.database() + "\n" + request.into() + "\n" + request.moment() + "\n" + plan.plannedAt())
                .substring(0, 16);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
