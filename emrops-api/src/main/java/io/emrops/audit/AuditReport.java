package io.emrops.audit;

import java.util.Objects;

/**
 * A file of totals, and how much is in it.
 *
 * @param export the file; a row for each group, however many there are
 * @param events how many events there are in all of them
 */
public record AuditReport(AuditExport export, long events) {
    public AuditReport {
        Objects.requireNonNull(export, "export");
    }
}
