package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptCall;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedEventLog.Event;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code eventlog/…}. */
final class EventLogScripts {
    private static final String READER = "System.Diagnostics.Eventing.Reader.";
    private static final int NOT_FOUND = 0x80131500;
    private static final int ACCESS_DENIED = 0x80070005;
    private static final Event NONE = new Event(0, "", 0, 0, Instant.parse("1601-01-01T00:00:00Z"), "");
    private static final DateTimeFormatter ROUND_TRIP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final SimulatedEventLog logs;

    EventLogScripts(SimulatedEventLog logs) {
        this.logs = logs;
    }

    void answer(ScriptedWindowsHost host) {
        host.onScript("eventlog/read", this::read);
        host.onScript("eventlog/messages", this::messages);
    }

    private List<Event> opened(String log) {
        var events = logs.events(log)
                .orElseThrow(() -> PowerShellError.of("EventLogNotFoundException", "NotSpecified")
                        .from(READER + "EventLogNotFoundException", NOT_FOUND));
        if (logs.denies(log)) {
            throw PowerShellError.of("UnauthorizedAccessException", "NotSpecified")
                    .from("System.UnauthorizedAccessException", ACCESS_DENIED);
        }
        return events;
    }

    private Map<String, Object> read(ScriptCall call) {
        var all = opened(call.text("log"));
        var xpath = EventXPath.parse(call.text("xpath"));
        var oldest = all.isEmpty() ? NONE : all.get(0);
        var newest = all.isEmpty() ? NONE : all.get(all.size() - 1);
        var anchor = anchor(call, all, oldest);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("anchor", anchor);
        place(answer, "oldest", oldest);
        place(answer, "newest", newest);
        var selected = new ArrayList<>(all.stream().filter(xpath).toList());
        if (!call.flag("oldestFirst")) {
            Collections.reverse(selected);
        }
        look(call, anchor.equals("other") ? List.of() : selected, answer);
        return answer;
    }

    private static String anchor(ScriptCall call, List<Event> all, Event oldest) {
        var id = call.number("anchorId");
        if (id == 0) {
            return "none";
        }
        return all.stream()
                .filter(each -> each.recordId() == id)
                .findFirst()
                .map(each -> time(each).equals(call.text("anchorAt")) ? "found" : "other")
                .orElse(oldest.recordId() > id ? "overwritten" : "other");
    }

    private static void look(ScriptCall call, List<Event> selected, Map<String, Object> answer) {
        var events = new ArrayList<Map<String, Object>>();
        var fits = new Fits(call);
        var last = NONE;
        var looked = 0;
        for (var each : selected) {
            if (full(call, events.size(), looked)) {
                break;
            }
            looked++;
            last = each;
            if (fits.test(each)) {
                events.add(told(each));
            }
        }
        place(answer, "last", last);
        // As the script does, before it would know that nothing follows
        answer.put("more", full(call, events.size(), looked) && !"other".equals(answer.get("anchor")));
        answer.put("events", events);
    }

    private static boolean full(ScriptCall call, int events, int looked) {
        return events >= call.number("most") || looked >= call.number("look");
    }

    private static void place(Map<String, Object> answer, String which, Event event) {
        answer.put(which + "Id", event.recordId());
        answer.put(which + "At", time(event));
    }

    private static String time(Event event) {
        return ROUND_TRIP.format(event.at());
    }

    private static Map<String, Object> told(Event event) {
        return Map.of(
                "recordId", event.recordId(),
                "at", time(event),
                "source", event.source(),
                "id", event.id(),
                "level", event.level(),
                "computer", "SCRIPTED");
    }

    private Map<String, Object> messages(ScriptCall call) {
        var wanted = ((List<?>) call.parameters().getOrDefault("wanted", List.of()))
                .stream()
                        .map(each -> (Map<?, ?>) each)
                        .map(each -> each.get("recordId") + " " + each.get("at"))
                        .collect(Collectors.toSet());
        EventXPath.requireFew(wanted.size());
        var found = new ArrayList<Map<String, Object>>();
        for (var each : opened(call.text("log"))) {
            if (wanted.contains(each.recordId() + " " + time(each))) {
                logs.textOf(each)
                        .map(text -> text.substring(0, (int) Math.min(text.length(), call.number("most"))))
                        .ifPresent(text -> found.add(
                                new HashMap<>(Map.of("recordId", each.recordId(), "at", time(each), "text", text))));
            }
        }
        return Map.of("messages", found);
    }

    /** What the script compares by itself. */
    private static final class Fits {
        private final Instant from;
        private final Instant until;
        private final Set<String> providers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        private final Set<String> levels;
        private final Set<String> ids;

        Fits(ScriptCall call) {
            from = Instant.parse(call.text("from"));
            until = Instant.parse(call.text("until"));
            providers.addAll(texts(call, "providers"));
            levels = texts(call, "levels");
            ids = texts(call, "ids");
        }

        private static Set<String> texts(ScriptCall call, String name) {
            return ((List<?>) call.parameters().getOrDefault(name, List.of()))
                    .stream().map(String::valueOf).collect(Collectors.toSet());
        }

        boolean test(Event event) {
            return !event.at().isBefore(from)
                    && event.at().isBefore(until)
                    && (providers.isEmpty() || providers.contains(event.source()))
                    && (levels.isEmpty() || levels.contains(String.valueOf(event.level())))
                    && (ids.isEmpty() || ids.contains(String.valueOf(event.id())));
        }
    }
}
