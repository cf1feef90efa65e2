package io.emrops.audit;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.Operation;
import io.emrops.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Steps and checks over an {@link AuditRetention}.
 *
 * <pre>{@code
 * var archive = rb.step("archive", "Archive what is due", Retentions.archive(retention, Path.of("/srv/archive"))).inDoubt(rerun());
 * var proof = rb.step("prove", "Read the archive back", Retentions.prove(retention, archive)).inDoubt(rerun());
 * rb.verify("proven", "The archive is proven", Retentions.isProven(proof));
 * rb.approval("delete", "Delete the archived rows").by("data-protection");
 * var purge = rb.step("purge", "Delete them", Retentions.purge(retention, archive, proof)).inDoubt(rerun());
 * rb.verify("purged", "What was due is deleted", Retentions.isPurged(purge));
 * }</pre>
 */
public final class Retentions {
    private Retentions() {}

    /** The table can be purged, and what is due in it; fails only if it cannot be asked. */
    public static Check isKnown(AuditRetention retention) {
        return Check.of("What is due in " + retention.table() + " is known", run -> {
            var state = retention.state();
            return new Finding(
                    true,
                    state.due() + " are due: before " + state.cutoff() + ", by the policy of " + retention.policy(),
                    List.of(
                            "in the table: " + state.all(),
                            "held before the cutoff: " + state.held() + " (" + retention.hold() + ")",
                            "without a time or a key, and left: " + state.unknown()));
        });
    }

    /** Writes what is due into a file. Safe to repeat, so state {@link io.emrops.InDoubt#rerun}. */
    public static Operation<AuditArchive> archive(AuditRetention retention, Path directory) {
        return new ArchiveRows(
                Objects.requireNonNull(retention, "retention"), Objects.requireNonNull(directory, "directory"));
    }

    /** Reads an archive back and compares it with the table. Safe to repeat, so state {@link io.emrops.InDoubt#rerun}. */
    public static Operation<ArchiveProof> prove(AuditRetention retention, Value<AuditArchive> archive) {
        return new ProveArchive(Objects.requireNonNull(retention, "retention"), archive);
    }

    /** Every row of the archive was read back and is the same in the table. */
    public static Check isProven(Value<ArchiveProof> proof) {
        return Check.of("Each row of the archive is the same in the table", run -> {
            var found = run.get(proof);
            var text = found.same() + " of " + found.archive().rows() + " rows of "
                    + found.archive().file() + " are the same in "
                    + found.archive().table();
            var lines = List.of(
                    "SHA-256 " + found.archive().sha256()
                            + (found.whole() ? ", read back" : ", and the file has another"),
                    "not in the table any more: " + found.gone(),
                    "changed in the table since: " + found.changed());
            return new Finding(found.isProof(), text, lines);
        });
    }

    /**
     * Deletes the rows of an archive that was proven, and refuses one that was not. Cannot be undone; safe to repeat, so state {@link
     * io.emrops.InDoubt#rerun}.
     */
    public static Operation<AuditPurge> purge(
            AuditRetention retention, Value<AuditArchive> archive, Value<ArchiveProof> proof) {
        return new PurgeRows(Objects.requireNonNull(retention, "retention"), archive, proof);
    }

    /** Every row of the archive is deleted, but for those that have come under a legal hold since. */
    public static Check isPurged(Value<AuditPurge> purge) {
        return Check.of("Every archived row that nobody holds is deleted", run -> {
            var done = run.get(purge);
            var left = done.archive().rows() - done.deleted() - done.gone() - done.held();
            return new Finding(
                    left == 0 && done.changed() == 0,
                    done.deleted() + " rows were deleted in " + done.batches() + " batches; before: " + done.before()
                            + "; after: " + done.after(),
                    List.of(
                            "archived: " + done.archive().rows() + " in "
                                    + done.archive().file() + ", SHA-256 "
                                    + done.archive().sha256(),
                            "before " + done.archive().cutoff() + ", by the policy of "
                                    + done.archive().policy(),
                            "gone before: " + done.gone(),
                            "held since, and left: " + done.held() + " (" + done.hold() + ")",
                            "changed since, and left: " + done.changed()));
        });
    }
}
