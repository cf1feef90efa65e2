package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.BackupSet.Kind;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import io.emrops.testkit.sqlserver.statement.Restore;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Flag;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Setting;
import io.emrops.testkit.sqlserver.statement.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code RESTORE DATABASE} and {@code RESTORE LOG} ("RESTORE Statements (Transact-SQL)"). In which order things are checked is
 * unverified; nothing has changed when one of them fails. One that is stopped leaves the database restoring, and the backup set that it was
 * restoring has to be restored again.
 */
final class RestoreOperation implements LongOperation {
    private final Instance instance;
    private final Caller caller;
    private final Restore restore;
    private final Values values;
    private final RestoreChecks checks;
    private final boolean ofLog;
    private final String statement;
    private final List<SqlError> said = new ArrayList<>();
    private Instant started = Instant.EPOCH;
    private Ending ending = () -> {};
    private int reportsEvery;
    private @Nullable BackupSource readFrom;

    /** What is done when all has been read. */
    @FunctionalInterface
    private interface Ending {
        void come() throws Refusal;
    }

    RestoreOperation(Instance instance, Caller caller, Restore restore, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.restore = restore;
        this.values = values;
        this.ofLog = restore.scope() == Scope.LOG;
        this.statement = ofLog ? "RESTORE LOG" : "RESTORE DATABASE";
        this.checks = new RestoreChecks(instance, caller, restore.options(), statement);
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
        if (!restore.files().isEmpty() || has(Flag.PARTIAL)) {
            throw new IllegalArgumentException("this instance restores whole databases");
        }
        try {
            started = instance.now();
            restore();
            return values.text(restore.database());
        } catch (Refusal e) {
            throw e.followedBy(instance.message(3013, statement));
        }
    }

    @Override
    public Outcome finish() throws Refusal {
        try {
            if (readFrom != null) {
                readFrom.requireRead();
            }
            ending.come();
            return Outcome.of(said);
        } catch (Refusal e) {
            throw e.followedBy(instance.message(3013, statement));
        }
    }

    /** The database has been marked from the beginning. */
    @Override
    public void stop(int percent) {}

    private void restore() throws Refusal {
        if (caller.inTransaction()) {
            throw instance.refusal(3021);
        }
        var name = values.text(restore.database());
        requireOfUsers(name);
        OptionRules.check(instance, restore.options());
        reportsEvery = values.percent(has(Flag.STATS), restore.options().value(Setting.STATS));
        var stop = StopPoint.of(instance, restore.options().stops(), values);
        if (!ofLog && stop.map(StopPoint::isNamed).orElse(false)) {
            throw instance.refusal(4340);
        }
        var existing = instance.database(name).orElse(null);
        new Authorization(instance, caller).requireRestore(existing);
        if (existing != null && existing.membership().isPresent()) {
            throw instance.refusal(3104, existing.name());
        }
        if (restore.devices().isEmpty()) {
            recoverAlone(name, existing);
            return;
        }
        var source = BackupSource.open(instance, restore.devices(), values);
        source.requireName(values.text(restore.options().value(Setting.MEDIANAME)));
        readFrom = source;
        var file = restore.options().value(Setting.FILE);
        var set = source.set(file.isEmpty() ? 1 : values.number(file.get(), "FILE"));
        source.requireAllFamilies();
        checks.requireReadable(set);
        if (ofLog) {
            checks.requireKind(set, source, Kind.LOG);
            source.requireSound(set, restore.options());
            applyLog(name, existing, set, stop);
        } else if (set.kind() == Kind.DIFFERENTIAL) {
            source.requireSound(set, restore.options());
            applyDifferential(name, existing, set, stop);
        } else {
            checks.requireKind(set, source, Kind.FULL);
            applyFull(name, existing, set, source, stop);
        }
    }

    /** @throws Refusal for a database of the server's own, which only a server that stands alone restores, or none */
    private void requireOfUsers(String name) throws Refusal {
        if (name.equalsIgnoreCase("tempdb")) {
            throw instance.refusal(3147);
        } else if (name.equalsIgnoreCase("master")) {
            throw instance.refusal(3108);
        } else if (DatabaseRegister.isSystem(name)) {
            throw new IllegalArgumentException("this instance does not restore its own databases");
        }
    }

    private boolean has(Flag flag) {
        return restore.options().has(flag);
    }

    private void applyFull(
            String name, @Nullable Database existing, BackupSet set, BackupSource source, Optional<StopPoint> stop)
            throws Refusal {
        if (stop.isPresent() && !set.keepsLog()) {
            throw instance.refusal(3145);
        }
        if (existing != null) {
            checks.requireFree(existing);
            checks.requireSameFamily(existing, set);
            checks.requireNoTail(existing, stop);
        }
        var files = new FilePlacement(instance, existing, has(Flag.REPLACE))
                .place(set, restore.options().moves(), values);
        source.requireSound(set, restore.options());
        checks.requireNotTooEarly(set, stop);
        var database =
                existing == null ? instance.register().add(name, set.source().family(), files) : existing;
        database.files().forEach(file -> instance.disk().delete(file.path()));
        if (existing == null) {
            database.owner(caller.login());
        }
        database.beginRestoring(set, instance.identifier(), files);
        instance.register().claim(database);
        ending = () -> {
            database.bringForward(set);
            finish(database, set, stop);
            instance.history().suspectPages().restored(database, instance.now());
        };
    }

    private void applyDifferential(String name, @Nullable Database existing, BackupSet set, Optional<StopPoint> stop)
            throws Refusal {
        var database = checks.requireRestoring(name, existing, set);
        var base = database.differentialBase().map(BackupSet.DifferentialBase::backupSet);
        var wanted = set.differentialBase().map(BackupSet.DifferentialBase::backupSet);
        if (database.log().rolledForward() || !base.equals(wanted)) {
            throw instance.refusal(3136);
        }
        checks.requireNotTooEarly(set, stop);
        database.beginApplying(set);
        ending = () -> {
            database.bringForward(set);
            finish(database, set, stop);
        };
    }

    private void applyLog(String name, @Nullable Database existing, BackupSet set, Optional<StopPoint> stop)
            throws Refusal {
        var database = checks.requireRestoring(name, existing, set);
        var reached = database.end();
        if (set.first().isAfter(reached)) {
            throw instance.refusal(4305, set.first(), reached);
        }
        if (set.last().isBefore(reached)) {
            throw instance.refusal(4326, set.last(), reached);
        }
        if (!set.path().goesOnFrom(database.path(), reached)) {
            throw instance.refusal(4330);
        }
        var log = set.log().stream()
                .filter(commit -> !commit.lsn().isBefore(reached))
                .toList();
        var inside = stop.flatMap(point -> point.before(log, set.until()));
        if (stop.isEmpty()) {
            ending = () -> {
                database.rollForward(log, set.last(), set.path());
                finish(database, set, stop);
            };
        } else if (inside.isEmpty()) {
            ending = () -> {
                database.rollForward(log, set.last(), set.path());
                remember(database, set, false, stop);
                report(database, set);
                said.add(0, instance.message(stop.get().isTime() ? 4322 : 4329));
            };
        } else {
            checks.requireCommitBefore(database, stop.get());
            if (set.hasBulkLoggedData()) {
                throw instance.refusal(4341);
            }
            var commits = inside.get();
            var upTo = commits.size() == log.size()
                    ? set.last()
                    : log.get(commits.size()).lsn();
            ending = () -> {
                database.rollForward(commits, upTo, set.path());
                finish(database, set, stop);
            };
        }
        database.beginApplying(set);
    }

    private void recoverAlone(String name, @Nullable Database existing) throws Refusal {
        var says = has(Flag.RECOVERY)
                || has(Flag.NORECOVERY)
                || restore.options().value(Setting.STANDBY).isPresent();
        if (!says) {
            throw instance.refusal(3207);
        }
        if (existing == null) {
            throw instance.refusal(3118, name);
        }
        checks.requireFree(existing);
        if (existing.state() != DatabaseState.RESTORING && !existing.standby()) {
            throw instance.refusal(3153);
        }
        checks.requireUninterrupted(existing, null);
        if (existing.dataLost()) {
            throw instance.refusal(4333);
        }
        ending = () -> {
            end(existing);
            said.add(instance.message(3014, statement, 0, 0, 10, 0, 0));
        };
    }

    private void finish(Database database, BackupSet set, Optional<StopPoint> stop) {
        var open = end(database);
        remember(database, set, open, stop);
        report(database, set);
    }

    /** Whether the database is recovered. */
    private boolean end(Database database) {
        if (has(Flag.NORECOVERY)) {
            database.backToRestoring();
            return false;
        }
        if (restore.options().value(Setting.STANDBY).isPresent()) {
            database.readBetweenSteps();
            return false;
        }
        database.recover(instance.identifier());
        if (has(Flag.RESTRICTED_USER)) {
            database.access(UserAccess.RESTRICTED_USER, database.holder());
        }
        return true;
    }

    private void remember(Database database, BackupSet set, boolean recovered, Optional<StopPoint> stop) {
        var source = Objects.requireNonNull(readFrom, "readFrom");
        instance.history()
                .add(
                        instance.now(),
                        database.name(),
                        instance.history().know(set, source.media(), source.paths()),
                        database.files(),
                        has(Flag.REPLACE),
                        recovered,
                        stop.flatMap(StopPoint::at),
                        stop.map(StopPoint::mark).orElse(""));
    }

    private void report(Database database, BackupSet set) {
        var pages = 0L;
        for (var file : database.files()) {
            if (set.kind() != Kind.LOG || file.type() == DatabaseFile.Type.LOG) {
                said.add(instance.message(4035, file.pages(), database.name(), file.logicalName(), set.position()));
                pages += file.pages();
            }
        }
        reportDamage(database, set);
        said.add(Throughput.report(instance, statement, pages, started));
    }

    /** What was written wrong or has become so is in the database now, whether somebody has looked or not. */
    private void reportDamage(Database database, BackupSet set) {
        var source = Objects.requireNonNull(readFrom, "readFrom");
        if (source.hasBadPages()) {
            database.damage();
        }
        if (set.features().damaged()) {
            said.add(instance.message(3188));
        }
        if (set.features().damaged() || source.findsBadPages(set, restore.options())) {
            said.add(instance.message(3184));
        }
    }
}
