package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.CheckDb;
import io.emrops.testkit.sqlserver.statement.CheckDb.Repair;
import io.emrops.testkit.sqlserver.statement.CheckOption;
import io.emrops.testkit.sqlserver.statement.CheckOption.Flag;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code DBCC CHECKDB} ("DBCC CHECKDB (Transact-SQL)"). It checks a snapshot, which needs room beside the files of the database; where there is none it
 * needs the database for itself, and does not check at all if others are in there. It repairs nothing and estimates nothing.
 */
final class CheckOperation implements LongOperation {
    private static final Set<Flag> OF_OTHER_COMMANDS = EnumSet.range(Flag.ALL_CONSTRAINTS, Flag.STATS_STREAM);
    private static final Set<Flag> NOT_BESIDE_PHYSICAL = EnumSet.of(Flag.DATA_PURITY, Flag.EXTENDED_LOGICAL_CHECKS);

    private final Instance instance;
    private final Caller caller;
    private final CheckDb check;
    private final Values values;
    private final List<SqlError> said = new ArrayList<>();
    private String name = "";
    private @Nullable Database database;

    CheckOperation(Instance instance, Caller caller, CheckDb check, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.check = check;
        this.values = values;
    }

    @Override
    public String command() {
        return "DBCC TABLE CHECK";
    }

    @Override
    public String begin() throws Refusal {
        requireOptions();
        name = name();
        if (name.equalsIgnoreCase("tempdb")) {
            throw instance.refusal(8921);
        }
        if (DatabaseRegister.isSystem(name)) {
            return name;
        }
        var checked = instance.register().require(name, 2520);
        instance.occupants().requireOpen(checked, caller);
        name = checked.name();
        new Authorization(instance, caller).requireCheck(checked);
        requireSingleUser(checked);
        requireSnapshot(checked);
        database = checked;
        return name;
    }

    /** That PHYSICAL_ONLY beside a repair has this number is unverified. */
    private void requireOptions() throws Refusal {
        if (check.repair().equals(Optional.of(Repair.UNKNOWN))) {
            throw instance.refusal(2560, 2);
        }
        for (var option : check.options()) {
            if (option instanceof Flag flag
                    && (OF_OTHER_COMMANDS.contains(flag)
                            || (has(Flag.PHYSICAL_ONLY) && NOT_BESIDE_PHYSICAL.contains(flag)))) {
                throw instance.refusal(2532);
            }
        }
        if (has(Flag.PHYSICAL_ONLY) && repairs()) {
            throw instance.refusal(2532);
        }
        if (has(Flag.ESTIMATEONLY)) {
            throw new IllegalArgumentException("this instance does not estimate what a check would need");
        }
    }

    private boolean has(CheckOption option) {
        return check.options().contains(option);
    }

    private boolean repairs() {
        return check.repair().filter(repair -> repair != Repair.NOINDEX).isPresent();
    }

    private String name() throws Refusal {
        if (check.database().isEmpty()) {
            return caller.database();
        }
        var operand = check.database().get();
        if (operand instanceof Operand.WholeNumber number) {
            return number.value() == 0 ? caller.database() : nameOf(number.value());
        }
        return values.text(operand);
    }

    private String nameOf(int id) throws Refusal {
        for (var each : instance.databases()) {
            if (each.id() == id) {
                return each.name();
            }
        }
        throw instance.refusal(2521, id);
    }

    private void requireSingleUser(Database checked) throws Refusal {
        if (!repairs()) {
            return;
        }
        if (checked.access() != UserAccess.SINGLE_USER) {
            throw instance.refusal(7919);
        }
        if (checked.damaged()) {
            throw new IllegalArgumentException("this instance does not repair");
        }
    }

    /** Which messages come before the last one is unverified. */
    private void requireSnapshot(Database checked) throws Refusal {
        var needsNone = has(Flag.TABLOCK)
                || checked.readOnly()
                || checked.access() == UserAccess.SINGLE_USER
                || !isFull(checked);
        if (needsNone) {
            return;
        }
        var reason = instance.message(7928);
        if (instance.occupants().isInUse(checked, caller)) {
            throw new Refusal(List.of(reason, instance.message(5030, checked.name()), instance.message(7926)));
        }
        said.add(reason);
    }

    private boolean isFull(Database checked) {
        return checked.files().stream()
                .anyMatch(file ->
                        file.type() == DatabaseFile.Type.ROWS && instance.disk().isFull(file.path()));
    }

    @Override
    public Outcome finish() {
        var checked = database;
        var report = new CheckReport(instance, name, has(Flag.PHYSICAL_ONLY));
        if (check.repair().equals(Optional.of(Repair.NOINDEX))) {
            report.withoutIndexes();
        }
        report.begin();
        if (checked != null) {
            instance.history().suspectPages().read(checked, instance.now());
            report.tables(instance.tablesOf(checked), checked.damaged());
        }
        report.end();
        if (checked != null && !report.foundErrors()) {
            checked.goodCheck(instance.now());
        }
        if (has(Flag.TABLERESULTS)) {
            return outcome(report.rows(checked == null ? 1 : checked.id(), has(Flag.NO_INFOMSGS)));
        }
        said.addAll(report.messages(has(Flag.NO_INFOMSGS)));
        return Outcome.of(said);
    }

    private Outcome outcome(Optional<Result> rows) {
        if (!has(Flag.NO_INFOMSGS)) {
            said.add(instance.message(2528));
        }
        return new Outcome(rows, said, List.of());
    }

    /** It has only read. */
    @Override
    public void stop(int percent) {}
}
