package io.emrops.maintenance;

import io.emrops.internal.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A maintenance that is asked for: what is kept in order, and what it may cost.
 *
 * <pre>{@code
 * MaintenanceRequest.statistics("EMRNext").build();                                    // what has changed since
 * MaintenanceRequest.byFragmentation("EMRNext").timeLimit(Duration.ofHours(2)).build();
 * MaintenanceRequest.everything("HospitalScheduler").table("Shifts").table("Staff").allowOffline().build();
 * }</pre>
 *
 * <p>What was done within the {@linkplain Builder#cycle cycle} is not due again, by what the system itself knows of it. So a
 * maintenance that was ended early, by its time limit or by the death of its process, is simply asked for again. Immutable.
 */
public final class MaintenanceRequest {
    private final String database;
    private final Scope scope;
    private final List<TableName> tables;
    private final boolean fullScan;
    private final Optional<Duration> timeLimit;
    private final Duration cycle;
    private final boolean offlineAllowed;
    private final int logUsedAtMost;
    private final OptionalInt maxDop;
    private final Duration lockWait;
    private final double reorganizeFrom;
    private final double rebuildFrom;
    private final long smallestIndex;
    private final Paused paused;

    private MaintenanceRequest(Builder from) {
        database = from.database;
        scope = from.scope;
        tables = List.copyOf(from.tables);
        fullScan = from.fullScan || from.scope == Scope.EVERYTHING;
        timeLimit = from.timeLimit;
        cycle = from.cycle;
        offlineAllowed = from.offlineAllowed;
        logUsedAtMost = from.logUsedAtMost;
        maxDop = from.maxDop;
        lockWait = from.lockWait;
        reorganizeFrom = from.reorganizeFrom;
        rebuildFrom = from.rebuildFrom;
        smallestIndex = from.smallestIndex;
        paused = from.paused;
    }

    /** What is kept in order. */
    public enum Scope {
        /** Statistics of what has changed. */
        STATISTICS,
        /** The same, and indexes that are out of order. */
        BY_FRAGMENTATION,
        /** Every index and all statistics. */
        EVERYTHING
    }

    /** What is done with rebuilds that somebody has begun and left. They take room, and bar changes of their tables. */
    public enum Paused {
        /** They are gone on with. */
        RESUME,
        /** They are ended; what they have done is lost. */
        ABORT,
        /** They are left as they are, and told. */
        LEAVE
    }

    /**
     * Statistics of which many rows have changed since they were made. This is what plans of queries live by, and the only
     * maintenance that most databases on solid-state disks need.
     */
    public static Builder statistics(String database) {
        return new Builder(database, Scope.STATISTICS);
    }

    /** The same, and every index of some size that is out of order: reorganised from 5 percent on, rebuilt from 30. */
    public static Builder byFragmentation(String database) {
        return new Builder(database, Scope.BY_FRAGMENTATION);
    }

    /**
     * Every index is rebuilt, and all other statistics are made anew of every row, whether that does any good or not. All of it goes
     * through the log, to its backups and to replicas.
     */
    public static Builder everything(String database) {
        return new Builder(database, Scope.EVERYTHING);
    }

    /** What is asked for. */
    public static final class Builder {
        private static final Duration HALF_A_DAY = Duration.ofHours(12);
        private static final Duration ALMOST_A_WEEK = Duration.ofDays(6);

        private final String database;
        private final Scope scope;
        private final List<TableName> tables = new ArrayList<>();
        private boolean fullScan;
        private Optional<Duration> timeLimit = Optional.empty();
        private Duration cycle;
        private boolean offlineAllowed;
        private int logUsedAtMost = 70;
        private OptionalInt maxDop = OptionalInt.empty();
        private Duration lockWait = Duration.ofSeconds(30);
        private double reorganizeFrom = 5;
        private double rebuildFrom = 30;
        private long smallestIndex = 1000;
        private Paused paused = Paused.RESUME;

        private Builder(String database, Scope scope) {
            if (Objects.requireNonNull(database, "database").isBlank()) {
                throw new IllegalArgumentException("A database has a name");
            }
            this.database = database;
            this.scope = scope;
            this.cycle = scope == Scope.EVERYTHING ? ALMOST_A_WEEK : HALF_A_DAY;
        }

        /** Only this table and others that are named; all, if nobody names one. */
        public Builder table(String name) {
            return table(TableName.of(name));
        }

        /** The same. */
        public Builder table(TableName name) {
            tables.add(Objects.requireNonNull(name, "name"));
            return this;
        }

        /** Statistics are made of every row; else of as many as the system finds right, and never of fewer than last time. */
        public Builder fullScan() {
            fullScan = true;
            return this;
        }

        /** After this time nothing is begun, and what runs is ended; what is left is due for the next call. No limit without this. */
        public Builder timeLimit(Duration atMost) {
            timeLimit = Optional.of(requirePositive("time limit", atMost));
            return this;
        }

        /**
         * What was done within this time is not due. Somewhat shorter than the time from one run of the schedule to the next; half a
         * day if nobody says otherwise, and six days for everything.
         */
        public Builder cycle(Duration time) {
            cycle = requirePositive("cycle", time);
            return this;
        }

        /** Rebuilds also what can only be rebuilt while nobody can use the table. Without this it is reorganised, or left out and told. */
        public Builder allowOffline() {
            offlineAllowed = true;
            return this;
        }

        /**
         * Begins nothing more as soon as the log of the database is fuller than this. 70 percent, if nobody says otherwise.
         *
         * @param percent 1 to 100
         */
        public Builder logUsedAtMost(int percent) {
            if (percent < 1 || percent > 100) {
                throw new IllegalArgumentException("A log is full to 1 to 100 percent, not " + percent);
            }
            logUsedAtMost = percent;
            return this;
        }

        /** How many processors a rebuild may take; the server's setting, if nobody says otherwise. */
        public Builder maxDop(int processors) {
            if (processors < 1 || processors > 64) {
                throw new IllegalArgumentException("A rebuild takes 1 to 64 processors, not " + processors);
            }
            maxDop = OptionalInt.of(processors);
            return this;
        }

        /** How long a lock is waited for before the next task has its turn; 30 seconds if nobody says otherwise. */
        public Builder lockWait(Duration atMost) {
            lockWait = requirePositive("wait for a lock", atMost);
            return this;
        }

        /**
         * From how much fragmentation on an index is reorganised, and from how much it is rebuilt.
         *
         * @param reorganizeFrom percent, more than 0
         * @param rebuildFrom percent, not less
         */
        public Builder fragmentation(double reorganizeFrom, double rebuildFrom) {
            if (!(reorganizeFrom > 0 && reorganizeFrom <= rebuildFrom && rebuildFrom <= 100)) {
                throw new IllegalArgumentException(
                        "An index is reorganised from more than 0 percent on, and rebuilt from no less," + " not "
                                + reorganizeFrom + " and " + rebuildFrom);
            }
            this.reorganizeFrom = reorganizeFrom;
            this.rebuildFrom = rebuildFrom;
            return this;
        }

        /** Of how many pages on the fragmentation of an index matters; 1000 if nobody says otherwise. */
        public Builder smallestIndex(long pages) {
            if (pages < 1) {
                throw new IllegalArgumentException("An index has a page or more, not " + pages);
            }
            smallestIndex = pages;
            return this;
        }

        /** What is done with rebuilds that were left; gone on with, if nobody says otherwise. With statistics alone they are told. */
        public Builder paused(Paused choice) {
            paused = Objects.requireNonNull(choice, "choice");
            return this;
        }

        /** This. */
        public MaintenanceRequest build() {
            return new MaintenanceRequest(this);
        }

        private static Duration requirePositive(String what, Duration time) {
            if (time.isZero() || time.isNegative()) {
                throw new IllegalArgumentException("The " + what + " is positive, not " + time);
            }
            return time;
        }
    }

    /** Which database. */
    public String database() {
        return database;
    }

    /** What is kept in order. */
    public Scope scope() {
        return scope;
    }

    /** Only these; all if it is empty. */
    public List<TableName> tables() {
        return tables;
    }

    /** Whether statistics are made of every row. */
    public boolean fullScan() {
        return fullScan;
    }

    /** See {@link Builder#timeLimit}. */
    public Optional<Duration> timeLimit() {
        return timeLimit;
    }

    /** See {@link Builder#cycle}. */
    public Duration cycle() {
        return cycle;
    }

    /** See {@link Builder#allowOffline}. */
    public boolean offlineAllowed() {
        return offlineAllowed;
    }

    /** In percent. */
    public int logUsedAtMost() {
        return logUsedAtMost;
    }

    /** See {@link Builder#maxDop}. */
    public OptionalInt maxDop() {
        return maxDop;
    }

    /** See {@link Builder#lockWait}. */
    public Duration lockWait() {
        return lockWait;
    }

    /** In percent. */
    public double reorganizeFrom() {
        return reorganizeFrom;
    }

    /** In percent. */
    public double rebuildFrom() {
        return rebuildFrom;
    }

    /** In pages. */
    public long smallestIndex() {
        return smallestIndex;
    }

    /** See {@link Builder#paused}. */
    public Paused paused() {
        return paused;
    }

    /** In the imperative, without the limits. */
    public String words() {
        var what = switch (scope) {
            case STATISTICS -> "Update the statistics of what has changed";
            case BY_FRAGMENTATION ->
                "Put indexes that are out of order in order, and update the statistics of what has changed";
            case EVERYTHING -> "Rebuild every index and make all statistics anew";
        };
        var of = tables.isEmpty()
                ? ""
                : ", of "
                        + String.join(
                                ", ", tables.stream().map(TableName::toString).toList());
        return what + " in " + database + of
                + timeLimit
                        .map(limit -> ", for " + Words.of(limit) + " at most")
                        .orElse("");
    }

    /** All of it by name, for the fingerprint of a runbook. */
    public Map<String, String> settings() {
        var all = new LinkedHashMap<String, String>();
        all.put("database", database);
        all.put("scope", scope.name());
        all.put("tables", tables.toString());
        all.put("fullScan", Boolean.toString(fullScan));
        all.put("timeLimit", timeLimit.map(Duration::toString).orElse("none"));
        all.put("cycle", cycle.toString());
        all.put("offlineAllowed", Boolean.toString(offlineAllowed));
        all.put("logUsedAtMost", Integer.toString(logUsedAtMost));
        all.put("maxDop", maxDop.isPresent() ? Integer.toString(maxDop.getAsInt()) : "server");
        all.put("lockWait", lockWait.toString());
        all.put("fragmentation", reorganizeFrom + "/" + rebuildFrom);
        all.put("smallestIndex", Long.toString(smallestIndex));
        all.put("paused", paused.name());
        return all;
    }
}
