package io.emrops.backup;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import io.emrops.internal.Words;
import java.time.Duration;
import java.util.Map;

/**
 * Steps and checks over a {@link BackupProvider}.
 *
 * <pre>{@code
 * var backup = rb.step("backup", "Back up the database", Backups.full(sql, "EMRNext"));
 * rb.verify("whole", "The backup can be read back", Backups.readsBack(sql, backup));
 * }</pre>
 */
public final class Backups {
    private Backups() {}

    /** A full backup beside the schedule, which leaves the chain of differential backups alone. */
    public static Operation<Backup> full(BackupProvider provider, String database) {
        return new Take(provider, database, Backup.Kind.FULL, true);
    }

    /** The backup can be read back and is whole. Does not prove a restore. */
    public static Check readsBack(BackupProvider provider, Value<Backup> backup) {
        return described(
                "The backup can be read back and is whole", run -> provider.verify(run.get(backup), run.progress()));
    }

    /**
     * A full backup finished within {@code maxAge} before now, and was verified. Evidence for the data backup plan of 45
     * CFR 164.308(a)(7)(ii)(A); it does not prove a restore.
     *
     * @param maxAge positive
     */
    public static Check verifiedFullBackupWithin(BackupProvider provider, String database, Duration maxAge) {
        var wanted = "There is a verified full backup of " + database + " not older than " + Words.of(maxAge);
        return described(wanted, run -> {
            var newest = provider.list(database).stream()
                    .filter(b -> b.kind() == Backup.Kind.FULL && b.proof().atLeast(Proof.READ_BACK))
                    .findFirst();
            if (newest.isEmpty()) {
                return Finding.notOk("There is no verified full backup of " + database);
            }
            var finished = newest.get().finishedAt();
            var text = "The newest verified full backup of " + database + " finished at " + finished;
            return finished.isBefore(run.now().minus(maxAge)) ? Finding.notOk(text) : Finding.ok(text);
        });
    }

    private static Check described(String what, Check check) {
        return new Check() {
            @Override
            public Finding check(StepContext run) throws Exception {
                return check.check(run);
            }

            @Override
            public String describe() {
                return what;
            }
        };
    }

    private record Take(BackupProvider provider, String database, Backup.Kind kindOfBackup, boolean copyOnly)
            implements Operation<Backup> {
        @Override
        public String describe() {
            return (kindOfBackup == Backup.Kind.FULL
                            ? "Full"
                            : kindOfBackup == Backup.Kind.LOG ? "Log" : "Differential")
                    + " backup of " + database;
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
                    .orElseGet(() ->
                            Probe.unknown("no complete backup of this attempt was found; it may still be under way"));
        }

        @Override
        public Undoing<Backup> undoing() {
            return Undoing.nothing("a backup is kept");
        }

        @Override
        public String kind() {
            return "backup." + kindOfBackup.name().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public Map<String, String> configuration() {
            return Map.of("database", database, "copyOnly", Boolean.toString(copyOnly));
        }

        private BackupRequest request(String key) {
            return new BackupRequest(database, kindOfBackup, copyOnly, key);
        }
    }
}
