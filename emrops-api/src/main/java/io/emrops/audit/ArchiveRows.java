package io.emrops.audit;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.nio.file.Path;
import java.util.Map;

/** See {@link Retentions#archive}. */
record ArchiveRows(AuditRetention retention, Path directory) implements Operation<AuditArchive> {
    @Override
    public String describe() {
        return "Archive to " + directory + " the rows of " + retention.table() + " that are due, but for "
                + retention.hold() + ". Rows are kept for " + retention.policy();
    }

    @Override
    public Output<AuditArchive> output() {
        return Output.of(AuditArchive.class);
    }

    @Override
    public Target target() {
        return retention.target();
    }

    @Override
    public Preview<AuditArchive> preview(Inputs in) {
        var state = retention.state();
        return Preview.<AuditArchive>of("a new file in " + directory + " with the rows of " + retention.table()
                        + " from before " + state.cutoff() + ", readable by its owner alone")
                .remark(state.due() + " are due now, " + state.held() + " are held");
    }

    @Override
    public AuditArchive execute(StepContext run) throws InterruptedException {
        return retention.archive(run.now(), directory, run.idempotencyKey(), run.progress());
    }

    @Override
    public Undoing<AuditArchive> undoing() {
        return Undoing.nothing("an archive is kept");
    }

    @Override
    public String kind() {
        return "audit.archive";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of(
                "table", retention.table().toString(),
                "policy", retention.policy().toString(),
                "hold", retention.hold().toString(),
                "directory", directory.toString());
    }
}
