package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.BackupSet.Features;
import io.emrops.testkit.sqlserver.instance.BackupSet.Kind;
import io.emrops.testkit.sqlserver.instance.BackupSet.Source;
import io.emrops.testkit.sqlserver.instance.BackupSet.Trait;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Backup;
import io.emrops.testkit.sqlserver.statement.BackupOption.Flag;
import io.emrops.testkit.sqlserver.statement.BackupOption.Setting;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.PageVerify;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code BACKUP DATABASE} and {@code BACKUP LOG} ("BACKUP (Transact-SQL)"). In which order things are checked is unverified. */
final class BackupOperation implements LongOperation {
    private static final int PAGE = 8192;

    private final Instance instance;
    private final Caller caller;
    private final Backup backup;
    private final Values values;
    private final BackupChoices choices;
    private final boolean ofLog;
    private final String statement;
    private @Nullable Database database;
    private @Nullable BackupTarget target;
    private Instant started = Instant.EPOCH;
    private Lsn first = Lsn.FIRST;
    private Optional<Instant> expires = Optional.empty();
    private int reportsEvery;

    BackupOperation(Instance instance, Caller caller, Backup backup, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.backup = backup;
        this.values = values;
        this.choices = new BackupChoices(instance, backup, values);
        this.ofLog = choices.ofLog();
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
        var source = sourceOf(values.text(backup.database()));
        requireReadable(source);
        requireInGroup(source);
        new Authorization(instance, caller)
                .requireBackup(source, ofLog ? Permission.BACKUP_LOG : Permission.BACKUP_DATABASE);
        OptionRules.check(instance, backup.options(), ofLog);
        reportsEvery = values.percent(choices.has(Flag.STATS), backup.options().value(Setting.STATS));
        choices.requireEdition(statement);
        choices.requireValidCertificate();
        requireKind(source);
        requireAlone(source);
        choices.requireShort();
        expires = choices.expires();
        var devices = BackupTarget.of(instance, backup.devices(), choices, values);
        devices.begin();
        if (choices.leavesRestoring()) {
            source.inTransition(true);
        }
        database = source;
        target = devices;
        started = instance.now();
        first = ofLog ? source.lastLogBackup().orElseThrow() : source.log().next();
        return source.name();
    }

    /** The log of a secondary database can be backed up on the real server. */
    private void requireInGroup(Database source) throws Refusal {
        if (source.membership().isPresent() && choices.leavesRestoring()) {
            throw instance.refusal(1468, source.name());
        }
        if (source.isSecondary()) {
            if (ofLog) {
                throw new IllegalArgumentException("this instance backs up no logs of secondary databases");
            } else if (!choices.has(Flag.COPY_ONLY) || choices.has(Flag.DIFFERENTIAL)) {
                throw instance.refusal(3059);
            }
        }
    }

    private Database sourceOf(String name) throws Refusal {
        if (name.equalsIgnoreCase("tempdb")) {
            throw instance.refusal(3147);
        }
        var system = instance.register().system(name);
        return system.isPresent() ? system.get() : instance.register().require(name, 911);
    }

    /** Backups of the data of one database follow each other, and so do those of its log; that the latter are refused is unverified. */
    private void requireAlone(Database source) throws Refusal {
        for (var other : instance.running(BackupOperation.class)) {
            if (other.ofLog == ofLog && other.database == source) {
                throw instance.refusal(3023);
            }
        }
        if (choices.leavesRestoring() && instance.occupants().isInUse(source, caller)) {
            throw instance.refusal(3101);
        }
    }

    boolean isOf(Database other) {
        return database == other;
    }

    @Override
    public Outcome finish() throws Refusal {
        var source = Objects.requireNonNull(database, "database");
        var devices = Objects.requireNonNull(target, "target");
        try {
            if (verifiesPages(source)) {
                instance.history().suspectPages().read(source, instance.now());
            }
            if (findsDamage(source) && !choices.has(Flag.CONTINUE_AFTER_ERROR)) {
                throw instance.refusal(
                        3043,
                        source.name(),
                        1,
                        SuspectPages.PAGE,
                        source.files().get(0).path());
            }
            requireLog(source);
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
            case SUSPECT -> {
                if (!choices.savesTail()) {
                    throw instance.refusal(926, source.name());
                }
            }
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

    /** What was loaded in bulk is in the data files alone. That it is this number is unverified. */
    private void requireLog(Database source) throws Refusal {
        if (source.state() == DatabaseState.SUSPECT
                && source.log().tail().stream().anyMatch(Commit::bulkLogged)) {
            throw instance.refusal(3203, source.files().get(0).path(), OperatingSystem.error(2));
        }
    }

    private void requireKind(Database source) throws Refusal {
        if (source.name().equals("master") && (ofLog || choices.has(Flag.DIFFERENTIAL))) {
            throw instance.refusal(ofLog ? 4212 : 3024);
        }
        if (ofLog) {
            if (!source.log().isKept()) {
                throw instance.refusal(4208, statement);
            }
            if (source.lastLogBackup().isEmpty()) {
                throw instance.refusal(4214);
            }
        } else if (choices.has(Flag.DIFFERENTIAL) && source.differentialBase().isEmpty()) {
            throw instance.refusal(3035, source.name());
        }
    }

    private Set<Trait> traits(Database source) {
        var traits = EnumSet.noneOf(Trait.class);
        if (findsDamage(source)) {
            traits.add(Trait.DAMAGED);
        }
        if (ofLog && source.log().beginsChain()) {
            traits.add(Trait.BEGINS_LOG_CHAIN);
        }
        if (choices.leavesRestoring()) {
            traits.add(Trait.TAIL);
            traits.add(Trait.FORCED_OFFLINE);
        }
        if (source.state() == DatabaseState.SUSPECT) {
            traits.add(Trait.TAIL);
            traits.add(Trait.INCOMPLETE_METADATA);
        }
        return traits;
    }

    /** That those of a compressed backup are there unless one says no is what one page says and another does not. */
    private boolean hasChecksums() {
        var compresses = target == null ? choices.compression() : target.compression();
        return choices.has(Flag.CHECKSUM) || (compresses.isPresent() && !choices.has(Flag.NO_CHECKSUM));
    }

    /** The sums of pages are looked at together with those of the backup, and a log has none of the pages. */
    private boolean verifiesPages(Database source) {
        var verification = source.options().find(PageVerify.class).orElse(PageVerify.CHECKSUM);
        return hasChecksums() && !ofLog && verification != PageVerify.NONE;
    }

    private boolean findsDamage(Database source) {
        return verifiesPages(source) && source.damaged();
    }

    private BackupSet take(Database source, int position) throws Refusal {
        var kind = choices.kind();
        source.log().next();
        var last = source.end();
        var pages = source.files().get(0).pages();
        var set = new BackupSet(
                instance.identifier(),
                kind,
                choices.isCopyOnly(),
                position,
                choices.text(Setting.NAME),
                choices.text(Setting.DESCRIPTION),
                describe(source),
                first,
                last,
                kind == Kind.LOG ? Optional.empty() : Optional.of(first),
                source.lastFullCheckpoint(),
                kind == Kind.DIFFERENTIAL ? source.differentialBase() : Optional.empty(),
                kind == Kind.LOG ? source.path() : source.path().told(),
                kind == Kind.LOG ? List.of() : source.history(),
                source.log().between(first, last),
                started,
                instance.now(),
                instance.now(),
                expires,
                new Features(
                        hasChecksums(),
                        Objects.requireNonNull(target, "target").compression(),
                        choices.encryption(),
                        traits(source),
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
                source.damaged() && !ofLog,
                source.options(),
                source.lastGoodCheck(),
                source.upkeep().copy(),
                source.files());
    }

    private void remember(Database source, BackupSet set) {
        switch (set.kind()) {
            case FULL -> {
                source.log().beginChain(set.first());
                if (!set.copyOnly()) {
                    source.fullBackupTaken(set);
                }
            }
            case DIFFERENTIAL -> source.log().beginChain(set.first());
            case LOG -> {
                if (!set.copyOnly()) {
                    source.log().backedUp(set.last());
                } else if (source.state() == DatabaseState.SUSPECT) {
                    source.log().tailSaved();
                }
                if (choices.has(Flag.NORECOVERY)) {
                    source.backToRestoring();
                } else if (choices.has(Setting.STANDBY)) {
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
        if (set.features().damaged() || set.features().is(Trait.INCOMPLETE_METADATA)) {
            said.add(instance.message(3042));
        }
        return said;
    }
}
