package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The event logs of a simulated Windows: {@code Application}, {@code System} and {@code Security}, empty at first, and what a test creates.
 * Record ids count up in each, from 1. The XPath of a query is evaluated, and refused if it is of a form that Windows does not take. Safe for
 * use by several threads.
 */
public final class SimulatedEventLog {
    record Event(long recordId, String source, int id, int level, Instant at, String text) {}

    private static final class Log {
        final Deque<Event> events = new ArrayDeque<>();
        long lastId;
        int capacity = Integer.MAX_VALUE;
    }

    private final Map<String, Log> logs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> closed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> forgotten = new HashSet<>();

    SimulatedEventLog() {
        List.of("Application", "System", "Security").forEach(this::create);
    }

    void answer(ScriptedWindowsHost host) {
        new EventLogScripts(this).answer(host);
    }

    /** There is one more log, empty. If there is one of this name, nothing happens. */
    public synchronized void create(String log) {
        logs.putIfAbsent(Objects.requireNonNull(log, "log"), new Log());
    }

    /**
     * Something is logged, without a text.
     *
     * @param level 1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 is always logged
     * @return its record id
     * @throws IllegalArgumentException if there is no such log
     */
    public long add(String log, String source, int id, int level, Instant at) {
        return add(log, source, id, level, at, "");
    }

    /**
     * Something is logged, with a text. Of the time, what is finer than 100 nanoseconds is cut off.
     *
     * @return its record id
     * @throws IllegalArgumentException if there is no such log
     */
    public synchronized long add(String log, String source, int id, int level, Instant at, String text) {
        var into = log(log);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(text, "text");
        into.lastId++;
        into.events.addLast(new Event(into.lastId, source, id, level, at.minusNanos(at.getNano() % 100), text));
        overwrite(into);
        return into.lastId;
    }

    /**
     * A log has room for so many events from now on; the oldest give way.
     *
     * @throws IllegalArgumentException if there is no such log, or room for none
     */
    public synchronized void keep(String log, int events) {
        if (events < 1) {
            throw new IllegalArgumentException("A log has room for an event at least, not for " + events);
        }
        log(log).capacity = events;
        overwrite(log(log));
    }

    private static void overwrite(Log log) {
        while (log.events.size() > log.capacity) {
            log.events.removeFirst();
        }
    }

    /**
     * A log is cleared. It counts from 1 again.
     *
     * @throws IllegalArgumentException if there is no such log
     */
    public synchronized void clear(String log) {
        log(log).events.clear();
        log(log).lastId = 0;
    }

    /** Nobody who logs in may read this log any more. */
    public synchronized void deny(String log) {
        closed.add(log);
    }

    /** The provider is uninstalled: its events stay, and their texts can no longer be made. */
    public synchronized void uninstall(String source) {
        forgotten.add(source);
    }

    private Log log(String name) {
        var log = logs.get(name);
        if (log == null) {
            throw new IllegalArgumentException("There is no log " + name);
        }
        return log;
    }

    synchronized boolean denies(String log) {
        return closed.contains(log);
    }

    /** Oldest first, as they are now; empty if there is no such log. */
    synchronized Optional<List<Event>> events(String log) {
        return Optional.ofNullable(logs.get(log)).map(each -> new ArrayList<>(each.events));
    }

    /** Empty if none can be made. */
    synchronized Optional<String> textOf(Event event) {
        return forgotten.contains(event.source()) || event.text().isEmpty()
                ? Optional.empty()
                : Optional.of(event.text());
    }
}
