package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.AlterDatabase;
import io.emrops.testkit.sqlserver.statement.DatabaseChange;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Hadr;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.State;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Updateability;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import io.emrops.testkit.sqlserver.statement.Termination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code ALTER DATABASE} ("ALTER DATABASE (Transact-SQL)", "ALTER DATABASE SET options (Transact-SQL)"). */
final class AlterOperation {
    private final Instance instance;
    private final Caller caller;
    private final AlterDatabase alter;
    private final Instant asked;
    private final List<SqlError> said = new ArrayList<>();
    private final List<Integer> killed = new ArrayList<>();

    /** @param asked when the statement was, which may have waited since */
    AlterOperation(Instance instance, Caller caller, AlterDatabase alter, Instant asked) {
        this.asked = asked;
        this.instance = instance;
        this.caller = caller;
        this.alter = alter;
    }

    Outcome run() throws Refusal, OthersInside {
        if (caller.inTransaction()) {
            throw instance.refusal(226, "ALTER DATABASE");
        }
        try {
            alter();
            return new Outcome(Optional.empty(), said, killed);
        } catch (Refusal e) {
            var errors = new ArrayList<>(e.errors());
            errors.add(instance.message(5069));
            throw new Refusal(errors);
        }
    }

    private void alter() throws Refusal, OthersInside {
        var name = alter.name().orElse(caller.database());
        if (DatabaseRegister.isSystem(name)) {
            throw instance.refusal(5058, settingIn(alter.change()), name);
        }
        var database = instance.register().require(name, 5011);
        new Authorization(instance, caller).requireAlter(database);
        if (database.state() == DatabaseState.RESTORING) {
            throw instance.refusal(5052, "ALTER DATABASE", "Restoring");
        }
        var holder = database.holder();
        if (holder.isPresent() && holder.getAsInt() != caller.spid()) {
            throw instance.refusal(5064, database.name());
        }
        requireOutsideOfGroups(database);
        if (alter.change() instanceof DatabaseChange.Settings settings) {
            for (var setting : settings.settings()) {
                set(database, setting, settings.termination());
            }
        } else if (alter.change() instanceof DatabaseChange.Rename rename) {
            rename(database, rename.newName());
        } else {
            throw new IllegalArgumentException("this instance does no " + settingIn(alter.change()));
        }
    }

    private static String settingIn(DatabaseChange change) {
        return change instanceof DatabaseChange.Settings settings
                ? settings.settings().get(0).toString()
                : change.getClass().getSimpleName();
    }

    private void rename(Database database, String newName) throws Refusal {
        if (instance.database(newName).filter(other -> other != database).isPresent()) {
            throw instance.refusal(1801, newName);
        }
        if (instance.occupants().usersOf(database).stream().anyMatch(spid -> spid != caller.spid())) {
            throw instance.refusal(5030, database.name());
        }
        var inside = instance.occupants().inside(database.name());
        instance.register().rename(database, newName);
        inside.forEach(spid -> instance.enter(spid, newName));
        said.add(instance.message(5021, "database", newName));
    }

    private void set(Database database, DatabaseSetting setting, Termination termination) throws Refusal, OthersInside {
        if (setting instanceof RecoveryModel model) {
            requireNoBackup(database);
            database.log().recoveryModel(model);
        } else if (setting instanceof UserAccess access) {
            makeRoom(database, termination, access != UserAccess.MULTI_USER);
            database.access(
                    access, access == UserAccess.SINGLE_USER ? OptionalInt.of(caller.spid()) : OptionalInt.empty());
        } else if (setting instanceof State state) {
            setState(database, state, termination);
        } else if (setting instanceof Updateability updateability) {
            makeRoom(database, termination, true);
            database.readOnly(updateability == Updateability.READ_ONLY);
        } else if (setting instanceof Hadr hadr) {
            move(database, hadr);
        } else {
            database.set(setting);
        }
    }

    /** That these are all that are refused for a database in an availability group is unverified. */
    private void requireOutsideOfGroups(Database database) throws Refusal {
        var alone = !(alter.change() instanceof DatabaseChange.Settings settings)
                || settings.settings().stream()
                        .anyMatch(setting -> setting instanceof State
                                || setting instanceof UserAccess
                                || setting instanceof Updateability
                                || setting instanceof RecoveryModel);
        if (alone && database.membership().isPresent()) {
            throw instance.refusal(1468, database.name());
        }
    }

    /** Where it is said counts: a primary's stops what goes to all others. */
    private void move(Database database, Hadr hadr) throws Refusal {
        try (var still = instance.availability().standStill()) {
            var group = still.of(database).orElseThrow(() -> instance.refusal(35242, database.name()));
            var copy = GroupState.copy(group.replica(instance), database.name());
            if (hadr == Hadr.SUSPEND) {
                copy.suspend(SuspendReason.SUSPEND_FROM_USER);
            } else {
                copy.resume();
            }
            group.move();
        }
    }

    /** That a backup is in the way of another recovery model, and with this number, is unverified. */
    private void requireNoBackup(Database database) throws Refusal {
        if (instance.running(BackupOperation.class).stream().anyMatch(backup -> backup.isOf(database))) {
            throw instance.refusal(3023);
        }
    }

    private void setState(Database database, State state, Termination termination) throws Refusal, OthersInside {
        switch (state) {
            case ONLINE -> {
                requireData(database);
                database.state(DatabaseState.ONLINE);
            }
            case OFFLINE -> {
                makeRoom(database, termination, true);
                database.access(database.access(), OptionalInt.empty());
                database.state(DatabaseState.OFFLINE);
            }
            case EMERGENCY -> {
                makeRoom(database, termination, true);
                database.state(DatabaseState.EMERGENCY);
            }
        }
    }

    /** @throws Refusal if its files are gone */
    private void requireData(Database database) throws Refusal {
        if (database.dataLost()) {
            var path = database.files().get(0).path();
            throw instance.refusal(5120, path, 2, "The system cannot find the file specified.")
                    .followedBy(instance.message(5181, database.name()));
        }
    }

    private boolean isTooEarly(Termination termination) {
        return termination instanceof Termination.RollbackAfter after
                && instance.now().isBefore(asked.plusSeconds(after.seconds()));
    }

    /** Others leave, or are made to. */
    private void makeRoom(Database database, Termination termination, boolean needed) throws Refusal, OthersInside {
        var others = instance.occupants().usersOf(database).stream()
                .filter(spid -> spid != caller.spid())
                .toList();
        if (!needed || others.isEmpty()) {
            return;
        }
        if (termination instanceof Termination.Wait || isTooEarly(termination)) {
            throw new OthersInside(others);
        } else if (termination instanceof Termination.NoWait) {
            throw instance.refusal(5070, database.name());
        }
        said.add(instance.message(5060, 0));
        said.add(instance.message(5060, 100));
        for (var spid : others) {
            instance.leave(spid);
            killed.add(spid);
        }
    }
}
