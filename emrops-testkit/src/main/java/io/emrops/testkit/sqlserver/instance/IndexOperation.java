package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Upkeep.IndexState;
import io.emrops.testkit.sqlserver.instance.Upkeep.StatisticsState;
import io.emrops.testkit.sqlserver.statement.AlterIndex;
import io.emrops.testkit.sqlserver.statement.IndexAction;
import io.emrops.testkit.sqlserver.statement.IndexOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code ALTER INDEX} ("ALTER INDEX (Transact-SQL)"), of indexes that have no partitions. A resumable rebuild that is stopped is paused; any other is
 * undone. Which of several reasons a refusal has is unverified.
 */
final class IndexOperation implements LongOperation {
    private final Instance instance;
    private final Caller caller;
    private final AlterIndex alter;
    private final int numberIfAbsent;
    private @Nullable NamedTable table;
    private List<Contents.Index> indexes = List.of();
    private final List<Integer> killed = new ArrayList<>();

    /** @param numberIfAbsent with which a table is refused that is not there */
    IndexOperation(Instance instance, Caller caller, AlterIndex alter, int numberIfAbsent) {
        this.instance = instance;
        this.caller = caller;
        this.alter = alter;
        this.numberIfAbsent = numberIfAbsent;
    }

    @Override
    public String command() {
        return "ALTER INDEX";
    }

    /** So says "sys.dm_exec_requests (Transact-SQL)". */
    @Override
    public boolean isMeasured() {
        return alter.action() instanceof IndexAction.Reorganize;
    }

    @Override
    public String begin() throws Refusal, OthersInside {
        var found = NamedTable.find(instance, caller, alter.table());
        if (found.isEmpty()) {
            throw instance.refusal(numberIfAbsent, NamedTable.written(alter.table()));
        }
        var named = found.get();
        table = named;
        new Authorization(instance, caller).requireTable(named, NamedTable.written(alter.table()));
        if (named.database().readOnly()) {
            throw instance.refusal(3906, named.database().name());
        }
        indexes = indexesOf(named);
        requireOptions();
        if (alter.action() instanceof IndexAction.Pause || alter.action() instanceof IndexAction.Abort) {
            stopRunning(named);
        } else {
            requireAlone(named);
        }
        for (var index : indexes) {
            require(named, index);
        }
        return named.database().name();
    }

    private List<Contents.Index> indexesOf(NamedTable named) throws Refusal {
        if (alter.index().isEmpty()) {
            if (isOfOneIndex()) {
                throw new IllegalArgumentException("this instance resumes, pauses and aborts one index at a time");
            }
            return named.table().indexes();
        }
        var name = alter.index().get();
        var index = named.index(name);
        if (index.isEmpty()) {
            throw instance.refusal(2727, name);
        }
        return List.of(index.get());
    }

    private boolean isOfOneIndex() {
        return alter.action() instanceof IndexAction.Resume
                || alter.action() instanceof IndexAction.Pause
                || alter.action() instanceof IndexAction.Abort;
    }

    private List<IndexOption> options() {
        var action = alter.action();
        if (action instanceof IndexAction.Rebuild rebuild) {
            requireWhole(rebuild.partition());
            return rebuild.options();
        } else if (action instanceof IndexAction.Reorganize reorganize) {
            requireWhole(reorganize.partition());
            return reorganize.options();
        } else if (action instanceof IndexAction.Change change) {
            return change.options();
        }
        return List.of();
    }

    private static void requireWhole(Optional<IndexAction.Partition> partition) {
        if (partition.isPresent() && partition.get().number().isPresent()) {
            throw new IllegalArgumentException("the indexes of this instance have no partitions");
        }
    }

    private void requireOptions() throws Refusal {
        var online = false;
        for (var option : options()) {
            online |= option instanceof IndexOption.Online asked && asked.on();
        }
        if ((online || isResumable()) && !instance.edition().onlineIndexes()) {
            throw instance.refusal(1712);
        }
        if (isResumable() && !online && alter.action() instanceof IndexAction.Rebuild) {
            throw instance.refusal(11438);
        }
    }

    private boolean isResumable() {
        return alter.action() instanceof IndexAction.Resume
                || options().contains(new IndexOption.Switch(IndexOption.Switch.Kind.RESUMABLE, true));
    }

    /** A pause or an end of what another session is rebuilding, which loses its connection by it. */
    private void stopRunning(NamedTable named) {
        for (var other : instance.running(IndexOperation.class)) {
            if (other.isResumable() && other.isOn(named) && other.indexes.equals(indexes)) {
                instance.leave(other.caller.spid());
                killed.add(other.caller.spid());
            }
        }
    }

    private boolean isOn(NamedTable named) {
        return table != null && table.isSame(named);
    }

    private void requireAlone(NamedTable named) throws OthersInside {
        for (var other : instance.running(IndexOperation.class)) {
            if (other.isOn(named)) {
                throw new OthersInside(List.of(other.caller.spid()));
            }
        }
    }

    private void require(NamedTable named, Contents.Index index) throws Refusal {
        var action = alter.action();
        var state = named.state(index);
        if (isOfOneIndex()) {
            if (state.paused().isEmpty()) {
                var verb = action.getClass().getSimpleName().toUpperCase(Locale.ROOT);
                throw instance.refusal(10638, verb, index.name(), named.table().name());
            }
        } else if (action instanceof IndexAction.Rebuild) {
            if (state.paused().isPresent() && !isResumable()) {
                throw instance.refusal(
                        10637, named.table().name(), named.table().objectId());
            }
        } else if (!(action instanceof IndexAction.Disable)) {
            requireEnabled(named, index, state);
        }
    }

    private void requireEnabled(NamedTable named, Contents.Index index, IndexState state) throws Refusal {
        if (state.disabled() && alter.index().isPresent()) {
            throw instance.refusal(1973, index.name(), "table", named.table().name());
        }
        if (alter.action() instanceof IndexAction.Reorganize && !named.allowsPageLocks(index)) {
            throw instance.refusal(1943, index.name(), named.table().name());
        }
    }

    @Override
    public Outcome finish() {
        var named = Objects.requireNonNull(table, "table");
        for (var index : indexes) {
            finish(named, index);
        }
        return new Outcome(Optional.empty(), List.of(), killed);
    }

    private void finish(NamedTable named, Contents.Index index) {
        var now = instance.now();
        var action = alter.action();
        if (action instanceof IndexAction.Rebuild || action instanceof IndexAction.Resume) {
            change(named, index, state -> state.rebuiltAt(now));
            var rows = named.table().rows();
            named.upkeep()
                    .updated(
                            named.table().schema(),
                            named.table().name(),
                            index.name(),
                            new StatisticsState(now, rows, rows, false));
        } else if (action instanceof IndexAction.Reorganize) {
            change(named, index, state -> state.disabled() ? state : state.reorganizedAt(now));
        } else if (action instanceof IndexAction.Disable) {
            change(named, index, IndexState::asDisabled);
        } else if (action instanceof IndexAction.Abort) {
            change(named, index, state -> state.pausedAt(OptionalInt.empty()));
        } else if (action instanceof IndexAction.Change settings) {
            for (var option : settings.options()) {
                if (option instanceof IndexOption.Switch of && of.kind() == IndexOption.Switch.Kind.ALLOW_PAGE_LOCKS) {
                    change(named, index, state -> state.withPageLocks(of.on()));
                }
            }
        }
    }

    private static void change(NamedTable named, Contents.Index index, UnaryOperator<IndexState> change) {
        named.upkeep().change(named.table().schema(), named.table().name(), index.name(), change);
    }

    @Override
    public void stop(int percent) {
        if (table != null && isResumable()) {
            for (var index : indexes) {
                change(table, index, state -> state.pausedAt(OptionalInt.of(percent)));
            }
        }
    }
}
