package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.Measurement;
import io.emrops.maintenance.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the server says of indexes and statistics.
 *
 * @param now by the server's clock
 * @param online whether the edition rebuilds indexes beside other work
 * @param resumable whether it can resume that
 * @param indexes one for each partition; empty if nobody asked for them
 * @param statistics of tables that have rows, and of those that have none
 * @param paused rebuilds that somebody has begun and not ended
 */
record Facts(
        Instant now,
        boolean online,
        boolean resumable,
        List<Index> indexes,
        List<Statistics> statistics,
        List<Paused> paused) {
    Facts {
        indexes = List.copyOf(indexes);
        statistics = List.copyOf(statistics);
        paused = List.copyOf(paused);
    }

    /**
     * What an index, or statistics, are told by.
     *
     * @param objectId of the table or view
     * @param id of the index or the statistics, which have one series of numbers
     */
    record Key(int objectId, int id) {}

    /**
     * An index, or a partition of it.
     *
     * @param type as in {@code sys.indexes}: 1 is clustered, 2 is not; all else is of another kind
     * @param pageLocks whether it may be reorganised
     * @param partition from 1
     * @param partitions how many it has
     * @param traits what bars ways of rebuilding it
     */
    record Index(
            Key key,
            TableName table,
            String name,
            int type,
            boolean disabled,
            boolean pageLocks,
            int partition,
            int partitions,
            Traits traits,
            double fragmentation,
            long pages) {
        boolean isPartitioned() {
            return partitions > 1;
        }

        /** As tasks name it. */
        int taskPartition() {
            return isPartitioned() ? partition : 0;
        }
    }

    /**
     * What bars ways of rebuilding an index.
     *
     * @param oldLargeObjects text, ntext, image or FILESTREAM in its table
     * @param computedKey a computed column or a timestamp in its key
     */
    record Traits(boolean oldLargeObjects, boolean computedKey) {
        static final Traits NONE = new Traits(false, false);
    }

    /**
     * Statistics of an index, or of columns.
     *
     * @param manual whether the server leaves them alone
     * @param visible whether the server says how they were made; it does not to every login
     * @param persistedSample how many percent somebody has set for them; empty if nobody has
     * @param tableRows how many rows the table has now
     */
    record Statistics(
            Key key,
            TableName table,
            String name,
            boolean manual,
            boolean visible,
            Optional<Double> persistedSample,
            long tableRows,
            Measurement measured) {}

    /**
     * A rebuild that was begun.
     *
     * @param partition from 1; 0 for all of the index
     * @param percent how far it is
     * @param running whether a session is at it now
     */
    record Paused(Key key, TableName table, String name, int partition, double percent, boolean running) {
        boolean isOf(Index index) {
            return key.equals(index.key())
                    && (partition == 0 || !index.isPartitioned() || partition == index.partition());
        }
    }
}
