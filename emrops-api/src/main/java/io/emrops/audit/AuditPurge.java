package io.emrops.audit;

import java.time.Duration;
import java.util.Objects;

/**
 * What a purge has done, as evidence.
 *
 * @param archive which rows it was about, where they are now, and by which policy
 * @param hold where legal holds are written
 * @param before what was in the table
 * @param after what is left
 * @param deleted how many were deleted, by this call
 * @param gone how many were not there any more: an earlier call that was cut off has deleted them, or somebody else
 * @param held how many have come under a legal hold since they were archived; they are left
 * @param changed how many are not as they were archived; they are left
 * @param batches how many batches were committed
 * @param took how long
 */
public record AuditPurge(
        AuditArchive archive,
        String hold,
        AuditRange before,
        AuditRange after,
        long deleted,
        long gone,
        long held,
        long changed,
        int batches,
        Duration took) {
    public AuditPurge {
        Objects.requireNonNull(archive, "archive");
        Objects.requireNonNull(hold, "hold");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(took, "took");
    }
}
