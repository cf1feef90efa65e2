package io.emrops.sqlserver.diagnostics;

import io.emrops.TargetUnavailableException;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions;
import io.emrops.diagnostics.IdleSessions.LeftAlone;
import io.emrops.sqlserver.session.DedicatedSession;
import java.util.List;

/** Finds idle sessions. */
public final class IdleSearch {
    private final Look look;

    /** Asks nothing yet. */
    public IdleSearch(Look look) {
        this.look = look;
    }

    /** See {@link io.emrops.diagnostics.DiagnosticsProvider#idleSessions}. */
    public IdleSessions find(IdleSessionRequest request) {
        Needed.require(look, Needed.STATE, Needed.KILL);
        try (var own = look.dedicated()) {
            return find(request, own);
        }
    }

    /** By a session of one's own, so that one's own can be told from those of others. */
    private IdleSessions find(IdleSessionRequest request, DedicatedSession own) {
        var now = look.now();
        var all = SessionFacts.all(own.queries(look.target()));
        var judgement = new IdleRules(request, self(all, own.id()), look.isCaseSensitive()).judge(all);
        return new IdleSessions(
                now.toInstant(),
                judgement.ended().stream()
                        .map(session -> session.session(look.facts().identity()))
                        .toList(),
                judgement.leftAlone().entrySet().stream()
                        .map(left -> new LeftAlone(left.getKey(), left.getValue()))
                        .toList());
    }

    static SessionFacts self(List<SessionFacts> all, int id) {
        return all.stream()
                .filter(session -> session.id() == id)
                .findFirst()
                .orElseThrow(() -> new TargetUnavailableException(
                        "SQL Server does not show the session by which it is asked; no session was ended"));
    }
}
