package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.BackupOption;
import io.emrops.testkit.sqlserver.statement.BackupOptions;
import io.emrops.testkit.sqlserver.statement.RestoreOption;
import io.emrops.testkit.sqlserver.statement.RestoreOptions;
import java.util.List;
import java.util.Set;

/** Which options exclude each other, and which are for one verb only ("BACKUP (Transact-SQL)", "RESTORE Arguments (Transact-SQL)"). */
final class OptionRules {
    private static final List<List<BackupOption.Flag>> BACKUP_PAIRS = List.of(
            List.of(BackupOption.Flag.CHECKSUM, BackupOption.Flag.NO_CHECKSUM),
            List.of(BackupOption.Flag.STOP_ON_ERROR, BackupOption.Flag.CONTINUE_AFTER_ERROR),
            List.of(BackupOption.Flag.COMPRESSION, BackupOption.Flag.NO_COMPRESSION),
            List.of(BackupOption.Flag.INIT, BackupOption.Flag.NOINIT),
            List.of(BackupOption.Flag.FORMAT, BackupOption.Flag.NOFORMAT),
            List.of(BackupOption.Flag.SKIP, BackupOption.Flag.NOSKIP),
            List.of(BackupOption.Flag.REWIND, BackupOption.Flag.NOREWIND),
            List.of(BackupOption.Flag.UNLOAD, BackupOption.Flag.NOUNLOAD));

    private static final List<List<RestoreOption.Flag>> RESTORE_PAIRS = List.of(
            List.of(RestoreOption.Flag.RECOVERY, RestoreOption.Flag.NORECOVERY),
            List.of(RestoreOption.Flag.CHECKSUM, RestoreOption.Flag.NO_CHECKSUM),
            List.of(RestoreOption.Flag.STOP_ON_ERROR, RestoreOption.Flag.CONTINUE_AFTER_ERROR),
            List.of(RestoreOption.Flag.KEEP_REPLICATION, RestoreOption.Flag.NORECOVERY),
            List.of(RestoreOption.Flag.KEEP_CDC, RestoreOption.Flag.NORECOVERY),
            List.of(RestoreOption.Flag.REWIND, RestoreOption.Flag.NOREWIND),
            List.of(RestoreOption.Flag.UNLOAD, RestoreOption.Flag.NOUNLOAD));

    private static final Set<BackupOption.Flag> OF_LOGS =
            Set.of(BackupOption.Flag.NORECOVERY, BackupOption.Flag.NO_TRUNCATE);

    private OptionRules() {}

    static void check(Instance instance, BackupOptions options, boolean ofLog) throws Refusal {
        for (var pair : BACKUP_PAIRS) {
            if (options.has(pair.get(0)) && options.has(pair.get(1))) {
                throw instance.refusal(3031, pair.get(1), pair.get(0));
            }
        }
        var standby = options.value(BackupOption.Setting.STANDBY).isPresent();
        if (standby && options.has(BackupOption.Flag.NORECOVERY)) {
            throw instance.refusal(3031, "STANDBY", "NORECOVERY");
        }
        if (ofLog && options.has(BackupOption.Flag.DIFFERENTIAL)) {
            throw instance.refusal(3032, BackupOption.Flag.DIFFERENTIAL);
        }
        for (var flag : OF_LOGS) {
            if (!ofLog && options.has(flag)) {
                throw instance.refusal(3032, flag);
            }
        }
        if (!ofLog && standby) {
            throw instance.refusal(3032, "STANDBY");
        }
    }

    static void check(Instance instance, RestoreOptions options) throws Refusal {
        for (var pair : RESTORE_PAIRS) {
            if (options.has(pair.get(0)) && options.has(pair.get(1))) {
                throw instance.refusal(3031, pair.get(1), pair.get(0));
            }
        }
        var standby = options.value(RestoreOption.Setting.STANDBY).isPresent();
        for (var flag : List.of(RestoreOption.Flag.RECOVERY, RestoreOption.Flag.NORECOVERY)) {
            if (standby && options.has(flag)) {
                throw instance.refusal(3031, "STANDBY", flag);
            }
        }
        if (options.stops().size() > 1) {
            throw instance.refusal(
                    3031, options.stops().get(1).kind(), options.stops().get(0).kind());
        }
    }
}
