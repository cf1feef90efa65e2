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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code BACKUP DATABASE} and {@code BACKUP LOG} ("BACKUP (Transact-SQL)"). In which order things are checked is unverified. */
final class BackupOperation implements LongOperation {
    private static final int PAGE = 8192;

    private final Instance instance;
    private final Caller caller;
    private final Backup backup;
    private final Values values;
    private final boolean ofLog;
    private final String statement;
    private @Nullable Database database;
    private @Nullable BackupTarget target;
    private Instant started = Instant.EPOCH;
    private Lsn first = Lsn.FIRST;
    private int reportsEvery;

    BackupOperation(Instance instance, Caller caller, Backup backup, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.backup = backup;
        this.values = values;
        this.ofLog = backup.scope() == Scope.LOG;
        this.statement = ofLog ? "BACKUP LOG" : "BACKUP DATABASE";
    }

    @Override
    public String command() {
        return statement;
    }

    @Override
    public int reportsEvery() {
        return reportsEvery;
    }

    @Override
    public String begin() throws Refusal {
        if (!backup.files().isEmpty() || !backup.mirrors().isEmpty()) {
            throw new IllegalArgumentException("this instance backs up whole databases, and to no mirrors");
        }
        try {
            return open();
        } catch (Refusal e) {
            throw e.followedBy(instance.message(3013, statement));
        }
    }

    private String open() throws Refusal {
        if (caller.inTransaction()) {
            throw instance.refusal(3021);
        }
        var source = instance.require(values.text(backup.database()), 911);
        requireReadable(source);
        new Authorization(instance, caller)
                .requireBackup(source, ofLog ? Permission.BACKUP_LOG : Permission.BACKUP_DATABASE);
        OptionRules.check(instance, backup.options(), ofLog);
        reportsEvery = values.percent(has(Flag.STATS), backup.options().value(Setting.STATS));
        requireEdition();
        requireValidCertificate();
        requireKind(source);
        requireAlone(source);
        var devices = BackupTarget.of(
                instance, backup, values, isCompressed(), encryptor().isPresent());
        devices.begin();
        if (leavesRestoring()) {
            source.inTransition(true);
        }
        database = source;
        target = devices;
        started = instance.now();
        first = ofLog ? source.lastLogBackup().orElseThrow() : source.log();
        return source.name();
    }

    /** Backups of the data of one database follow each other, and so do those of its log; that the latter are refused is unverified. */
    private void requireAlone(Database source) throws Refusal {
        for (var other : instance.running(BackupOperation.class)) {
            if (other.ofLog == ofLog && other.database == source) {
                throw instance.refusal(3023);
            }
        }
        if (leavesRestoring() && instance.isInUse(source, caller)) {
            throw instance.refusal(3101);
        }
    }

    boolean isOf(Database other) {
        return database == other;
    }

    /** Whether the database is closed by it. */
    private boolean leavesRestoring() {
        return has(Flag.NORECOVERY) || backup.options().value(Setting.STANDBY).isPresent();
    }

    @Override
    public Outcome finish() throws Refusal {
        var source = Objects.requireNonNull(database, "database");
        var devices = Objects.requireNonNull(target, "target");
        try {
            if (has(Flag.CHECKSUM)) {
                instance.history().suspectPages().read(source, instance.now());
            }
            if (has(Flag.CHECKSUM) && source.damaged() && !has(Flag.CONTINUE_AFTER_ERROR)) {
                throw instance.refusal(
                        3043,
                        source.name(),
                        1,
                        SuspectPages.PAGE,
                        source.files().get(0).path());
            }
            devices.requireWritten();
        } catch (Refusal e) {
            throw e.followedBy(instance.message(3013, statement));
        }
        source.inTransition(false);
        var set = take(source, devices.position());
        instance.history().add(set, devices.finish(set), devices.paths());
        return Outcome.of(report(source, set));
    }

    /** What was written stays, without an end; the database is what it was. */
    @Override
    public void stop(int percent) {
        if (target != null && database != null) {
            target.close();
            database.inTransition(false);
        }
    }

    private void requireReadable(Database source) throws Refusal {
        switch (source.state()) {
            case ONLINE -> {}
            case RESTORING -> throw instance.refusal(927, source.name());
            case OFFLINE -> throw instance.refusal(942, source.name());
            case SUSPECT -> throw instance.refusal(926, source.name());
            case EMERGENCY -> throw instance.refusal(3033);
        }
        if (source.standby()) {
            throw instance.refusal(3036, source.name());
        }
        var holder = source.holder();
        if (holder.isPresent() && holder.getAsInt() != caller.spid()) {
            throw instance.refusal(924, source.name());
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

    /** Where among the other checks this stands is unverified. */
    private void requireValidCertificate() throws Refusal {
        var name = encryptor();
        for (var certificate : instance.certificates()) {
            if (name.equals(Optional.of(certificate.name()))
                    && certificate.until().isBefore(instance.now())) {
                throw instance.refusal(3096);
            }
        }
    }

    private void requireKind(Database source) throws Refusal {
        if (ofLog) {
            if (!source.keepsLog()) {
                throw instance.refusal(4208, statement);
            }
            if (source.lastLogBackup().isEmpty()) {
                throw instance.refusal(4214);
            }
        } else if (has(Flag.DIFFERENTIAL) && source.differentialBase().isEmpty()) {
            throw instance.refusal(3035, source.name());
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

    private BackupSet take(Database source, int position) throws Refusal {
        var kind = kind();
        source.log();
        var last = source.end();
        var pages = source.files().get(0).pages();
        var set = new BackupSet(
                instance.identifier(),
                kind,
                isCopyOnly(),
                position,
                values.text(backup.options().value(Setting.NAME)).orElse(""),
                values.text(backup.options().value(Setting.DESCRIPTION)).orElse(""),
                describe(source),
                first,
                last,
                kind == Kind.LOG ? Optional.empty() : Optional.of(first),
                source.lastFullCheckpoint(),
                kind == Kind.DIFFERENTIAL ? source.differentialBase() : Optional.empty(),
                source.path(),
                kind == Kind.LOG ? List.of() : source.history(),
                source.between(first, last),
                started,
                instance.now(),
                instance.now(),
                new Features(
                        has(Flag.CHECKSUM) || isCompressed(),
                        isCompressed(),
                        encryptor(),
                        source.damaged(),
                        kind == Kind.LOG && source.beginsLogChain(),
                        pages * PAGE));
        remember(source, set);
        return set;
    }

    private Source describe(Database source) {
        return new Source(
                instance.name(),
                instance.majorVersion(),
                source.name(),
                source.guid(),
                source.family(),
                source.created(),
                source.recoveryModel(),
                source.access(),
                source.readOnly(),
                source.options(),
                source.lastGoodCheck(),
                source.upkeep().copy(),
                source.files());
    }

    private void remember(Database source, BackupSet set) {
        switch (set.kind()) {
            case FULL -> {
                source.beginLogChain(set.first());
                if (!set.copyOnly()) {
                    source.fullBackupTaken(set);
                }
            }
            case DIFFERENTIAL -> source.beginLogChain(set.first());
            case LOG -> {
                if (!set.copyOnly()) {
                    source.logBackupTaken(set.last());
                }
                if (has(Flag.NORECOVERY)) {
                    source.backToRestoring();
                } else if (backup.options().value(Setting.STANDBY).isPresent()) {
                    source.readBetweenSteps();
                }
            }
        }
    }

    private List<SqlError> report(Database source, BackupSet set) {
        var said = new ArrayList<SqlError>();
        var pages = 0L;
        for (var file : source.files()) {
            var ofFile = ofLog == (file.type() == DatabaseFile.Type.LOG) ? file.pages() : ofLog ? 0 : 2;
            if (!ofLog || file.type() == DatabaseFile.Type.LOG) {
                said.add(instance.message(4035, ofFile, source.name(), file.logicalName(), set.position()));
                pages += ofFile;
            }
        }
        var kind = set.kind() == Kind.DIFFERENTIAL ? statement + " WITH DIFFERENTIAL" : statement;
        said.add(Throughput.report(instance, kind, pages, started));
        return said;
    }
}
