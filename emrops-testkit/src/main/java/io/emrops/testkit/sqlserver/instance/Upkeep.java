package io.emrops.testkit.sqlserver.instance;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** What was done for the indexes and statistics of a database. Names compare without case. Safe for use by several threads. */
public final class Upkeep {
    private final Map<Key, IndexState> indexes = new HashMap<>();
    private final Map<Key, StatisticsState> statistics = new HashMap<>();
    private final Map<Key, Long> changes = new HashMap<>();

    Upkeep() {}

    private record Key(String schema, String table, String name) {
        static Key of(String schema, String table, String name) {
            return new Key(upper(schema), upper(table), upper(name));
        }

        private static String upper(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    /**
     * An index.
     *
     * @param fragmentation percent
     * @param disabled until it is rebuilt
     * @param paused how many percent of a resumable rebuild are done; empty if none is waiting to go on
     * @param pageLocks whether ALTER INDEX has allowed or forbidden them; empty if it is as it was created
     */
    public record IndexState(
            Optional<Instant> rebuilt,
            Optional<Instant> reorganized,
            double fragmentation,
            boolean disabled,
            OptionalInt paused,
            Optional<Boolean> pageLocks) {
        private static final IndexState NEW =
                new IndexState(Optional.empty(), Optional.empty(), 0, false, OptionalInt.empty(), Optional.empty());

        IndexState rebuiltAt(Instant at) {
            return new IndexState(Optional.of(at), reorganized, 0, false, OptionalInt.empty(), pageLocks);
        }

        IndexState reorganizedAt(Instant at) {
            return new IndexState(rebuilt, Optional.of(at), 0, disabled, paused, pageLocks);
        }

        IndexState fragmented(double percent) {
            return new IndexState(rebuilt, reorganized, percent, disabled, paused, pageLocks);
        }

        IndexState asDisabled() {
            return new IndexState(rebuilt, reorganized, fragmentation, true, OptionalInt.empty(), pageLocks);
        }

        IndexState pausedAt(OptionalInt percent) {
            return new IndexState(rebuilt, reorganized, fragmentation, disabled, percent, pageLocks);
        }

        IndexState withPageLocks(boolean allowed) {
            return new IndexState(rebuilt, reorganized, fragmentation, disabled, paused, Optional.of(allowed));
        }
    }

    /**
     * Statistics.
     *
     * @param rows of the table when they were updated
     * @param sampled how many of them were looked at
     * @param noRecompute whether the server leaves them alone
     */
    public record StatisticsState(Instant updated, long rows, long sampled, boolean noRecompute) {}

    /** What was done for this index; one that nobody knows is new. */
    public synchronized IndexState index(String schema, String table, String name) {
        return indexes.getOrDefault(Key.of(schema, table, name), IndexState.NEW);
    }

    /** How these statistics were last updated; empty if they never were. */
    public synchronized Optional<StatisticsState> statistics(String schema, String table, String name) {
        return Optional.ofNullable(statistics.get(Key.of(schema, table, name)));
    }

    /** Rows have been changed so that this much of the index is out of order; until it is rebuilt or reorganized. */
    public void fragment(String schema, String table, String name, double percent) {
        change(schema, table, name, index -> index.fragmented(percent));
    }

    /** So many rows have been changed since these statistics were made; until they are made anew. */
    public synchronized void outdate(String schema, String table, String name, long rows) {
        changes.put(Key.of(schema, table, name), rows);
    }

    /** How many rows have been changed since these statistics were made, as far as a test has told of it. */
    public synchronized long changes(String schema, String table, String name) {
        return changes.getOrDefault(Key.of(schema, table, name), 0L);
    }

    synchronized void change(String schema, String table, String name, UnaryOperator<IndexState> change) {
        indexes.put(Key.of(schema, table, name), change.apply(index(schema, table, name)));
    }

    synchronized void updated(String schema, String table, String name, StatisticsState state) {
        statistics.put(Key.of(schema, table, name), state);
        changes.remove(Key.of(schema, table, name));
    }

    synchronized Upkeep copy() {
        var copy = new Upkeep();
        copy.indexes.putAll(indexes);
        copy.statistics.putAll(statistics);
        copy.changes.putAll(changes);
        return copy;
    }
}
