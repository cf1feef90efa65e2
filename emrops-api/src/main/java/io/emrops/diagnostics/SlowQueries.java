package io.emrops.diagnostics;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was found of slow queries.
 *
 * @param database of which
 * @param source where the numbers come from
 * @param since the beginning of the time that was asked for, by the system's clock; each query says since when it is counted
 * @param until to when
 * @param queries those that took most, in this order; empty if none was executed, as far as the source knows
 * @param remarks what the source does not know
 */
public record SlowQueries(
        String database, Source source, Instant since, Instant until, List<SlowQuery> queries, List<String> remarks) {
    /** Where the numbers come from. */
    public enum Source {
        /** A store of the database's own, which outlives restarts. */
        STORE("the store of queries"),
        /** What is still in memory. A query that was thrown out of it has left no trace. */
        MEMORY("the plans in memory");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        /** As part of a sentence: "the store of queries". */
        @Override
        public String toString() {
            return words;
        }
    }

    public SlowQueries {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        queries = List.copyOf(queries);
        remarks = List.copyOf(remarks);
    }
}
