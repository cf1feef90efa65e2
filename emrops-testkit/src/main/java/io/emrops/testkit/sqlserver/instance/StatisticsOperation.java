package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Upkeep.StatisticsState;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import io.emrops.testkit.sqlserver.statement.StatisticsOption;
import io.emrops.testkit.sqlserver.statement.StatisticsOption.Flag;
import io.emrops.testkit.sqlserver.statement.StatisticsOption.Sample;
import io.emrops.testkit.sqlserver.statement.UpdateStatistics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code UPDATE STATISTICS} and {@code sp_updatestats} ("UPDATE STATISTICS (Transact-SQL)", "sp_updatestats (Transact-SQL)"). Without a sample every row
 * is looked at. That a table has changed is told by how many rows it has.
 */
final class StatisticsOperation {
    private static final List<Flag> PARTS = List.of(Flag.ALL, Flag.COLUMNS, Flag.INDEX);

    private final Instance instance;
    private final Caller caller;
    private final Values values;

    StatisticsOperation(Instance instance, Caller caller, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.values = values;
    }

    Outcome run(UpdateStatistics update) throws Refusal {
        requireOptions(update.options());
        var found = NamedTable.find(instance, caller, update.table());
        if (found.isEmpty()) {
            throw instance.refusal(2706, NamedTable.written(update.table()));
        }
        var named = found.get();
        new Authorization(instance, caller).requireTable(named, NamedTable.written(update.table()));
        requireWritable(named.database());
        for (var name : chosen(named, update)) {
            update(named, name, update.options());
        }
        return Outcome.silent();
    }

    private void requireWritable(Database database) throws Refusal {
        if (database.readOnly()) {
            throw instance.refusal(3906, database.name());
        }
    }

    private void requireOptions(List<StatisticsOption> options) throws Refusal {
        Set<Object> kinds = new HashSet<>();
        var scan = "";
        var part = "";
        for (var option : options) {
            var name = nameOf(option);
            if (!kinds.add(name)) {
                throw instance.refusal(1039, name);
            }
            if (option == Flag.FULLSCAN || option instanceof Sample || option instanceof StatisticsOption.Resample) {
                requireNone(scan, name);
                scan = name;
            } else if (option instanceof Flag flag && PARTS.contains(flag)) {
                requireNone(part, name);
                part = name;
            }
            requirePlayed(option, name);
        }
    }

    private static String nameOf(StatisticsOption option) {
        if (option instanceof Flag flag) {
            return flag.name();
        } else if (option instanceof StatisticsOption.Switch of) {
            return of.kind().name();
        } else if (option instanceof StatisticsOption.Value value) {
            return value.kind().name();
        }
        return option instanceof Sample ? "SAMPLE" : "RESAMPLE";
    }

    private void requireNone(String before, String name) throws Refusal {
        if (!before.isEmpty()) {
            throw instance.refusal(1052, "UPDATE STATISTICS", before, name);
        }
    }

    private static void requirePlayed(StatisticsOption option, String name) {
        var partitions = (option instanceof StatisticsOption.Resample resample
                        && !resample.partitions().isEmpty())
                || (option instanceof StatisticsOption.Switch of
                        && of.kind() == StatisticsOption.Switch.Kind.INCREMENTAL
                        && of.on());
        var pretended =
                option instanceof StatisticsOption.Value value && value.kind() != StatisticsOption.Value.Kind.MAXDOP;
        if (partitions || pretended) {
            throw new IllegalArgumentException("this instance has no statistics with " + name);
        }
    }

    private List<String> chosen(NamedTable named, UpdateStatistics update) throws Refusal {
        var all = named.statistics();
        if (update.statistics().isEmpty()) {
            var columns = named.table().columnStatistics();
            return all.stream()
                    .filter(name -> columns.contains(name)
                            ? !update.options().contains(Flag.INDEX)
                            : !update.options().contains(Flag.COLUMNS))
                    .toList();
        }
        var chosen = new ArrayList<String>();
        for (var wanted : update.statistics()) {
            var there = all.stream().filter(wanted::equalsIgnoreCase).findFirst();
            chosen.add(there.orElseThrow(() -> instance.refusal(2767, wanted)));
        }
        return chosen;
    }

    private void update(NamedTable named, String name, List<StatisticsOption> options) throws Refusal {
        var rows = named.table().rows();
        var sampled = rows;
        for (var option : options) {
            if (option instanceof Sample sample) {
                var amount = values.number(sample.amount(), "SAMPLE");
                sampled = sample.unit() == Sample.Unit.ROWS ? Math.min(rows, amount) : rows * amount / 100;
            }
        }
        var state = new StatisticsState(instance.now(), rows, sampled, options.contains(Flag.NORECOMPUTE));
        named.upkeep().updated(named.table().schema(), named.table().name(), name, state);
    }

    /** {@code sp_updatestats}. */
    Outcome updateAll(ProcedureCall call) throws Refusal {
        requireResample(call);
        var said = new ArrayList<SqlError>();
        var name = call.procedure().database();
        var database = instance.database(name.isEmpty() ? caller.database() : name);
        if (database.isPresent()) {
            new Authorization(instance, caller).requireOwner(database.get());
        }
        for (var named : NamedTable.all(instance, caller, name)) {
            requireWritable(named.database());
            said.add(instance.message(
                    15650, "[" + named.table().schema() + "].[" + named.table().name() + "]"));
            var updated = 0;
            var current = 0;
            for (var each : named.statistics()) {
                if (isCurrent(named, each)) {
                    current++;
                    said.add(instance.message(15653, "    [" + each + "]"));
                } else {
                    updated++;
                    update(named, each, List.of());
                    said.add(instance.message(15652, "    [" + each + "]"));
                }
            }
            said.add(SqlError.of(
                    15651,
                    10,
                    "    " + instance.message(15651, updated, current).text()));
            said.add(SqlError.of(0, 0, " "));
        }
        said.add(instance.message(15005));
        return Outcome.of(said);
    }

    private void requireResample(ProcedureCall call) throws Refusal {
        for (var argument : call.arguments()) {
            var value = argument.value() instanceof Operand.Placeholder ? "no" : values.text(argument.value());
            if (!value.equalsIgnoreCase("resample") && !value.equalsIgnoreCase("no")) {
                throw new IllegalArgumentException("this instance does not know how sp_updatestats refuses " + value);
            }
        }
    }

    private static boolean isCurrent(NamedTable named, String name) {
        return named.upkeep()
                .statistics(named.table().schema(), named.table().name(), name)
                .filter(state -> state.rows() == named.table().rows())
                .isPresent();
    }
}
