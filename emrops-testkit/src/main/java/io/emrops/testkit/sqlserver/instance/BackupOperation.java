package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.instance.BackupSet.Features;
import io.emrops.testkit.sqlserver.instance.BackupSet.Kind;
import io.emrops.testkit.sqlserver.instance.BackupSet.Source;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Backup;
import io.emrops.testkit.sqlserver.statement.BackupOption;
import io.emrops.testkit.sqlserver.statement.BackupOption.Flag;
import io.emrops.testkit.sqlserver.statement.BackupOption.Setting;
import io.emrops.testkit.sqlserver.statement.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code BACKUP DATABASE} and {@code BACKUP LOG} ("BACKUP (Transact-SQL)"). In which order things are checked is unverified. */
final class BackupOperation {
    private static final int PAGE = 8192;

    private final Instance instance;
    private final Caller caller;
    private final Backup backup;
    private final Values values;
    private final boolean ofLog;
    private final String statement;

    BackupOperation(Instance instance, Caller caller, Backup backup, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.backup = backup;
        this.values = values;
        this.ofLog = backup.scope() == Scope.LOG;
        this.statement = ofLog ? "BACKUP LOG" : "BACKUP DATABASE";
    }

    /** What the server says when it has done it. */
    List<SqlError> run() throws Refusal {
        if (!backup.files().isEmpty() || !backup.mirrors().isEmpty()) {
            throw new IllegalArgumentException("this instance backs up whole databases, and to no mirrors");
        }
        try {
            return backUp();
        } catch (Refusal e) {
            var errors = new ArrayList<>(e.errors());
            errors.add(instance.message(3013, statement));
            throw new Refusal(errors);
        }
    }

    private List<SqlError> backUp() throws Refusal {
        if (caller.inTransaction()) {
            throw instance.refusal(3021);
        }
        var database = instance.require(values.text(backup.database()), 911);
        requireReadable(database);
        OptionRules.check(instance, backup.options(), ofLog);
        requireEdition();
        requireKind(database);
        var target = BackupTarget.of(
                instance, backup, values, isCompressed(), encryptor().isPresent());
        if (has(Flag.CHECKSUM) && database.damaged() && !has(Flag.CONTINUE_AFTER_ERROR)) {
            var file = database.files().get(0);
            throw instance.refusal(3043, database.name(), 1, 8, file.path());
        }
        target.requireSpace();
        var set = take(database, target.position());
        var media = target.write(set);
        instance.history().add(set, media, target.paths());
        return report(database, set);
    }

    private void requireReadable(Database database) throws Refusal {
        switch (database.state()) {
            case ONLINE -> {}
            case RESTORING -> throw instance.refusal(927, database.name());
            case OFFLINE -> throw instance.refusal(942, database.name());
            case SUSPECT -> throw instance.refusal(926, database.name());
            case EMERGENCY -> throw instance.refusal(3033);
        }
        if (database.standby()) {
            throw instance.refusal(3036, database.name());
        }
        var holder = database.holder();
        if (holder.isPresent() && holder.getAsInt() != caller.spid()) {
            throw instance.refusal(924, database.name());
        }
    }

    private void requireEdition() throws Refusal {
        if (instance.edition().compressesBackups()) {
            return;
        }
        if (isCompressed()) {
            throw instance.refusal(
                    1844, statement + " WITH COMPRESSION", instance.edition().words());
        }
        if (encryptor().isPresent()) {
            throw instance.refusal(3099);
        }
    }

    private void requireKind(Database database) throws Refusal {
        if (ofLog) {
            if (!database.keepsLog()) {
                throw instance.refusal(4208, statement);
            }
            if (database.lastLogBackup().isEmpty()) {
                throw instance.refusal(4214);
            }
        } else if (has(Flag.DIFFERENTIAL) && database.differentialBase().isEmpty()) {
            throw instance.refusal(3035, database.name());
        }
    }

    private Kind kind() {
        return ofLog ? Kind.LOG : has(Flag.DIFFERENTIAL) ? Kind.DIFFERENTIAL : Kind.FULL;
    }

    /** Beside DIFFERENTIAL, COPY_ONLY is passed over in silence. */
    private boolean isCopyOnly() {
        return (has(Flag.COPY_ONLY) && !has(Flag.DIFFERENTIAL)) || has(Flag.NO_TRUNCATE);
    }

    private boolean isCompressed() {
        return has(Flag.COMPRESSION)
                || !backup.options().all(BackupOption.Compression.class).isEmpty();
    }

    private Optional<String> encryptor() {
        return backup.options().all(BackupOption.Encryption.class).stream()
                .findFirst()
                .map(BackupOption.Encryption::name);
    }

    private boolean has(Flag flag) {
        return backup.options().has(flag);
    }

    private BackupSet take(Database database, int position) throws Refusal {
        var kind = kind();
        var started = instance.now();
        var first = kind == Kind.LOG ? database.lastLogBackup().orElseThrow() : database.log();
        database.log();
        var last = database.end();
        var pages = database.files().get(0).pages();
        var set = new BackupSet(
                instance.identifier(),
                kind,
                isCopyOnly(),
                position,
                values.text(backup.options().value(Setting.NAME)).orElse(""),
                values.text(backup.options().value(Setting.DESCRIPTION)).orElse(""),
                source(database),
                first,
                last,
                kind == Kind.LOG ? Optional.empty() : Optional.of(first),
                database.lastFullCheckpoint(),
                kind == Kind.DIFFERENTIAL ? database.differentialBase() : Optional.empty(),
                database.path(),
                kind == Kind.LOG ? List.of() : database.history(),
                database.between(first, last),
                started,
                instance.now(),
                instance.now(),
                new Features(
                        has(Flag.CHECKSUM) || isCompressed(),
                        isCompressed(),
                        encryptor(),
                        database.damaged(),
                        kind == Kind.LOG && database.beginsLogChain(),
                        pages * PAGE));
        remember(database, set);
        return set;
    }

    private Source source(Database database) {
        return new Source(
                instance.name(),
                instance.majorVersion(),
                database.name(),
                database.guid(),
                database.family(),
                database.created(),
                database.recoveryModel(),
                database.access(),
                database.readOnly(),
                database.files());
    }

    private void remember(Database database, BackupSet set) {
        switch (set.kind()) {
            case FULL -> {
                database.beginLogChain(set.first());
                if (!set.copyOnly()) {
                    database.fullBackupTaken(set);
                }
            }
            case DIFFERENTIAL -> database.beginLogChain(set.first());
            case LOG -> {
                if (!set.copyOnly()) {
                    database.logBackupTaken(set.last());
                }
                if (has(Flag.NORECOVERY)) {
                    database.backToRestoring();
                } else if (backup.options().value(Setting.STANDBY).isPresent()) {
                    database.readBetweenSteps();
                }
            }
        }
    }

    private List<SqlError> report(Database database, BackupSet set) {
        var said = new ArrayList<SqlError>();
        var pages = 0L;
        for (var file : database.files()) {
            var ofFile = ofLog == (file.type() == DatabaseFile.Type.LOG) ? file.pages() : ofLog ? 0 : 2;
            if (!ofLog || file.type() == DatabaseFile.Type.LOG) {
                said.add(instance.message(4035, ofFile, database.name(), file.logicalName(), set.position()));
                pages += ofFile;
            }
        }
        var kind = set.kind() == Kind.DIFFERENTIAL ? statement + " WITH DIFFERENTIAL" : statement;
        said.add(instance.message(3014, kind, pages, 0, 100, 80, 0));
        return said;
    }
}
