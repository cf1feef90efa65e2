package io.emrops.sqlserver.diagnostics;

import io.emrops.EmropsException;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** How identities begin that this class knows. */
    private static final Pattern OF_SERVER = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/");

    private final Look look;
    private final IdleSessionRequest request;
    private final List<Ended> fates = new ArrayList<>();
    private boolean sent;

    /** For one call. Asks nothing yet. */
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
        requireFoundHere(found);
        Needed.require(look, Needed.STATE, Needed.KILL);
        var exact = look.isCaseSensitive();
        try (var own = look.dedicated()) {
            for (var session : found.sessions()) {
                var ended = end(session, own, exact);
                LOG.info("Session {} of {}: {}", session.id(), look.facts().name(), ended.fate());
                fates.add(ended);
                progress.report(
                        fates.size(),
                        found.sessions().size(),
                        "sessions looked at; " + session.id() + ": " + ended.fate());
            }
            return new EndedSessions(afterwards());
        } catch (InterruptedException e) {
            var told = new InterruptedException("Interrupted while sessions were ended" + soFar());
            told.initCause(e);
            throw told;
        } catch (OutcomeUnknownException e) {
            throw e;
        } catch (EmropsException e) {
            throw sent && !(e instanceof PreconditionFailedException && noneIsEnded()) ? brokenOff(e) : e;
        }
    }

    /** A number that nobody has here would be taken for a session that is gone. */
    private void requireFoundHere(IdleSessions found) {
        for (var session : found.sessions()) {
            var server = OF_SERVER.matcher(session.identity());
            if (server.lookingAt() && !server.group().equals(here())) {
                throw look.refused("The sessions were found on another server than "
                        + look.facts().name() + "; none was ended");
            }
        }
    }

    private String here() {
        return SessionFacts.mark(look.facts().identity());
    }

    private Ended end(IdleSession session, DedicatedSession own, boolean exact) throws InterruptedException {
        var all = own.isOpen() ? SessionFacts.all(own.queries(look.target())) : List.<SessionFacts>of();
        if (all.isEmpty()) {
            throw lost(null);
        }
        var now = all.stream().filter(each -> each.id() == session.id()).findFirst();
        var refusal = now.map(facts ->
                        refusal(session, facts, new IdleRules(request, IdleSearch.self(all, own.id()), exact)))
                .orElseGet(() -> Optional.of(new Ended(session, Fate.GONE, KillBatch.remark("GONE"))));
        return refusal.isPresent() ? refusal.get() : kill(session, now.orElseThrow(), own);
    }

    /** Why it is not even tried; empty if it may be. */
    private Optional<Ended> refusal(IdleSession session, SessionFacts now, IdleRules rules) {
        if (!isSame(session, now)) {
            return Optional.of(new Ended(session, Fate.SPARED, "another session bears the number"));
        } else if (!now.identity().equals(local(session)) || !now.isIdle()) {
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

    private boolean isSame(IdleSession session, SessionFacts now) {
        return now.isOf(local(session));
    }

    /** Its identity on this server. */
    private String local(IdleSession session) {
        var identity = session.identity();
        return identity.startsWith(here()) ? identity.substring(here().length()) : "";
    }

    private Ended kill(IdleSession session, SessionFacts now, DedicatedSession own) throws InterruptedException {
        var said = new AtomicReference<String>();
        sent = true;
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
            return new Ended(session, Fate.GONE, KillBatch.remark("GONE"));
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
    private List<Ended> afterwards() {
        if (fates.stream().noneMatch(ended -> ended.fate() == Fate.ENDED || ended.fate() == Fate.ENDING)) {
            return fates;
        }
        List<SessionFacts> all;
        try {
            all = SessionFacts.all(look.queries());
        } catch (TargetUnavailableException | PreconditionFailedException | StepFailedException e) {
            throw lost(e);
        }
        return fates.stream().map(ended -> lookedFor(ended, all)).toList();
    }

    private Ended lookedFor(Ended ended, List<SessionFacts> all) {
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

    private boolean noneIsEnded() {
        return fates.stream().noneMatch(each -> each.fate() == Fate.ENDED || each.fate() == Fate.ENDING);
    }

    private OutcomeUnknownException lost(@Nullable Throwable cause) {
        return unknown("The connection was lost while sessions were ended", cause);
    }

    private OutcomeUnknownException brokenOff(EmropsException cause) {
        return unknown("The ending of sessions was broken off (" + cause.getMessage() + ")", cause);
    }

    private OutcomeUnknownException unknown(String what, @Nullable Throwable cause) {
        return new OutcomeUnknownException(
                what + soFar() + ". A repetition tells which are gone, and ends no other", cause, look.target());
    }

    /** What a repetition cannot tell any more. */
    private String soFar() {
        return fates.isEmpty()
                ? ": what became of the first is not known"
                : fates.stream()
                        .map(each -> each.session().id() + " " + each.fate())
                        .collect(Collectors.joining(", ", ": ", ", and of those behind it is not known"));
    }
}
