package io.emrops.backup;

import java.util.Objects;

/**
 * A backup that is asked for.
 *
 * @param database of what
 * @param kind how much of it
 * @param copyOnly whether it stays out of the chain of differential backups, as one beside the schedule should
 * @param operationKey names this backup to the system, so that {@link BackupProvider#find} can tell whether it happened;
 *     empty in previews
 */
public record BackupRequest(String database, Backup.Kind kind, boolean copyOnly, String operationKey) {
    public BackupRequest {
        if (Objects.requireNonNull(database, "database").isBlank()) {
            throw new IllegalArgumentException("A database has a name");
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(operationKey, "operationKey");
    }
}
