package io.emrops.diagnostics;

import io.emrops.internal.Words;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Which queries are looked for.
 *
 * <pre>{@code
 * var request = SlowQueryRequest.of("EMRNext").within(Duration.ofHours(24)).by(SlowQueryRequest.Measure.AVERAGE).most(10).build();
 * }</pre>
 */
public final class SlowQueryRequest {
    private static final int MOST = 100;

    private final String database;
    private final Duration within;
    private final Measure measure;
    private final int most;
    private final int executedAtLeast;

    private SlowQueryRequest(Builder from) {
        database = from.database;
        within = from.within;
        measure = from.measure;
        most = from.most;
        executedAtLeast = from.executedAtLeast;
    }

    /** By what queries are compared. */
    public enum Measure {
        /** The time of all executions together, waiting included: what the server was busy with. */
        TOTAL,
        /** The time of one execution: what people wait for. */
        AVERAGE,
        /** The processor's time of all executions together. */
        CPU,
        /** The pages that all executions together have read. */
        READS
    }

    /** Begins a request about a database. */
    public static Builder of(String database) {
        return new Builder(database);
    }

    /** What a request consists of. */
    public static final class Builder {
        private final String database;
        private Duration within = Duration.ofHours(24);
        private Measure measure = Measure.TOTAL;
        private int most = 10;
        private int executedAtLeast = 1;

        private Builder(String database) {
            if (Objects.requireNonNull(database, "database").isBlank()) {
                throw new IllegalArgumentException("A database has a name");
            }
            this.database = database;
        }

        /** Queries of the last time, a minute or more; 24 hours if nobody says otherwise. */
        public Builder within(Duration last) {
            if (last.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new IllegalArgumentException("Queries are looked for in a minute or more, not in " + last);
            }
            within = last;
            return this;
        }

        /** By what they are compared; by the time of all executions together, if nobody says otherwise. */
        public Builder by(Measure newMeasure) {
            measure = Objects.requireNonNull(newMeasure, "newMeasure");
            return this;
        }

        /** How many are told, 1 to 100; 10 if nobody says otherwise. */
        public Builder most(int queries) {
            if (queries < 1 || queries > MOST) {
                throw new IllegalArgumentException("1 to " + MOST + " queries are told, not " + queries);
            }
            most = queries;
            return this;
        }

        /** Leaves out what was executed less often; once if nobody says otherwise. */
        public Builder executedAtLeast(int times) {
            if (times < 1) {
                throw new IllegalArgumentException("A query was executed once or more, not " + times + " times");
            }
            executedAtLeast = times;
            return this;
        }

        /** The request. */
        public SlowQueryRequest build() {
            return new SlowQueryRequest(this);
        }
    }

    /** Of which database. */
    public String database() {
        return database;
    }

    /** How far back. */
    public Duration within() {
        return within;
    }

    /** By what they are compared. */
    public Measure measure() {
        return measure;
    }

    /** How many are told. */
    public int most() {
        return most;
    }

    /** How often they were executed at least. */
    public int executedAtLeast() {
        return executedAtLeast;
    }

    Map<String, String> configuration() {
        var configuration = new TreeMap<String, String>();
        configuration.put("database", database);
        configuration.put("within", within.toString());
        configuration.put("measure", measure.name());
        configuration.put("most", Integer.toString(most));
        configuration.put("executedAtLeast", Integer.toString(executedAtLeast));
        return configuration;
    }

    /** As part of a sentence: "the 10 queries of EMRNext of the last 1 d with the most total time". */
    @Override
    public String toString() {
        var by = switch (measure) {
            case TOTAL -> "most time";
            case AVERAGE -> "longest average time";
            case CPU -> "most processor time";
            case READS -> "most pages read";
        };
        return String.format(Locale.ROOT, "the %d queries of %s with the %s", most, database, by) + " in the last "
                + Words.of(within);
    }
}
