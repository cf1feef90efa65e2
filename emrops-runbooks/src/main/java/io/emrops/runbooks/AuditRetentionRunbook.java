package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.audit.AuditRetention;
import io.emrops.audit.Retentions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * The deletion of audit rows that are older than the policy says: what is due is counted, archived to a file, the archive is read back and compared row by row
 * with the table, somebody agrees to the deletion, and only then the archived rows are deleted, batch by batch. Rows under a legal hold stay.
 *
 * <pre>{@code
 * var yearly = AuditRetentionRunbook.of(
 *                 "emrnext-retention", "Delete old audit rows of EMRNext", retention, Path.of("/srv/archive"), "data-protection")
 *         .window(MaintenanceWindow.weekly(SUNDAY, "02:00", "06:00", zone))
 *         .build();
 * }</pre>
 *
 * <p>The report is the evidence: policy and cutoff, counts before and after, and the archive with its SHA-256. That seven years are kept is a policy; what 45 CFR
 * 164.316(b)(2)(i) asks for is six, of documentation. It proves nothing about the archive's own storage: copy it to where it is kept.
 */
public final class AuditRetentionRunbook extends ReadyMadeRunbook<AuditRetentionRunbook> {
    private final AuditRetention retention;
    private final Path archive;
    private final String approvers;
    private int atLeast = 1;

    private AuditRetentionRunbook(String id, String title, AuditRetention retention, Path archive, String approvers) {
        super(id, title);
        this.retention = Objects.requireNonNull(retention, "retention");
        this.archive = Objects.requireNonNull(archive, "archive");
        this.approvers = Objects.requireNonNull(approvers, "approvers");
    }

    /**
     * Begins the configuration; see {@link io.emrops.Runbook#define} for id and title.
     *
     * @param archive a directory on the machine where the run is
     * @param approvers the group that agrees to the deletion, after the archive was proven
     */
    public static AuditRetentionRunbook of(
            String id, String title, AuditRetention retention, Path archive, String approvers) {
        return new AuditRetentionRunbook(id, title, retention, archive, approvers);
    }

    /** How many of the group have to agree to the deletion; one without this. Whoever starts the run has no vote. */
    public AuditRetentionRunbook approvedByAtLeast(int people) {
        atLeast = people;
        return this;
    }

    @Override
    AuditRetentionRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        writeBefore(rb, "Before the archive");
        rb.section("Archive");
        writeProtections(rb);
        rb.require("due", "What is due is known", Retentions.isKnown(retention));
        var archived = rb.step("archive", "Archive what is due", Retentions.archive(retention, archive))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
        var proof = rb.step("prove", "Read the archive back", Retentions.prove(retention, archived))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
        rb.verify("proven", "Each archived row is the same in the table", Retentions.isProven(proof));
        rb.section("Deletion");
        rb.approval("delete", "Delete the archived rows")
                .by(approvers)
                .atLeast(atLeast)
                .notTheStarter();
        var purge = rb.step("purge", "Delete the archived rows", Retentions.purge(retention, archived, proof))
                .attempts(5, Backoff.exponential(Duration.ofMinutes(1)))
                .inDoubt(InDoubt.rerun());
        rb.verify("purged", "What nobody holds is deleted", Retentions.isPurged(purge));
        writeAfter(rb);
    }
}
