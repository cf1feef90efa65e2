package io.emrops.diagnostics;

import io.emrops.internal.Words;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which idle sessions may be ended. Nothing is meant that is not named: programs, logins or databases have to be, and a session has to fit
 * each of these kinds that is. Names are compared as a whole, without regard to case unless names that differ in it are names of two on the system.
 *
 * <pre>{@code
 * var request = IdleSessionRequest.idleFor(Duration.ofHours(1)).program("HospitalScheduler").database("HospitalScheduler").build();
 * }</pre>
 *
 * <p>A pool keeps idle connections on purpose, and an application that finds one ended fails a request. What is to be put right is mostly
 * the pool's idle timeout; this is for the time until then.
 */
public final class IdleSessionRequest {
    /** A session that has just answered belongs to somebody who is about to ask again. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private static final int MOST = 1000;

    private final Duration idleFor;
    private final Set<String> programs;
    private final Set<String> logins;
    private final Set<String> databases;
    private final Set<String> exceptPrograms;
    private final Set<String> exceptLogins;
    private final int atMost;

    private IdleSessionRequest(Builder from) {
        idleFor = from.idleFor;
        programs = Set.copyOf(from.programs);
        logins = Set.copyOf(from.logins);
        databases = Set.copyOf(from.databases);
        exceptPrograms = Set.copyOf(from.exceptPrograms);
        exceptLogins = Set.copyOf(from.exceptLogins);
        atMost = from.atMost;
    }

    /**
     * Begins a request.
     *
     * @param atLeast how long a session has done nothing, by the system's clock; one minute or more
     */
    public static Builder idleFor(Duration atLeast) {
        return new Builder(atLeast);
    }

    /** What a request consists of. */
    public static final class Builder {
        private final Duration idleFor;
        private final Set<String> programs = new LinkedHashSet<>();
        private final Set<String> logins = new LinkedHashSet<>();
        private final Set<String> databases = new LinkedHashSet<>();
        private final Set<String> exceptPrograms = new LinkedHashSet<>();
        private final Set<String> exceptLogins = new LinkedHashSet<>();
        private int atMost = 20;

        private Builder(Duration idleFor) {
            if (idleFor.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("A session is idle after a minute or more, not " + idleFor);
            }
            this.idleFor = idleFor;
        }

        /** Sessions of this program, or of another that is named. */
        public Builder program(String name) {
            programs.add(named(name));
            return this;
        }

        /** Sessions of this login, or of another that is named. */
        public Builder login(String name) {
            logins.add(named(name));
            return this;
        }

        /** Sessions in this database, or in another that is named. */
        public Builder database(String name) {
            databases.add(named(name));
            return this;
        }

        /** Never sessions of this program, such as a backup tool. */
        public Builder neverProgram(String name) {
            exceptPrograms.add(named(name));
            return this;
        }

        /** Never sessions of this login. */
        public Builder neverLogin(String name) {
            exceptLogins.add(named(name));
            return this;
        }

        /** How many are ended at most, 1 to 1000; 20 if nobody says otherwise. */
        public Builder atMost(int sessions) {
            if (sessions < 1 || sessions > MOST) {
                throw new IllegalArgumentException("At most 1 to " + MOST + " sessions are ended, not " + sessions);
            }
            atMost = sessions;
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalArgumentException if no program, no login and no database is named
         */
        public IdleSessionRequest build() {
            if (programs.isEmpty() && logins.isEmpty() && databases.isEmpty()) {
                throw new IllegalArgumentException(
                        "Name the programs, logins or databases whose idle sessions may be ended: without a name, none may");
            }
            return new IdleSessionRequest(this);
        }

        private static String named(String name) {
            if (Objects.requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("A program, a login or a database has a name");
            }
            return name;
        }
    }

    /** How long a session has to have done nothing. */
    public Duration idleFor() {
        return idleFor;
    }

    /** How many are ended at most. */
    public int atMost() {
        return atMost;
    }

    /** Whether sessions of this program, login and database are named, and none of them is excepted; without regard to case. */
    public boolean covers(String program, String login, String database) {
        return isNamed(programs, program)
                && isNamed(logins, login)
                && isNamed(databases, database)
                && !isExcepted(program, login);
    }

    /** The same where names that differ in case are names of two. What is excepted is so in whichever case. */
    public boolean coversExactly(String program, String login, String database) {
        return isNamedExactly(programs, program)
                && isNamedExactly(logins, login)
                && isNamedExactly(databases, database)
                && !isExcepted(program, login);
    }

    private boolean isExcepted(String program, String login) {
        return has(exceptPrograms, program) || has(exceptLogins, login);
    }

    private static boolean isNamed(Set<String> names, String name) {
        return names.isEmpty() || has(names, name);
    }

    private static boolean isNamedExactly(Set<String> names, String name) {
        return names.isEmpty() || names.contains(name);
    }

    private static boolean has(Set<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** For the fingerprint of a runbook. */
    Map<String, String> configuration() {
        var configuration = new TreeMap<String, String>();
        configuration.put("idleFor", idleFor.toString());
        configuration.put("atMost", Integer.toString(atMost));
        configuration.put("programs", sorted(programs));
        configuration.put("logins", sorted(logins));
        configuration.put("databases", sorted(databases));
        configuration.put("exceptPrograms", sorted(exceptPrograms));
        configuration.put("exceptLogins", sorted(exceptLogins));
        return configuration;
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    /** As part of a sentence: "idle for 1 h, of program HospitalScheduler, in database HospitalScheduler". */
    @Override
    public String toString() {
        return "idle for " + Words.of(idleFor) + named(", of program ", programs)
                + named(", of login ", logins) + named(", in database ", databases)
                + named(", but not of program ", exceptPrograms) + named(", but not of login ", exceptLogins);
    }

    private static String named(String words, Set<String> names) {
        return names.isEmpty()
                ? ""
                : words + String.join(" or ", names.stream().sorted().toList());
    }
}
