package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.BackupOption;
import io.emrops.testkit.sqlserver.statement.BackupOptions;
import io.emrops.testkit.sqlserver.statement.RestoreOption;
import io.emrops.testkit.sqlserver.statement.RestoreOptions;
import java.util.EnumSet;
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

    private static final Set<RestoreOption.Flag> OF_ALL = EnumSet.of(
            RestoreOption.Flag.CHECKSUM,
            RestoreOption.Flag.NO_CHECKSUM,
            RestoreOption.Flag.CONTINUE_AFTER_ERROR,
            RestoreOption.Flag.STOP_ON_ERROR,
            RestoreOption.Flag.UNLOAD,
            RestoreOption.Flag.NOUNLOAD,
            RestoreOption.Flag.REWIND);

    /** Beside those of all. */
    private static final Set<RestoreOption.Flag> OF_VERIFY =
            EnumSet.of(RestoreOption.Flag.NOREWIND, RestoreOption.Flag.STATS, RestoreOption.Flag.LOADHISTORY);

    private static final Set<RestoreOption.Setting> SETTINGS_OF_ALL = EnumSet.of(
            RestoreOption.Setting.MEDIANAME, RestoreOption.Setting.MEDIAPASSWORD, RestoreOption.Setting.CREDENTIAL);
    private static final Set<RestoreOption.Setting> SETTINGS_OF_SETS =
            EnumSet.of(RestoreOption.Setting.FILE, RestoreOption.Setting.PASSWORD);

    /** A RESTORE that only reads. */
    enum Verb {
        HEADERONLY,
        FILELISTONLY,
        LABELONLY,
        VERIFYONLY
    }

    private OptionRules() {}

    /** @throws Refusal if there are some that this verb does not have, or that exclude each other */
    static void check(Instance instance, RestoreOptions options, Verb verb) throws Refusal {
        var foreign = options.all().stream()
                .filter(option -> !isOf(verb, option))
                .map(OptionRules::word)
                .distinct()
                .toList();
        if (!foreign.isEmpty()) {
            throw instance.refusal(3032, String.join(", ", foreign));
        }
        requireNoContraries(instance, options);
    }

    private static boolean isOf(Verb verb, RestoreOption option) {
        var verifies = verb == Verb.VERIFYONLY;
        if (option instanceof RestoreOption.Flag flag) {
            return OF_ALL.contains(flag) || (verifies && OF_VERIFY.contains(flag));
        } else if (option instanceof RestoreOption.Value value) {
            return SETTINGS_OF_ALL.contains(value.setting())
                    || (verb != Verb.LABELONLY && SETTINGS_OF_SETS.contains(value.setting()))
                    || (verifies && value.setting() == RestoreOption.Setting.STATS);
        }
        return verifies && !(option instanceof RestoreOption.Stop);
    }

    private static String word(RestoreOption option) {
        if (option instanceof RestoreOption.Value value) {
            return value.setting().name();
        } else if (option instanceof RestoreOption.Stop stop) {
            return stop.kind().name();
        } else if (option instanceof RestoreOption.Flag flag) {
            return flag.name();
        }
        return option instanceof RestoreOption.Move ? "MOVE" : "FILESTREAM";
    }

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

    private static void requireNoContraries(Instance instance, RestoreOptions options) throws Refusal {
        for (var pair : RESTORE_PAIRS) {
            if (options.has(pair.get(0)) && options.has(pair.get(1))) {
                throw instance.refusal(3031, pair.get(1), pair.get(0));
            }
        }
    }

    static void check(Instance instance, RestoreOptions options) throws Refusal {
        requireNoContraries(instance, options);
        if (options.has(RestoreOption.Flag.LOADHISTORY)) {
            throw instance.refusal(3032, RestoreOption.Flag.LOADHISTORY);
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
