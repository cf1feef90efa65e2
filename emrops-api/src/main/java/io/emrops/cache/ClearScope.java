package io.emrops.cache;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is removed from a cache. */
public sealed interface ClearScope {
    /**
     * The keys of database 0 that a pattern matches.
     *
     * @param pattern as {@code KEYS} of Redis has it, matched byte by byte: {@code *}, {@code ?}, {@code [ab]}, {@code [^a]}, {@code \} before a character that is meant
     *     itself. Not {@code *} alone: say {@link #database}
     */
    static ClearScope keys(String pattern) {
        return new Keys(0, pattern);
    }

    /** All keys of one database, and of no other. */
    static ClearScope database(int database) {
        return new WholeDatabase(database);
    }

    /**
     * All keys of all databases of the server, whoever has put them there: sessions, queues, other applications.
     *
     * @param databases those that hold keys, as far as is known; if any other one does, nothing is removed
     */
    static ClearScope wholeServer(Set<Integer> databases) {
        return new WholeServer(databases);
    }

    /** In words, such as {@code keys session:* of database 0}. */
    @Override
    String toString();

    /** See {@link ClearScope#keys}, for any database. */
    record Keys(int database, String pattern) implements ClearScope {
        /** @throws IllegalArgumentException if the pattern is empty, longer than 1,000 characters or matches every key */
        public Keys {
            requireDatabase(database);
            Objects.requireNonNull(pattern, "pattern");
            if (pattern.isEmpty() || pattern.length() > 1000) {
                throw new IllegalArgumentException("A pattern has 1 to 1000 characters");
            }
            if (pattern.chars().allMatch(c -> c == '*')) {
                throw new IllegalArgumentException("The pattern matches every key: say that the database is meant");
            }
        }

        @Override
        public String toString() {
            return "keys " + pattern + " of database " + database;
        }
    }

    /** See {@link ClearScope#database}. */
    record WholeDatabase(int database) implements ClearScope {
        /** @throws IllegalArgumentException if the number is negative */
        public WholeDatabase {
            requireDatabase(database);
        }

        @Override
        public String toString() {
            return "all keys of database " + database;
        }
    }

    /** See {@link ClearScope#wholeServer}. */
    record WholeServer(Set<Integer> databases) implements ClearScope {
        /** @throws IllegalArgumentException if none is named, or a number is negative */
        public WholeServer {
            databases = Set.copyOf(databases);
            databases.forEach(ClearScope::requireDatabase);
            if (databases.isEmpty()) {
                throw new IllegalArgumentException("The databases that hold keys are named, each by its number");
            }
        }

        @Override
        public String toString() {
            return "all keys of the server, which are in "
                    + (databases.size() == 1 ? "database " : "databases ")
                    + new TreeSet<>(databases).stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    private static void requireDatabase(int database) {
        if (database < 0) {
            throw new IllegalArgumentException("A database has a number from 0, not " + database);
        }
    }
}
