package io.emrops.audit;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.util.List;
import java.util.Map;

/** See {@link Retentions#prove}. */
record ProveArchive(AuditRetention retention, Value<AuditArchive> archive) implements Operation<ArchiveProof> {
    @Override
    public String describe() {
        return "Read the archive back and compare each of its rows with " + retention.table();
    }

    @Override
    public Output<ArchiveProof> output() {
        return Output.of(ArchiveProof.class);
    }

    @Override
    public Target target() {
        return retention.target();
    }

    @Override
    public Preview<ArchiveProof> preview(Inputs in) {
        return Preview.of(List.of());
    }

    @Override
    public ArchiveProof execute(StepContext run) throws InterruptedException {
        return retention.prove(run.get(archive), run.progress());
    }

    @Override
    public Undoing<ArchiveProof> undoing() {
        return Undoing.nothing("it only reads");
    }

    @Override
    public String kind() {
        return "audit.prove-archive";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("table", retention.table().toString(), "archive", archive.id());
    }
}
