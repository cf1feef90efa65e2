package io.emrops.testkit.sqlserver.instance;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The locks of applications, as {@code sp_getapplock} takes and {@code sp_releaseapplock} gives them back. Whoever asks is granted when all that is
 * granted, or was asked for before, goes with it; one who has a lock already goes before those who wait. Safe for use by several threads.
 *
 * <p>Locks end with their session by themselves; whoever keeps transactions says when one ends, see {@link #transactionEnded}.
 */
public final class ApplicationLocks {
    private static final int LONGEST = 255;

    private final Instance instance;
    private final Map<Resource, Map<Holder, Grant>> granted = new HashMap<>();
    private final List<Wish> waiting = new ArrayList<>();

    ApplicationLocks(Instance instance) {
        this.instance = instance;
    }

    /** Who keeps a lock. */
    public enum Owner {
        /** Until the session gives it back or ends. */
        SESSION,
        /** Until the transaction ends. */
        TRANSACTION
    }

    /** What {@code sp_getapplock} returns, where it does not refuse its arguments. */
    public enum Grade {
        /** At once. */
        GRANTED(0),
        /** After others had given it back. */
        GRANTED_AFTER_WAIT(1),
        /** Not in time. */
        TIMED_OUT(-1),
        /** Not without two waiting for each other. */
        DEADLOCK_VICTIM(-3);

        private final int returnStatus;

        Grade(int returnStatus) {
            this.returnStatus = returnStatus;
        }

        /** As the procedure returns it. */
        public int returnStatus() {
            return returnStatus;
        }
    }

    /**
     * What is locked.
     *
     * @param principal of the database, {@code public} if the statement named none
     * @param name with its case; what is behind the 255th character does not count
     */
    public record Resource(String database, String principal, String name) {
        /** Cuts the name, and takes the others in upper case. */
        public Resource {
            database = DatabaseRegister.key(database);
            principal = DatabaseRegister.key(principal);
            name = name.substring(0, Math.min(name.length(), LONGEST));
        }
    }

    private record Holder(int spid, Owner owner) {}

    /** How often one holder has it in each mode. */
    private static final class Grant {
        final Map<LockMode, Integer> counts = new EnumMap<>(LockMode.class);

        boolean goesWith(LockMode mode) {
            return counts.keySet().stream().allMatch(mode::goesWith);
        }
    }

    private record Wish(Resource resource, Holder holder, LockMode mode) {}

    /**
     * Takes a lock.
     *
     * @param timeout by the server's clock; empty to wait as long as it takes
     * @param client waits; what it throws ends the wait, and nothing was taken
     */
    public Grade acquire(
            Caller caller, Resource resource, LockMode mode, Owner owner, Optional<Duration> timeout, Client client)
            throws IOException {
        var wish = new Wish(resource, new Holder(caller.spid(), owner), mode);
        Instant deadline;
        synchronized (instance) {
            if (blockers(wish).isEmpty()) {
                grant(wish);
                return Grade.GRANTED;
            }
            if (timeout.isPresent() && timeout.get().isZero()) {
                return Grade.TIMED_OUT;
            }
            deadline = timeout.map(instance.now()::plus).orElse(Instant.MAX);
            waiting.add(wish);
            if (waitsForItself(wish)) {
                waiting.remove(wish);
                return Grade.DEADLOCK_VICTIM;
            }
        }
        return await(caller, wish, deadline, client);
    }

    private Grade await(Caller caller, Wish wish, Instant deadline, Client client) throws IOException {
        var activity = instance.beginsWaiting(caller, "EXECUTE");
        try {
            while (true) {
                List<Integer> inTheWay;
                synchronized (instance) {
                    if (activity.isOver()) {
                        throw new IOException("session " + wish.holder.spid + " has ended");
                    }
                    inTheWay = List.copyOf(blockers(wish));
                    if (inTheWay.isEmpty()) {
                        grant(wish);
                        return Grade.GRANTED_AFTER_WAIT;
                    }
                    if (!instance.now().isBefore(deadline)) {
                        return Grade.TIMED_OUT;
                    }
                    activity.waits("LCK_M_" + wish.mode.letters(), inTheWay.get(0));
                }
                client.waitFor(inTheWay);
            }
        } finally {
            synchronized (instance) {
                waiting.remove(wish);
                instance.endsWaiting(activity);
            }
        }
    }

    /** The sessions that a wish waits for. */
    private Set<Integer> blockers(Wish wish) {
        var holders = granted.getOrDefault(wish.resource, Map.of());
        var sessions = new HashSet<Integer>();
        holders.forEach((holder, grant) -> {
            if (holder.spid != wish.holder.spid && !grant.goesWith(wish.mode)) {
                sessions.add(holder.spid);
            }
        });
        var hasOne = holders.keySet().stream().anyMatch(holder -> holder.spid == wish.holder.spid);
        for (var earlier : hasOne ? List.<Wish>of() : waiting) {
            if (earlier == wish) {
                break;
            }
            if (earlier.resource.equals(wish.resource)
                    && earlier.holder.spid != wish.holder.spid
                    && !earlier.mode.goesWith(wish.mode)) {
                sessions.add(earlier.holder.spid);
            }
        }
        return sessions;
    }

    /** Whether those that it waits for wait for it, be it through others. */
    private boolean waitsForItself(Wish wish) {
        var seen = new HashSet<Integer>();
        var next = new ArrayDeque<>(blockers(wish));
        while (!next.isEmpty()) {
            var session = next.remove();
            if (session == wish.holder.spid) {
                return true;
            }
            if (seen.add(session)) {
                waiting.stream()
                        .filter(other -> other.holder.spid == session)
                        .forEach(other -> next.addAll(blockers(other)));
            }
        }
        return false;
    }

    private void grant(Wish wish) {
        granted.computeIfAbsent(wish.resource, resource -> new LinkedHashMap<>())
                .computeIfAbsent(wish.holder, holder -> new Grant())
                .counts
                .merge(wish.mode, 1, Integer::sum);
    }

    /**
     * Gives a lock back, once: one that was taken twice stays.
     *
     * @return whether there was one
     */
    public boolean release(int spid, Resource resource, Owner owner) {
        synchronized (instance) {
            var holders = granted.get(resource);
            var grant = holders == null ? null : holders.get(new Holder(spid, owner));
            if (holders == null || grant == null) {
                return false;
            }
            var strongest = LockMode.strongest(grant.counts.keySet());
            grant.counts.computeIfPresent(strongest, (mode, count) -> count == 1 ? null : count - 1);
            if (grant.counts.isEmpty()) {
                holders.remove(new Holder(spid, owner));
                granted.values().removeIf(Map::isEmpty);
            }
            return true;
        }
    }

    /** As APPLOCK_MODE says it: what a session has; empty if it has nothing. */
    public Optional<LockMode> mode(int spid, Resource resource, Owner owner) {
        synchronized (instance) {
            return Optional.ofNullable(granted.getOrDefault(resource, Map.of()).get(new Holder(spid, owner)))
                    .map(grant -> LockMode.strongest(grant.counts.keySet()));
        }
    }

    /** As APPLOCK_TEST says it: whether a session could have it at once. */
    public boolean isFree(int spid, Resource resource, LockMode mode) {
        synchronized (instance) {
            return blockers(new Wish(resource, new Holder(spid, Owner.SESSION), mode))
                    .isEmpty();
        }
    }

    /** A transaction of a session was committed or rolled back as a whole. */
    public void transactionEnded(int spid) {
        synchronized (instance) {
            drop(spid, Set.of(Owner.TRANSACTION));
        }
    }

    /** A session has ended, or its connection was reset by a pool. */
    public void sessionEnded(int spid) {
        synchronized (instance) {
            drop(spid, Set.of(Owner.SESSION, Owner.TRANSACTION));
        }
    }

    private void drop(int spid, Set<Owner> owners) {
        for (var holders : granted.values()) {
            holders.keySet().removeIf(holder -> holder.spid == spid && owners.contains(holder.owner));
        }
        granted.values().removeIf(Map::isEmpty);
    }
}
