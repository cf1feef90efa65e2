package io.emrops.haproxy;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** The workers of before a reload, which serve those who are connected to them to their end. They answer through their master alone. */
record OldWorkers(Link master) {
    private static final Pattern WORKER = Pattern.compile("(\\d+) +worker .*");
    private static final int TRIES = 10;
    private static final Duration BETWEEN = Duration.ofMillis(20);

    /** The open sessions of a pool's servers. A slot may have another server by now: it is the address that counts. */
    Map<Address, Long> sessions(String pool, Address placeholder) {
        for (var left = TRIES; ; left--) {
            try {
                return ask(pool, placeholder);
            } catch (TargetUnavailableException e) {
                // A worker may have ended since it was listed.
                if (left == 1) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }

    private Map<Address, Long> ask(String pool, Address placeholder) {
        var sessions = new HashMap<Address, Long>();
        for (var pid : pids(new Conversation(master).read("show proc"))) {
            for (var slot : registered(new Pool(pool, placeholder, new Conversation(master, "@!" + pid + " ")))) {
                sessions.merge(slot.address().orElseThrow(), slot.sessions(), Long::sum);
            }
        }
        return sessions;
    }

    private static List<Slot> registered(Pool pool) {
        try {
            return pool.registered();
        } catch (PreconditionFailedException e) {
            // Its configuration did not have this pool.
            return List.of();
        }
    }

    static List<String> pids(String processes) {
        return processes
                .lines()
                .dropWhile(line -> !line.startsWith("# old workers"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .map(WORKER::matcher)
                .filter(worker -> worker.matches())
                .map(worker -> worker.group(1))
                .toList();
    }
}
