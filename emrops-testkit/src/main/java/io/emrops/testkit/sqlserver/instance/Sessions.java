package io.emrops.testkit.sqlserver.instance;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Who is connected to an instance, and what they do. Safe for use by several threads. */
public final class Sessions {
    private static final String DEFAULT_ISOLATION = "READ COMMITTED";

    private final Clock clock;
    private final Map<Integer, Entry> entries = new TreeMap<>();
    private final Map<Integer, String> databases = new HashMap<>();
    private final Set<String> logins = new LinkedHashSet<>();
    private final Random identifiers = new Random(2);
    private volatile IntFunction<Optional<Integer>> blockers = spid -> Optional.empty();
    private long nextTransaction = 1000;

    Sessions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whoever keeps rows tells for whose transaction a session waits. It is asked by any thread, and answers at once.
     *
     * @param blockerOf from a session to the one in its way
     */
    public void blockers(IntFunction<Optional<Integer>> blockerOf) {
        blockers = blockerOf;
    }

    /** The session whose transaction this one waits for, as far as it can be known. */
    public Optional<Integer> blockerOf(int spid) {
        return blockers.apply(spid);
    }

    /**
     * Who has logged in, from where.
     *
     * @param host of the client; may be empty
     * @param program may be empty
     * @param library what the client's driver calls itself; may be empty
     * @param packetSize in bytes
     */
    public record Login(String name, String host, String program, String library, boolean encrypted, int packetSize) {}

    /**
     * A session as it is at one moment.
     *
     * @param connection another one for each session
     * @param since when it has logged in
     * @param database in which it is
     * @param running whether it answers a request
     * @param lastBegan when its last request came; that of the login if there was none
     * @param lastEnded when its last request was answered; empty if none was
     * @param text of its last request; empty if there was none
     * @param openTransactions {@code @@TRANCOUNT}, as after its last request
     * @param isolationLevel as in {@code READ COMMITTED}
     * @param transaction that it has open after its last request
     */
    public record Session(
            int spid,
            UUID connection,
            Login login,
            Instant since,
            String database,
            boolean running,
            Instant lastBegan,
            Optional<Instant> lastEnded,
            String text,
            int openTransactions,
            String isolationLevel,
            Optional<OpenTransaction> transaction) {}

    /** A transaction that a session has left open. */
    public record OpenTransaction(long id, Instant since) {}

    private static final class Entry {
        final UUID connection;
        final Login login;
        final Instant since;
        boolean running;
        Instant lastBegan;
        Optional<Instant> lastEnded = Optional.empty();
        String text = "";
        int openTransactions;
        String isolationLevel = DEFAULT_ISOLATION;

        @Nullable
        OpenTransaction transaction;

        Entry(UUID connection, Login login, Instant since) {
            this.connection = connection;
            this.login = login;
            this.since = since;
            this.lastBegan = since;
        }
    }

    /** All that have logged in, by their numbers. */
    public synchronized List<Session> all() {
        return entries.entrySet().stream()
                .map(session -> session(session.getKey(), session.getValue()))
                .toList();
    }

    /** The one of this number; empty if there is none. */
    public synchronized Optional<Session> session(int spid) {
        return Optional.ofNullable(entries.get(spid)).map(entry -> session(spid, entry));
    }

    private Session session(int spid, Entry entry) {
        return new Session(
                spid,
                entry.connection,
                entry.login,
                entry.since,
                databases.getOrDefault(spid, "master"),
                entry.running,
                entry.lastBegan,
                entry.lastEnded,
                entry.text,
                entry.openTransactions,
                entry.isolationLevel,
                Optional.ofNullable(entry.transaction));
    }

    /** Everybody who has ever logged in, in that order. */
    public synchronized List<String> logins() {
        return List.copyOf(logins);
    }

    boolean isLoggedIn(String login) {
        return all().stream().anyMatch(each -> each.login().name().equalsIgnoreCase(login));
    }

    /** A session has logged in. */
    public synchronized void loggedIn(int spid, Login login) {
        logins.add(login.name());
        entries.put(spid, new Entry(new UUID(identifiers.nextLong(), identifiers.nextLong()), login, clock.instant()));
    }

    /** A session answers a request from now on; if there is no such session, nothing happens, here and in the others. */
    public synchronized void began(int spid) {
        var entry = entries.get(spid);
        if (entry != null) {
            entry.running = true;
            entry.lastBegan = clock.instant();
        }
    }

    /** What a session does now. */
    public synchronized void asked(int spid, String text) {
        var entry = entries.get(spid);
        if (entry != null) {
            entry.text = text;
        }
    }

    /** A session has answered its request. */
    public synchronized void ended(int spid, int openTransactions, String isolationLevel) {
        var entry = entries.get(spid);
        if (entry == null) {
            return;
        }
        var now = clock.instant();
        entry.running = false;
        entry.lastEnded = Optional.of(now);
        entry.openTransactions = openTransactions;
        entry.isolationLevel = isolationLevel;
        if (openTransactions == 0) {
            entry.transaction = null;
        } else if (entry.transaction == null) {
            entry.transaction = new OpenTransaction(nextTransaction++, entry.lastBegan);
        }
    }

    synchronized void moved(int spid, String database) {
        databases.put(spid, database);
    }

    synchronized void left(int spid) {
        entries.remove(spid);
        databases.remove(spid);
    }
}
