package io.emrops.audit;

import java.util.Objects;

/**
 * A file of totals, and how much is in it.
 *
 * @param export the file; a row for each group
 * @param groups how many groups there are, also if some were left off
 * @param events how many events there are in all of them
 */
public record AuditReport(AuditExport export, long groups, long events) {
    public AuditReport {
        Objects.requireNonNull(export, "export");
    }

    /** Whether every group has its row. */
    public boolean isComplete() {
        return groups == export.rows();
    }
}
