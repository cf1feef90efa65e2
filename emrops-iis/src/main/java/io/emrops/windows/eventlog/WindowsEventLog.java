package io.emrops.windows.eventlog;

import io.emrops.PreconditionFailedException;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.eventlog.EventScripts.Asked;
import io.emrops.windows.eventlog.EventScripts.Told;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the event logs of a Windows host: by pages, newest first, or what is new behind a bookmark, oldest first. Texts of events stay on the
 * host until {@link #messages} asks for them.
 *
 * <pre>{@code
 * var log = WindowsEventLog.on(app01);
 * var errors = EventQuery.of("Application").levels(EventLevel.CRITICAL, EventLevel.ERROR).from(yesterday);
 * log.scan(errors, event -> …);
 * }</pre>
 *
 * <p>What is asked for is looked up on the host, which answers with what was found. All calls throw {@link PreconditionFailedException} if
 * there is no such log, or we may not read it, and {@link io.emrops.TargetUnavailableException} if it is cleared in the middle; for the rest
 * see {@link PowerShellHost}. A call is one run of PowerShell there and looks at 10,000 events at most. Safe for use by several threads.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/wes/consuming-events">Consuming Events (Windows Event Log)</a>
 */
public final class WindowsEventLog {
    private static final int LOOK = 10_000;

    private final PowerShellHost host;
    private final int look;

    private WindowsEventLog(PowerShellHost host, int look) {
        this.host = Objects.requireNonNull(host, "host");
        this.look = look;
    }

    /** The logs of a host, which stays the caller's to close. */
    public static WindowsEventLog on(PowerShellHost host) {
        return new WindowsEventLog(host, LOOK);
    }

    /** The same, which looks at no more than so many events in a call. */
    WindowsEventLog looking(int events) {
        return new WindowsEventLog(host, events);
    }

    PowerShellHost host() {
        return host;
    }

    /** The newest events. */
    public EventPage page(EventQuery query) throws InterruptedException {
        return page(query, read(query, false, EventBookmark.beginning(query.log())), false);
    }

    /**
     * The newest events that are older than a bookmark; those that have come since do not matter. If the event of the bookmark is no longer
     * there, the page has no events and says why.
     *
     * @param before as {@link EventPage#next} has it
     * @throws IllegalArgumentException if it is a bookmark of another log
     */
    public EventPage page(EventQuery query, EventBookmark before) throws InterruptedException {
        requireSameLog(query, before);
        return before.recordId() == 0
                ? new EventPage(List.of(), Optional.empty(), Optional.empty())
                : page(query, read(query, false, before), true);
    }

    private static EventPage page(EventQuery query, Told told, boolean goesOn) {
        var gap = goesOn ? gapBefore(told) : Optional.<EventGap>empty();
        if (gap.isPresent()) {
            return new EventPage(List.of(), Optional.empty(), gap);
        }
        var next = told.more()
                ? Optional.of(new EventBookmark(query.log(), told.lastId(), told.lastAt()))
                : Optional.<EventBookmark>empty();
        return new EventPage(told.eventsOf(query.log()), next, gap);
    }

    private static Optional<EventGap> gapBefore(Told told) {
        return switch (told.anchor()) {
            case "found" -> Optional.empty();
            case "overwritten" -> Optional.of(new EventGap.Overwritten(told.oldestId()));
            default -> Optional.of(new EventGap.Cleared());
        };
    }

    /**
     * What has come behind a bookmark, oldest first. Asking again with the bookmark of the answer neither repeats nor loses an event. If
     * events are missing in between, the answer says so, and goes on with the oldest that is there.
     *
     * @param bookmark of an earlier answer, of {@link #newest}, or {@link EventBookmark#beginning}
     * @throws IllegalArgumentException if it is a bookmark of another log
     */
    public NewEvents after(EventQuery query, EventBookmark bookmark) throws InterruptedException {
        requireSameLog(query, bookmark);
        var told = read(query, true, bookmark);
        if (!told.cleared()) {
            return newEvents(query, told, bookmark, gapBehind(told, bookmark));
        }
        var beginning = EventBookmark.beginning(query.log());
        return newEvents(query, read(query, true, beginning), beginning, Optional.of(new EventGap.Cleared()));
    }

    private static NewEvents newEvents(EventQuery query, Told told, EventBookmark from, Optional<EventGap> gap) {
        var log = query.log();
        var reached = told.more()
                ? new EventBookmark(log, told.lastId(), told.lastAt())
                : told.newestId() == 0 ? from : new EventBookmark(log, told.newestId(), told.newestAt());
        return new NewEvents(told.eventsOf(log), reached, told.more(), gap);
    }

    private static Optional<EventGap> gapBehind(Told told, EventBookmark bookmark) {
        var unbroken =
                bookmark.recordId() == 0 ? told.oldestId() <= 1 : told.anchor().equals("found");
        return unbroken ? Optional.empty() : Optional.of(new EventGap.Overwritten(told.oldestId()));
    }

    /** The place of the newest event, from which to follow a log; its beginning while it is empty. */
    public EventBookmark newest(String log) throws InterruptedException {
        var query = EventQuery.of(log);
        var told = run(Asked.of(query, false, EventBookmark.beginning(log), 0));
        return told.newestId() == 0
                ? EventBookmark.beginning(log)
                : new EventBookmark(log, told.newestId(), told.newestAt());
    }

    /**
     * Gives each event to a consumer, newest first, page by page, with no more than a page in memory. Events that come meanwhile are left
     * to the next time.
     *
     * @return why it had to stop before the end; empty if it did not
     */
    public Optional<EventGap> scan(EventQuery query, Consumer<? super WindowsEvent> consumer)
            throws InterruptedException {
        var page = page(query);
        page.events().forEach(consumer);
        while (page.next().isPresent()) {
            page = page(query, page.next().get());
            page.events().forEach(consumer);
        }
        return page.gap();
    }

    /**
     * Counts events by source and id, the newest 100,000 of them. Sources are compared without case. It is {@linkplain EventSummary#whole
     * not whole} too if the log does not reach back to where the query begins, because it has been overwritten since.
     */
    public EventSummary summary(EventQuery query) throws InterruptedException {
        return new EventCounting(query).count(this);
    }

    Told read(EventQuery query, boolean oldestFirst, EventBookmark anchor) throws InterruptedException {
        return run(Asked.of(query, oldestFirst, anchor, look));
    }

    private Told run(Asked asked) throws InterruptedException {
        return EventScripts.run(host, EventScripts.READ.with(asked), asked.log());
    }

    /**
     * The texts of events, one for each, in their order. <strong>They may hold patient data</strong>: this is for the eyes of somebody who
     * may see them, not for logs, journals or notices.
     */
    public List<EventMessage> messages(Collection<WindowsEvent> events) throws InterruptedException {
        return new EventMessages(host).of(List.copyOf(events));
    }

    private static void requireSameLog(EventQuery query, EventBookmark bookmark) {
        if (!query.log().equalsIgnoreCase(bookmark.log())) {
            throw new IllegalArgumentException("The bookmark is one of " + bookmark.log() + ", not of " + query.log());
        }
    }

    /** The host. */
    @Override
    public String toString() {
        return "the event log of " + host.target();
    }
}
