package io.emrops.audit;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.util.Map;

/** See {@link Retentions#purge}. */
record PurgeRows(AuditRetention retention, Value<AuditArchive> archive, Value<ArchiveProof> proof)
        implements Operation<AuditPurge> {
    @Override
    public String describe() {
        return "Delete the archived rows of " + retention.table() + " that nobody holds, batch by batch";
    }

    @Override
    public Output<AuditPurge> output() {
        return Output.of(AuditPurge.class);
    }

    @Override
    public Target target() {
        return retention.target();
    }

    @Override
    public Preview<AuditPurge> preview(Inputs in) {
        var what = in.get(archive);
        return Preview.of("deletes " + what.rows() + " rows of " + what.table() + " from before " + what.cutoff()
                + ", which are in " + what.file() + " with SHA-256 " + what.sha256());
    }

    @Override
    public AuditPurge execute(StepContext run) throws InterruptedException {
        var proven = run.get(proof);
        var what = run.get(archive);
        if (!proven.isProof() || !proven.archive().equals(what)) {
            throw new PreconditionFailedException(
                    "The archive " + what.file() + " is not proven: " + proven.same() + " of " + what.rows()
                            + " rows are the same in the table; nothing was deleted",
                    null,
                    target());
        }
        return retention.purge(what, run.now(), run.progress());
    }

    @Override
    public Undoing<AuditPurge> undoing() {
        return Undoing.irreversible("deleted rows are in the archive, and nothing puts them back");
    }

    @Override
    public String kind() {
        return "audit.purge";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of(
                "table", retention.table().toString(),
                "policy", retention.policy().toString(),
                "hold", retention.hold().toString(),
                "archive", archive.id());
    }
}
