package io.emrops.sqlserver.diagnostics;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.diagnostics.EndedSessions;
import io.emrops.diagnostics.EndedSessions.Ended;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.diagnostics.IdleSession;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions;
import io.emrops.diagnostics.IdleSessions.Reason;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends idle sessions, by {@code KILL} ("KILL (Transact-SQL)"). The statement takes a number alone, and numbers are used again; so the same
 * batch looks whether the number is still that session's, and whether it has done nothing since. A {@code KILL} is never repeated.
 */
public final class SessionEnding {
    private static final Logger LOG = LoggerFactory.getLogger(SessionEnding.class);

    /** A session that does nothing ends at once; one that does not is looked for again afterwards. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int NOT_A_NUMBER_OF_A_SESSION = 6101;
    private static final int NOT_PERMITTED = 6102;
    private static final int ONES_OWN = 6104;
    private static final int NOT_ACTIVE = 6106;
    private static final int NOT_OF_A_USER = 6107;

    private final Look look;
    private final IdleSessionRequest request;

    /** Asks nothing yet. */
    public SessionEnding(Look look, IdleSessionRequest request) {
        this.look = look;
        this.request = request;
    }

    /** See {@link io.emrops.diagnostics.DiagnosticsProvider#endIdleSessions}. */
    public EndedSessions end(IdleSessions found, Progress progress) throws InterruptedException {
        if (found.sessions().size() > request.atMost()) {
            throw look.refused(found.sessions().size() + " sessions were found, and the request allows "
                    + request.atMost() + " to be ended; none was");
        }
        Needed.require(look, Needed.STATE, Needed.KILL);
        var fates = new ArrayList<Ended>();
        try (var own = look.sessions().dedicated()) {
            for (var session : found.sessions()) {
                var ended = end(session, own);
                LOG.info("Session {} of {}: {}", session.id(), look.facts().name(), ended.fate());
                fates.add(ended);
                progress.report(fates.size(), found.sessions().size(), "sessions looked at");
            }
        }
        return new EndedSessions(afterwards(fates));
    }

    private Ended end(IdleSession session, DedicatedSession own) throws InterruptedException {
        var all = own.isOpen()
                ? own.queries(look.target()).list("the sessions", SessionFacts.QUERY, SessionFacts::of)
                : List.<SessionFacts>of();
        if (all.isEmpty()) {
            throw lost(session, null);
        }
        var now = all.stream().filter(each -> each.id() == session.id()).findFirst();
        var refusal = now.map(facts -> refusal(session, facts, IdleSearch.self(all, own.id())))
                .orElseGet(() -> Optional.of(new Ended(session, Fate.GONE, "")));
        return refusal.isPresent() ? refusal.get() : kill(session, now.orElseThrow(), own);
    }

    /** Why it is not even tried; empty if it may be. */
    private Optional<Ended> refusal(IdleSession session, SessionFacts now, SessionFacts self) {
        var rules = new IdleRules(request, self);
        if (!isSame(session, now)) {
            return Optional.of(new Ended(session, Fate.SPARED, "another session bears the number"));
        } else if (!now.identity().equals(session.identity()) || !now.isIdle()) {
            return Optional.of(new Ended(session, Fate.BUSY, "it has done something since"));
        }
        var reason = rules.reason(now);
        if (reason.isPresent()) {
            var fate = reason.get() == Reason.OPEN_TRANSACTION || reason.get() == Reason.APPLICATION_LOCK
                    ? Fate.BUSY
                    : Fate.SPARED;
            return Optional.of(new Ended(session, fate, "a session " + reason.get()));
        }
        return rules.fits(now)
                ? Optional.empty()
                : Optional.of(new Ended(session, Fate.SPARED, "the request does not mean it"));
    }

    private static boolean isSame(IdleSession session, SessionFacts now) {
        return connectionOf(session.identity()).equals(connectionOf(now.identity()));
    }

    /** All but the moment of the last request. */
    private static String connectionOf(String identity) {
        var end = identity.lastIndexOf('/');
        return end < 0 ? identity : identity.substring(0, end);
    }

    private Ended kill(IdleSession session, SessionFacts now, DedicatedSession own) throws InterruptedException {
        var said = new AtomicReference<String>();
        var result = own.operation(KillBatch.of(now))
                .onRow(row -> {
                    row.text("fate").ifPresent(said::set);
                    return row;
                })
                .cancelAfter(PATIENCE)
                .run();
        var fate = said.get();
        if (result.outcome() == Outcome.SUCCEEDED && fate != null) {
            return new Ended(session, KillBatch.fate(fate), KillBatch.remark(fate));
        }
        return failed(session, result);
    }

    private Ended failed(IdleSession session, OperationResult result) {
        if (result.saw(NOT_ACTIVE)) {
            return new Ended(session, Fate.GONE, "");
        } else if (result.saw(ONES_OWN) || result.saw(NOT_OF_A_USER) || result.saw(NOT_A_NUMBER_OF_A_SESSION)) {
            return new Ended(session, Fate.SPARED, "the server does not let it be ended");
        } else if (result.saw(NOT_PERMITTED)) {
            throw look.refused("The login lacks ALTER ANY CONNECTION; session " + session.id() + " was not ended");
        } else if (result.outcome() == Outcome.UNKNOWN || result.outcome() == Outcome.CANCELLED) {
            return new Ended(session, Fate.ENDING, "no answer came");
        }
        result.orThrow("Ending session " + session.id(), "Those before it may have been ended", look.target());
        throw new StepFailedException(
                "SQL Server has not said what became of session " + session.id(), null, look.target(), null);
    }

    /** Looks once more for those that the server has agreed to end, and for those of which it has said nothing. */
    private List<Ended> afterwards(List<Ended> fates) {
        if (fates.stream().noneMatch(ended -> ended.fate() == Fate.ENDED || ended.fate() == Fate.ENDING)) {
            return fates;
        }
        List<SessionFacts> all;
        try {
            all = SessionFacts.all(look);
        } catch (TargetUnavailableException | PreconditionFailedException | StepFailedException e) {
            throw lost(fates.get(0).session(), e);
        }
        return fates.stream().map(ended -> lookedFor(ended, all)).toList();
    }

    private static Ended lookedFor(Ended ended, List<SessionFacts> all) {
        if (ended.fate() != Fate.ENDED && ended.fate() != Fate.ENDING) {
            return ended;
        }
        var there = all.stream().anyMatch(now -> now.id() == ended.session().id() && isSame(ended.session(), now));
        if (there) {
            return new Ended(ended.session(), Fate.ENDING, ended.remark());
        }
        return ended.fate() == Fate.ENDED
                ? ended
                : new Ended(ended.session(), Fate.GONE, "whether by this is not known: no answer came");
    }

    private OutcomeUnknownException lost(IdleSession session, @Nullable Throwable cause) {
        return new OutcomeUnknownException(
                "The connection was lost while sessions were ended, such as " + session.id()
                        + ": some may have been. A repetition tells which are gone, and ends no other",
                cause,
                look.target());
    }
}
