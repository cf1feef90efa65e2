package io.emrops.sqlserver.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * {@code ALTER INDEX} of one index.
 *
 * @see <a href="https://learn.microsoft.com/sql/t-sql/statements/alter-index-transact-sql">ALTER INDEX (Transact-SQL)</a>
 */
public final class IndexStatement {
    private static final int MOST_MINUTES = 10_080;

    private final String head;
    private final int partition;

    private IndexStatement(String head, int partition) {
        this.head = head;
        this.partition = partition;
    }

    /**
     * How an index is rebuilt.
     *
     * @param online whether the table can be used meanwhile
     * @param resumable whether it can be gone on with when it was stopped; only online
     * @param waitMinutes how long an online rebuild waits for a lock, without others waiting behind it
     * @param maxDop how many processors; as the server is set, if it is empty
     * @param minutes after how many a resumable one stops by itself; never, if it is empty
     */
    public record Rebuild(boolean online, boolean resumable, int waitMinutes, OptionalInt maxDop, OptionalInt minutes) {
        public Rebuild {
            if (resumable && !online) {
                throw new IllegalArgumentException("Only a rebuild that is online can be resumed");
            }
            if (!resumable && minutes.isPresent()) {
                throw new IllegalArgumentException("Only a rebuild that can be resumed stops by itself");
            }
            if (waitMinutes < 1 || minutes.orElse(1) < 1 || maxDop.orElse(1) < 1) {
                throw new IllegalArgumentException("Minutes and processors are counted from 1");
            }
        }
    }

    /**
     * Of this index.
     *
     * @param partition from 1; 0 for all of it
     * @throws IllegalArgumentException as {@link Identifier} does
     */
    public static IndexStatement of(String schema, String table, String index, int partition) {
        if (partition < 0) {
            throw new IllegalArgumentException("Partitions are counted from 1, not " + partition);
        }
        return new IndexStatement(
                "ALTER INDEX " + Identifier.of(index).quoted() + " ON "
                        + Identifier.of(schema).quoted() + "."
                        + Identifier.of(table).quoted() + " ",
                partition);
    }

    /** Puts its pages in order. */
    public String reorganize() {
        return head + "REORGANIZE" + ofPartition() + " WITH (LOB_COMPACTION = ON)";
    }

    /** Builds it anew. What is said nowhere stays as it is: fill factor, compression, locks. */
    public String rebuild(Rebuild how) {
        Objects.requireNonNull(how, "how");
        var options = new ArrayList<String>();
        options.add(how.online() ? "ONLINE = ON (" + lowPriority(how.waitMinutes()) + ")" : "ONLINE = OFF");
        if (how.resumable()) {
            options.add("RESUMABLE = ON");
        }
        addLimits(options, how.maxDop(), how.minutes());
        return head + "REBUILD" + ofPartition() + with(options);
    }

    /** Goes on with a rebuild that is paused. */
    public String resume(int waitMinutes, OptionalInt maxDop, OptionalInt minutes) {
        var options = new ArrayList<String>();
        addLimits(options, maxDop, minutes);
        options.add(lowPriority(waitMinutes));
        return head + "RESUME" + with(options);
    }

    /** Ends a rebuild that is paused. */
    public String abort() {
        return head + "ABORT";
    }

    private String ofPartition() {
        return partition == 0 ? "" : " PARTITION = " + partition;
    }

    private static void addLimits(List<String> options, OptionalInt maxDop, OptionalInt minutes) {
        maxDop.ifPresent(count -> options.add("MAXDOP = " + count));
        minutes.ifPresent(count -> options.add("MAX_DURATION = " + Math.min(count, MOST_MINUTES) + " MINUTES"));
    }

    private static String lowPriority(int minutes) {
        return "WAIT_AT_LOW_PRIORITY (MAX_DURATION = " + minutes + " MINUTES, ABORT_AFTER_WAIT = SELF)";
    }

    private static String with(List<String> options) {
        return " WITH (" + String.join(", ", options) + ")";
    }
}
