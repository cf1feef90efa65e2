package io.emrops.windows.eventlog;

import io.emrops.PreconditionFailedException;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.PowerShellScript;
import io.emrops.windows.ScriptFailedException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the event log of a Windows host, newest first. Safe for use by several threads. */
public final class WindowsEventLog {
    static final PowerShellScript<Asked, Told> READ =
            PowerShellScript.reading(WindowsEventLog.class, "eventlog/read", Asked.class, Told.class);

    private static final int MOST = 1000;
    private static final String NOT_FOUND = "System.Diagnostics.Eventing.Reader.EventLogNotFoundException";

    private final PowerShellHost host;

    private WindowsEventLog(PowerShellHost host) {
        this.host = host;
    }

    /** The log of a host, which stays the caller's to close. */
    public static WindowsEventLog on(PowerShellHost host) {
        return new WindowsEventLog(host);
    }

    /**
     * A page of events. The next one is asked for with the record id of this one's last event; events that come meanwhile do not move it.
     *
     * @param log its name, such as {@code Application}; nothing in it is a wildcard
     * @param sources names of providers, in any case; empty for all
     * @param from none before this
     * @param before only record ids below this; 0 for the newest
     * @param most from 1 to 1000
     * @return fewer than {@code most} if there are no more
     * @throws IllegalArgumentException if a number is out of its range
     * @throws PreconditionFailedException if there is no such log
     */
    public List<WindowsEvent> page(String log, Set<String> sources, Instant from, long before, int most)
            throws InterruptedException {
        if (before < 0 || most < 1 || most > MOST) {
            throw new IllegalArgumentException("A page has from 1 to " + MOST + " events, before a record id or 0");
        }
        try {
            var asked = new Asked(log, List.copyOf(sources), from, before, most);
            return host.run(READ.with(asked)).events();
        } catch (ScriptFailedException e) {
            if (e.error().type().equals(NOT_FOUND)) {
                throw new PreconditionFailedException(
                        host.target() + " has no such event log; nothing was changed", e, host.target());
            }
            throw e;
        }
    }

    record Asked(String log, List<String> sources, Instant from, long before, int most) {}

    record Told(List<WindowsEvent> events) {
        Told(@Nullable List<WindowsEvent> events) {
            this.events = events == null ? List.of() : List.copyOf(events);
        }
    }
}
