package io.emrops.backup;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Locale;
import java.util.Map;

/** See {@link Backups#newest}. */
record NewestBackup(BackupProvider provider, String database, Backup.Kind wanted) implements Operation<Backup> {
    @Override
    public String describe() {
        return "Find the newest " + word() + " backup of " + database;
    }

    @Override
    public Output<Backup> output() {
        return Output.of(Backup.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    @Override
    public Preview<Backup> preview(Inputs in) {
        var found = find();
        return Preview.<Backup>of()
                .predicting(found)
                .remark("the newest is " + found.id() + ", finished at " + found.finishedAt());
    }

    @Override
    public Backup execute(StepContext run) {
        return find();
    }

    @Override
    public Probe<Backup> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<Backup> undoing() {
        return Undoing.nothing("looking changes nothing");
    }

    @Override
    public String kind() {
        return "backup.newest";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("database", database, "kind", word());
    }

    private Backup find() {
        return provider.list(database).stream()
                .filter(backup -> backup.kind() == wanted)
                .findFirst()
                .orElseThrow(() -> new PreconditionFailedException("There is no " + word() + " backup of " + database));
    }

    private String word() {
        return wanted.name().toLowerCase(Locale.ROOT);
    }
}
