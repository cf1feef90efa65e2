package io.emrops.windows.eventlog;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.windows.PowerShellCall;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.PowerShellScript;
import io.emrops.windows.ScriptFailedException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the scripts are asked and what they tell. */
final class EventScripts {
    static final PowerShellScript<Asked, Told> READ =
            PowerShellScript.reading(EventScripts.class, "eventlog/read", Asked.class, Told.class);
    static final PowerShellScript<Wanted, Texts> MESSAGES =
            PowerShellScript.reading(EventScripts.class, "eventlog/messages", Wanted.class, Texts.class);

    private static final String READER = "System.Diagnostics.Eventing.Reader.";

    private EventScripts() {}

    static <A> A run(PowerShellHost host, PowerShellCall<A> call, String log) throws InterruptedException {
        try {
            return host.run(call);
        } catch (ScriptFailedException e) {
            throw told(e, log);
        }
    }

    private static EmropsException told(ScriptFailedException e, String log) {
        var target = e.target().orElse(null);
        var name = e.target().map(Target::toString).orElse("the host");
        return switch (e.error().type()) {
            case READER + "EventLogNotFoundException" ->
                new PreconditionFailedException(name + " has no event log " + log + "; nothing was changed", e, target);
            case "System.UnauthorizedAccessException" ->
                new PreconditionFailedException(
                        name + " does not let us read the event log " + log
                                + ": members of the group Event Log Readers may; nothing was changed",
                        e,
                        target);
            case READER + "EventLogReadingException" ->
                new TargetUnavailableException(
                        name + " cleared or overwrote the event log " + log + " while it was read; nothing was changed",
                        e,
                        target);
            default -> e;
        };
    }

    /**
     * @param xpath finds at least what the rest of this says
     * @param anchorId of the event from which to go on; 0 for none
     * @param from and the other times in steps of 100 nanoseconds
     * @param look at how many events at most
     */
    record Asked(
            String log,
            String xpath,
            boolean oldestFirst,
            long anchorId,
            String anchorAt,
            String from,
            String until,
            List<String> providers,
            List<Integer> levels,
            List<Integer> ids,
            int most,
            int look) {
        static Asked of(EventQuery query, boolean oldestFirst, EventBookmark anchor, int look) {
            var id = anchor.recordId();
            var bound = id == 0 ? "" : "EventRecordID " + (oldestFirst ? "> " : "< ") + id;
            return new Asked(
                    query.log(),
                    EventXPath.of(query, bound),
                    oldestFirst,
                    id,
                    EventTimes.toSteps(anchor.at()),
                    EventTimes.toSteps(query.from().orElse(EventTimes.FIRST)),
                    EventTimes.toSteps(query.until().orElse(EventTimes.LAST)),
                    query.providers(),
                    query.levelNumbers(),
                    query.ids(),
                    query.most(),
                    look);
        }
    }

    /**
     * @param anchor none, found, other or overwritten
     * @param oldestId of the log; 0 if it is empty
     * @param lastId of the last event that was looked at; 0 if none was
     * @param more whether there may be more to look at
     */
    record Told(
            String anchor,
            long oldestId,
            Instant oldestAt,
            long newestId,
            Instant newestAt,
            long lastId,
            Instant lastAt,
            boolean more,
            List<ToldEvent> events) {
        Told(
                String anchor,
                long oldestId,
                Instant oldestAt,
                long newestId,
                Instant newestAt,
                long lastId,
                Instant lastAt,
                boolean more,
                @Nullable List<ToldEvent> events) {
            this.anchor = Objects.requireNonNull(anchor, "anchor");
            this.oldestId = oldestId;
            this.oldestAt = Objects.requireNonNull(oldestAt, "oldestAt");
            this.newestId = newestId;
            this.newestAt = Objects.requireNonNull(newestAt, "newestAt");
            this.lastId = lastId;
            this.lastAt = Objects.requireNonNull(lastAt, "lastAt");
            this.more = more;
            this.events = events == null ? List.of() : List.copyOf(events);
        }

        boolean cleared() {
            return anchor.equals("other");
        }

        List<WindowsEvent> eventsOf(String log) {
            return events.stream().map(each -> each.of(log)).toList();
        }
    }

    record ToldEvent(long recordId, Instant at, String source, int id, int level, String computer) {
        WindowsEvent of(String log) {
            return new WindowsEvent(recordId, at, log, source, id, EventLevel.of(level), computer);
        }
    }

    record Wanted(String log, List<WantedEvent> wanted, int most) {}

    record WantedEvent(long recordId, String at) {
        static WantedEvent of(WindowsEvent event) {
            return new WantedEvent(event.recordId(), EventTimes.toSteps(event.at()));
        }
    }

    record Texts(List<Text> messages) {
        Texts(@Nullable List<Text> messages) {
            this.messages = messages == null ? List.of() : List.copyOf(messages);
        }
    }

    /** Its {@code toString} is asked for by nobody: it has the text. */
    record Text(long recordId, Instant at, String text) {
        @Override
        public String toString() {
            return "Text[" + recordId + "]";
        }
    }
}
