package io.emrops.diagnostics;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Value;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.internal.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Steps and checks over a {@link DiagnosticsProvider}.
 *
 * <pre>{@code
 * var request = IdleSessionRequest.idleFor(Duration.ofHours(1)).program("HospitalScheduler").build();
 * rb.require("permissions", "The login may look", Diagnostics.permitted(sql, Purpose.SESSIONS));
 * var idle = rb.step("idle", "Find idle sessions", Diagnostics.idleSessions(sql, request)).inDoubt(rerun());
 * rb.approval("go", "They may be ended").by("operations").atLeast(1);
 * var ended = rb.step("end", "End them", Diagnostics.endIdleSessions(sql, request, idle)).inDoubt(rerun());
 * rb.verify("ended", "They are gone", Diagnostics.ended(ended));
 * }</pre>
 */
public final class Diagnostics {
    private static final int LINES = 20;

    private Diagnostics() {}

    /**
     * The login may do what is needed; what it may not is named.
     *
     * @param purposes for what; for all of them, if none is named
     */
    public static Check permitted(DiagnosticsProvider provider, Purpose... purposes) {
        return Check.of("The login may look at the server", run -> {
            var missing = provider.missingPermissions(purposes);
            return missing.isEmpty()
                    ? Finding.ok("No permission is missing")
                    : new Finding(false, "The login lacks " + String.join(", ", missing), List.of());
        });
    }

    /**
     * No more than this share of the connections that the system takes is in use, and no work waits for a thread. Who is connected is told.
     *
     * @param percent 1 to 100
     */
    public static Check connectionsAtMost(DiagnosticsProvider provider, int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("A share is 1 to 100 percent, not " + percent);
        }
        return Check.of("At most " + percent + "% of the connections are in use", run -> {
            var found = provider.connections();
            var waiting = found.workers().map(Connections.Workers::waiting).filter(count -> count > 0);
            return told(found, found.percent() <= percent && waiting.isEmpty());
        });
    }

    /** Who is connected, and how many may be; always ok, for a look before something is done. */
    public static Check connectionsReported(DiagnosticsProvider provider) {
        return Check.of("Who is connected is told", run -> told(provider.connections(), true));
    }

    private static Finding told(Connections found, boolean ok) {
        var text = found.sessions() + " of " + found.limit() + " connections are in use, "
                + Pools.share(found.percent())
                + found.workers()
                        .map(workers -> "; " + workers.used() + " of " + workers.maximum() + " threads, "
                                + workers.waiting() + " pieces of work wait for one")
                        .orElse("");
        return new Finding(
                ok,
                text,
                found.groups().stream().limit(LINES).map(Object::toString).toList());
    }

    /** Finds the idle sessions that a request means; touches nothing. Safe to repeat, so state {@link InDoubt#rerun}. */
    public static Operation<IdleSessions> idleSessions(DiagnosticsProvider provider, IdleSessionRequest request) {
        return new FindIdleSessions(provider, request);
    }

    /**
     * Ends the idle sessions that were found, if they still are what they were. Safe to repeat, so state {@link InDoubt#rerun}. What became of
     * each is in the result.
     */
    public static Operation<EndedSessions> endIdleSessions(
            DiagnosticsProvider provider, IdleSessionRequest request, Value<IdleSessions> found) {
        return new EndIdleSessions(provider, request, found);
    }

    /** None of the sessions that the system has agreed to end is left. Those that were spared count as well as those that have ended. */
    public static Check ended(Value<EndedSessions> sessions) {
        return Check.of("No session that was to be ended is left", run -> {
            var all = run.get(sessions);
            var counts = Stream.of(Fate.values())
                    .filter(fate -> all.count(fate) > 0)
                    .map(fate -> all.count(fate) + " " + fate)
                    .collect(Collectors.joining(", "));
            return new Finding(
                    all.count(Fate.ENDING) == 0,
                    counts.isEmpty() ? "There was no session to be ended" : counts,
                    all.sessions().stream().map(Object::toString).toList());
        });
    }

    /**
     * Nobody has waited for another longer than this, at two looks. Who does is told, with whom it waits for.
     *
     * @param atMost not negative
     */
    public static Check blockedAtMost(DiagnosticsProvider provider, Duration atMost) {
        return Check.of("No session waits for another for more than " + Words.of(atMost), run -> {
            var blocking = provider.blocking();
            var late = blocking.lasting().stream()
                    .filter(chain -> chain.waiting().stream()
                            .anyMatch(waiting -> waiting.waited().compareTo(atMost) > 0))
                    .toList();
            var text = late.isEmpty()
                    ? "No session has waited for another for more than " + Words.of(atMost)
                    : waiting(late.stream()
                                    .mapToInt(chain -> chain.waiting().size())
                                    .sum())
                            + heads(late);
            return new Finding(late.isEmpty(), text, lines(blocking));
        });
    }

    /** Who waits for whom; always ok, for a look before something is done. */
    public static Check blockingReported(DiagnosticsProvider provider) {
        return Check.of("Who waits for whom is told", run -> {
            var blocking = provider.blocking();
            var waiting = blocking.chains().stream()
                    .mapToInt(chain -> chain.waiting().size())
                    .sum();
            return new Finding(
                    true,
                    waiting == 0 ? "No session waits for another" : waiting(waiting) + heads(blocking.chains()),
                    lines(blocking));
        });
    }

    private static List<String> lines(Blocking blocking) {
        var lines = new ArrayList<String>();
        for (var chain : blocking.chains()) {
            lines.add(chain.toString());
            chain.waiting().stream().limit(LINES).map(Object::toString).forEach(lines::add);
        }
        return lines;
    }

    private static String waiting(int sessions) {
        return (sessions == 1 ? "1 session waits" : sessions + " sessions wait") + ", at the head ";
    }

    private static String heads(List<Blocking.Chain> chains) {
        return chains.stream()
                .map(chain -> chain.blocker() > 0
                        ? "session " + chain.blocker()
                        : chain.head().name())
                .collect(Collectors.joining(", "));
    }

    /**
     * Finds slow queries and writes their texts and plans, without literals, to new files in a directory: one with all texts, and one for each
     * plan. They are readable for their owner alone, the file with the texts has its name when all is written, and the result says where they are and what their hashes are. A repetition writes new
     * files, so state {@link InDoubt#rerun}.
     *
     * @param directory there already
     */
    public static Operation<SlowQueryReport> slowQueries(
            DiagnosticsProvider provider, SlowQueryRequest request, Path directory) {
        return new ReportSlowQueries(provider, request, directory);
    }

    /**
     * No query that was found takes longer on average than this. Of what the source does not know nothing is said.
     *
     * @param atMost positive
     */
    public static Check noneSlowerThan(Value<SlowQueryReport> report, Duration atMost) {
        return Check.of("No query takes more than " + Words.of(atMost) + " on average", run -> {
            var found = run.get(report).queries();
            var slow = found.queries().stream()
                    .filter(query -> query.average().compareTo(atMost) > 0)
                    .toList();
            var lines = new ArrayList<String>();
            slow.forEach(query -> lines.add(query.toString()));
            lines.addAll(found.remarks());
            return new Finding(
                    slow.isEmpty(),
                    slow.size() + " of " + found.queries().size() + " queries take more than " + Words.of(atMost)
                            + " on average, by " + found.source() + ", of those executed since " + found.since(),
                    lines);
        });
    }
}
