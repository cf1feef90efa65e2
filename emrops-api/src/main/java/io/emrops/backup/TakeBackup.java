package io.emrops.backup;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Locale;
import java.util.Map;

/** See {@link Backups#full}. */
record TakeBackup(BackupProvider provider, String database, Backup.Kind kindOfBackup, boolean copyOnly)
        implements Operation<Backup> {
    @Override
    public String describe() {
        return switch (kindOfBackup) {
            case FULL -> (copyOnly ? "Full backup of " : "Full backup of the schedule of ") + database;
            case DIFFERENTIAL -> "Differential backup of " + database;
            case LOG -> "Log backup of " + database;
        };
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
        return Preview.of(provider.preview(request("")));
    }

    @Override
    public Backup execute(StepContext run) throws Exception {
        return provider.backup(request(run.idempotencyKey()), run.progress());
    }

    @Override
    public Probe<Backup> probe(StepContext run) {
        return provider.find(run.idempotencyKey())
                .map(Probe::applied)
                .orElseGet(
                        () -> Probe.unknown("no complete backup of this attempt was found; it may still be under way"));
    }

    @Override
    public Undoing<Backup> undoing() {
        return Undoing.nothing("a backup is kept");
    }

    @Override
    public String kind() {
        return "backup." + kindOfBackup.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("database", database, "copyOnly", Boolean.toString(copyOnly));
    }

    private BackupRequest request(String key) {
        return new BackupRequest(database, kindOfBackup, copyOnly, key);
    }
}
