package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which sessions may be ended. A pure function of what the server has said. */
final class IdleRules {
    /** The endpoint of the connection for administrators in need. */
    private static final int ADMINISTRATORS = 1;

    /** Programs of the server itself, by how their names begin. Agents of replication and CDC run as jobs of SQL Server Agent, or are called so. */
    private static final List<String> SYSTEM =
            List.of("sqlagent", "sql server agent", "databasemail", "repl-", "replication ", "sql server log shipping");

    /** Of replication, whose agents may be called as their jobs are. */
    private static final String DISTRIBUTION = "distribution";

    /** This library's own, in whichever process. */
    private static final String OWN = "emrops-";

    private final IdleSessionRequest request;
    private final SessionFacts self;
    private final boolean exact;

    /**
     * @param self the session by which is asked
     * @param exact whether names that differ in case are names of two
     */
    IdleRules(IdleSessionRequest request, SessionFacts self, boolean exact) {
        this.request = request;
        this.self = self;
        this.exact = exact;
    }

    /**
     * What came of judging all sessions.
     *
     * @param ended those that may be ended, longest idle first
     * @param leftAlone how many that fit are left alone, by the reason
     */
    record Judgement(List<SessionFacts> ended, Map<Reason, Integer> leftAlone) {}

    Judgement judge(List<SessionFacts> all) {
        var may = new ArrayList<SessionFacts>();
        var leftAlone = new EnumMap<Reason, Integer>(Reason.class);
        for (var session : all) {
            if (fits(session)) {
                reason(session).ifPresentOrElse(why -> leftAlone.merge(why, 1, Integer::sum), () -> may.add(session));
            }
        }
        may.sort(Comparator.comparing(SessionFacts::idle).reversed().thenComparing(SessionFacts::id));
        if (may.size() > request.atMost()) {
            leftAlone.put(Reason.ABOVE_LIMIT, may.size() - request.atMost());
        }
        return new Judgement(List.copyOf(may.subList(0, Math.min(may.size(), request.atMost()))), leftAlone);
    }

    /** Whether the request means it. */
    boolean fits(SessionFacts session) {
        return session.isIdle()
                && session.idle().compareTo(request.idleFor()) >= 0
                && covers(session.program(), session.login(), session.database())
                && covers(
                        Look.printable(session.program()),
                        Look.printable(session.login()),
                        Look.printable(session.database()));
    }

    private boolean covers(String program, String login, String database) {
        return exact ? request.coversExactly(program, login, database) : request.covers(program, login, database);
    }

    /** Why it is left alone all the same; empty if it may be ended. */
    Optional<Reason> reason(SessionFacts session) {
        if (isOwn(session)) {
            return Optional.of(Reason.OWN);
        } else if (isOfSystem(session)) {
            return Optional.of(Reason.SYSTEM);
        } else if (session.transactions() > 0) {
            return Optional.of(Reason.OPEN_TRANSACTION);
        } else if (session.applicationLocks() > 0) {
            return Optional.of(Reason.APPLICATION_LOCK);
        }
        return Optional.empty();
    }

    /** Also whatever looks like one's own: a pool of the same program on the same machine cannot be told from this one. */
    private boolean isOwn(SessionFacts session) {
        return session.id() == self.id()
                || lower(Look.printable(session.program())).startsWith(OWN)
                || (session.program().equals(self.program())
                        && session.host().equals(self.host())
                        && session.login().equals(self.login())
                        && (session.process() == self.process() || session.process() == 0 || self.process() == 0));
    }

    private static boolean isOfSystem(SessionFacts session) {
        var program = lower(Look.printable(session.program()));
        return session.endpoint() == ADMINISTRATORS
                || session.transport().equalsIgnoreCase("Session")
                || session.database().equalsIgnoreCase(DISTRIBUTION)
                || SYSTEM.stream().anyMatch(program::startsWith);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
