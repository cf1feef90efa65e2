package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptCall;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The event logs of a simulated Windows: {@code Application}, {@code System} and {@code Security}, empty at first. Record ids count up in
 * each. Safe for use by several threads.
 */
public final class SimulatedEventLog {
    private static final int NOT_FOUND = 0x80073A9F;

    private record Event(long recordId, String source, int id, int level, Instant at) {}

    private final Map<String, List<Event>> logs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    SimulatedEventLog() {
        List.of("Application", "System", "Security").forEach(log -> logs.put(log, new ArrayList<>()));
    }

    /**
     * Something is logged.
     *
     * @param level 1 critical, 2 error, 3 warning, 4 information
     * @return its record id
     * @throws IllegalArgumentException if there is no such log
     */
    public synchronized long add(String log, String source, int id, int level, Instant at) {
        var events = logs.get(log);
        if (events == null) {
            throw new IllegalArgumentException("There is no log " + log);
        }
        events.add(new Event(events.size() + 1L, source, id, level, Objects.requireNonNull(at, "at")));
        return events.size();
    }

    void answer(ScriptedWindowsHost host) {
        host.onScript("eventlog/read", this::read);
    }

    private synchronized Map<String, Object> read(ScriptCall call) {
        var log = call.text("log");
        var events = logs.get(log);
        if (events == null) {
            throw PowerShellError.of("EventLogNotFoundException", "NotSpecified")
                    .from("System.Diagnostics.Eventing.Reader.EventLogNotFoundException", NOT_FOUND);
        }
        var before = call.number("before");
        var from = Instant.parse(call.text("from"));
        var sources = sources(call);
        var newestFirst = new ArrayList<>(events);
        Collections.reverse(newestFirst);
        var found = newestFirst.stream()
                .filter(each -> before == 0 || each.recordId() < before)
                .filter(each -> !each.at().isBefore(from))
                .filter(each ->
                        sources.isEmpty() || sources.contains(each.source().toLowerCase(Locale.ROOT)))
                .limit(call.number("most"))
                .map(each -> said(log, each))
                .toList();
        return Map.of("events", found);
    }

    private static Set<String> sources(ScriptCall call) {
        return ((List<?>) call.parameters().getOrDefault("sources", List.of()))
                .stream()
                        .map(each -> String.valueOf(each).toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Object> said(String log, Event event) {
        return Map.of(
                "recordId",
                event.recordId(),
                "at",
                event.at().toString(),
                "log",
                log,
                "source",
                event.source(),
                "id",
                event.id(),
                "level",
                event.level(),
                "computer",
                "SCRIPTED");
    }
}
