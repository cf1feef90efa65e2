package io.emrops.windows.eventlog;

import io.emrops.Check;
import io.emrops.Finding;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Checks over a {@link WindowsEventLog}.
 *
 * <pre>{@code
 * rb.verify("quiet", "The scheduler logs no errors", EventLogs.noErrors(log, "Application", List.of("Hospital Scheduler"), ofMinutes(5)));
 * }</pre>
 */
public final class EventLogs {
    private static final int SHOWN = 20;

    private EventLogs() {}

    /**
     * Nothing was logged as an error or as critical of late, by the host's clock. The finding counts by source and id, without texts. It fails
     * too if that cannot be told, because the log has lost events of that time. A log that was cleared, and counts anew, has not lost any as
     * far as can be seen.
     *
     * @param name of the log, such as {@code Application}
     * @param providers as in {@link EventQuery#providers(Collection)}; empty for all
     * @param within how far to look back
     * @throws IllegalArgumentException if the time is not positive, or no log can have the name
     */
    public static Check noErrors(WindowsEventLog log, String name, Collection<String> providers, Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("The time to look back is positive, not " + within);
        }
        Objects.requireNonNull(log, "log");
        var errors = EventQuery.of(name).providers(providers).levels(EventLevel.CRITICAL, EventLevel.ERROR);
        var by = providers.isEmpty() ? "" : " of " + visible(String.join(", ", errors.providers()));
        return Check.of(
                "No errors" + by + " in the event log " + name + " within " + within,
                run -> judge(
                        log.summary(errors.from(log.host().identity().time().minus(within))),
                        by + " in the event log " + name + " of " + log.host().target() + " within " + within));
    }

    private static Finding judge(EventSummary summary, String where) {
        var total = summary.total();
        if (total == 0) {
            return summary.whole()
                    ? Finding.ok("No errors" + where)
                    : Finding.notOk("It cannot be told whether there were errors" + where
                            + ": the log has lost events of that time");
        }
        return Finding.notOk(
                (summary.whole() ? "" : "At least ") + total + (total == 1 ? " error" : " errors") + where,
                lines(summary.counts()));
    }

    private static String[] lines(List<EventCount> counts) {
        var shown = counts.stream()
                .limit(SHOWN)
                .map(each -> each.count() + " × " + visible(each.source()) + " " + each.id() + ", the last at "
                        + each.last());
        var rest = counts.stream().skip(SHOWN).mapToLong(EventCount::count).sum();
        return Stream.concat(shown, rest == 0 ? Stream.of() : Stream.of(rest + " others"))
                .toArray(String[]::new);
    }

    private static String visible(String name) {
        return name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
