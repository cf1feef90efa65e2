package io.emrops.backup;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.util.Map;

/** See {@link Backups#testRestore}. */
record TestRestore(BackupProvider provider, Value<Backup> backup) implements Operation<RestoreTest> {
    @Override
    public String describe() {
        return "Restore the backup to a database of its own, check that, and remove it";
    }

    @Override
    public Output<RestoreTest> output() {
        return Output.of(RestoreTest.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    @Override
    public Preview<RestoreTest> preview(Inputs in) {
        return Preview.of(provider.previewRestoreTest(in.get(backup)));
    }

    @Override
    public RestoreTest execute(StepContext run) throws InterruptedException {
        return provider.testRestore(run.get(backup), run.idempotencyKey(), run.progress());
    }

    @Override
    public Probe<RestoreTest> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<RestoreTest> undoing() {
        return Undoing.nothing("the test removes what it restored; what one that was cut off has left, its repetition "
                + "removes first");
    }

    @Override
    public String kind() {
        return "backup.test-restore";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("backup", backup.id());
    }
}
