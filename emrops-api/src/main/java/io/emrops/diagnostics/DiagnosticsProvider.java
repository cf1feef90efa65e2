package io.emrops.diagnostics;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks at a database server while it works. Usable by itself, without any runbook. But for {@link #endIdleSessions} nothing is changed.
 *
 * <p>All methods block and may be called from any thread. They throw {@link TargetUnavailableException} if the system does not answer;
 * {@link PreconditionFailedException} if the login lacks a permission, which is named, if the system is too old for it, or if there is no such
 * database; {@link StepFailedException} for what else it refuses. What they give holds counts, times and the names of objects, logins and
 * programs, and no row values: it may be kept. Only {@link #details} gives more.
 */
public interface DiagnosticsProvider {
    /** Which system. */
    Target target();

    /**
     * What the login may not do, by the system's own names; empty if nothing is missing. Every other method asks this first, as far as it
     * concerns it.
     *
     * @param purposes for what; for all of them, if none is named
     */
    List<String> missingPermissions(Purpose... purposes);

    /** Who is connected, and how many may be. */
    Connections connections();

    /**
     * The sessions that {@link #endIdleSessions} would end now. Needs the permission to end them: otherwise there are none.
     *
     * @return at most as many as the request allows, longest idle first, with a count of those that are left alone and why
     */
    IdleSessions idleSessions(IdleSessionRequest request);

    /**
     * Ends sessions that were found. Each is looked at again in the very moment: one that has begun to work is left alone, and so is another
     * that bears the same number by then. None is ended that the request would not find. A second call ends nothing more: those that are gone
     * are told as gone.
     *
     * @param request as for {@link #idleSessions}
     * @param found what that has found, and somebody has agreed to
     * @return what became of each, in the order of {@code found}; never fewer
     * @throws PreconditionFailedException if {@code found} are more than the request allows; nothing was ended
     * @throws OutcomeUnknownException if it did not come to its end after the first was to be ended; the message names what became of each until
     *     then, which a repetition cannot tell any more. It is safe
     */
    EndedSessions endIdleSessions(IdleSessionRequest request, IdleSessions found, Progress progress)
            throws InterruptedException;

    /** Who waits for whom. Looks twice, a few seconds apart, and tells what has lasted from what has passed. */
    Blocking blocking() throws InterruptedException;

    /** The queries of a database that took most, by numbers alone. */
    SlowQueries slowQueries(SlowQueryRequest request);

    /**
     * The texts and plans of queries that were found, without the literals in them. One after the other, so that few are in memory at a time.
     * What the system has forgotten since is given as unknown.
     *
     * @param found of {@link #slowQueries}
     * @param each is given them in the order of {@code found}
     */
    void details(SlowQueries found, Consumer<QueryDetails> each);

    /** The files of all databases, and the room around them. */
    Space space();

    /**
     * How large a database was from one time to the next, oldest first.
     *
     * @return as far as the system remembers; empty if it does not
     */
    List<SizePoint> sizes(String database);
}
