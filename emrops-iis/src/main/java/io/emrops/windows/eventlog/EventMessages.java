package io.emrops.windows.eventlog;

import io.emrops.windows.PowerShellHost;
import io.emrops.windows.eventlog.EventScripts.Wanted;
import io.emrops.windows.eventlog.EventScripts.WantedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks for texts, by as many as one expression of a host finds. */
final class EventMessages {
    private static final int AT_ONCE = 20;
    /** In characters, of each. */
    private static final int LONGEST = 100_000;

    private final PowerShellHost host;

    EventMessages(PowerShellHost host) {
        this.host = host;
    }

    List<EventMessage> of(List<WindowsEvent> events) throws InterruptedException {
        Map<WindowsEvent, String> texts = new HashMap<>();
        var byLog = events.stream().distinct().collect(Collectors.groupingBy(WindowsEvent::log));
        for (var log : byLog.entrySet()) {
            LogNames.require(log.getKey());
            for (var at = 0; at < log.getValue().size(); at += AT_ONCE) {
                var some = log.getValue()
                        .subList(at, Math.min(at + AT_ONCE, log.getValue().size()));
                texts.putAll(ask(log.getKey(), some));
            }
        }
        return events.stream()
                .map(event -> new EventMessage(event, texts.get(event)))
                .toList();
    }

    private Map<WindowsEvent, String> ask(String log, List<WindowsEvent> events) throws InterruptedException {
        var wanted = new Wanted(log, events.stream().map(WantedEvent::of).toList(), LONGEST);
        Map<WindowsEvent, String> texts = new HashMap<>();
        for (var told :
                EventScripts.run(host, EventScripts.MESSAGES.with(wanted), log).messages()) {
            events.stream()
                    .filter(event ->
                            event.recordId() == told.recordId() && event.at().equals(told.at()))
                    .forEach(event -> texts.put(event, told.text()));
        }
        return texts;
    }
}
