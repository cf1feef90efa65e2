package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.FaultStruckException;
import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who answers a request, and has it answered: the host first, then the session itself, then both of them statement by
 * statement; and if nobody does, an error that quotes the text.
 */
final class Execution {
    /** "User-defined", as RAISERROR without a number has it. */
    private static final int OWN_ERROR = 50_000;

    private static final SqlText BULK_INSERT = SqlText.of("INSERT BULK");

    private final Host host;
    private final ServerSettings settings;
    private final Session session;
    private final Interruptions interruptions;
    private final TokenWriter tokens;

    private @Nullable PendingLoad pendingLoad;

    /** An {@code INSERT BULK} whose rows come with the next message. */
    record PendingLoad(Request statement, Answer answer) {}

    Execution(Host host, ServerSettings settings, Session session, Interruptions interruptions, TokenWriter tokens) {
        this.host = host;
        this.settings = settings;
        this.session = session;
        this.interruptions = interruptions;
        this.tokens = tokens;
    }

    Session session() {
        return session;
    }

    /** The load that was announced; null if none was. It is not announced any more. */
    @Nullable
    PendingLoad takePendingLoad() {
        var load = pendingLoad;
        pendingLoad = null;
        return load;
    }

    /** Answers a request as a whole. */
    void answer(Request asSent, @Nullable Call call, boolean lastOfMessage) throws IOException {
        var reply = begin(asSent, call);
        say(reply);
        reply.end(lastOfMessage);
    }

    /** Begins the answer to a request, without an end. */
    ReplyWriter begin(Request asSent, @Nullable Call call) {
        return new ReplyWriter(
                tokens, settings, session, interruptions, DriverIdioms.withoutGeneratedKeys(asSent), call);
    }

    /** Says what there is to say to the request of this reply. */
    void say(ReplyWriter reply) throws IOException {
        say(reply, null);
    }

    /** Says it to somebody who keeps the one result set that it may be. */
    void say(ReplyWriter reply, @Nullable ResultCapture capture) throws IOException {
        var request = reply.request();
        interruptions.check();
        var whole = host.answerTo(request);
        if (whole.isPresent()) {
            host.received(request, true);
            give(whole.get(), request, reply, capture == null ? reply : capture);
            return;
        }
        var own = Housekeeping.of(request.sql(), session, settings);
        if (own.isPresent()) {
            host.kept(request);
            passOn(capture);
            own.get().carryOut(reply);
            return;
        }
        var described = DriverIdioms.described(request.sql());
        if (described.isPresent()) {
            describe(request.withText(described.get()), reply);
            return;
        }
        var parts = parts(request);
        host.received(request, parts.isPresent());
        if (parts.isEmpty()) {
            reply.message(unscripted(request));
            return;
        }
        passOn(capture);
        for (var part : parts.get()) {
            reply.next(part.request);
            part.step.carryOut(reply);
        }
    }

    private static void passOn(@Nullable ResultCapture capture) throws IOException {
        if (capture != null) {
            capture.passOn();
        }
    }

    private record Part(Request request, Housekeeping.Step step) {}

    /** The statements between semicolons, if there are several and each has an answer. */
    private Optional<List<Part>> parts(Request request) {
        var statements = request.sql().statements();
        if (statements.size() < 2) {
            return Optional.empty();
        }
        var parts = new ArrayList<Part>();
        for (var statement : statements) {
            var part = DriverIdioms.withoutGeneratedKeys(request.withText(statement));
            Optional<Housekeeping.Step> step = host.lookUp(part).isPresent()
                    ? Optional.of(reply -> giveNext(part, reply))
                    : Housekeeping.of(part.sql(), session, settings);
            if (step.isEmpty()) {
                return Optional.empty();
            }
            parts.add(new Part(part, step.get()));
        }
        return Optional.of(parts);
    }

    /** The answer may have been used up by another session, or by a part before. */
    private void giveNext(Request part, ReplyWriter reply) throws IOException {
        var answer = host.answerTo(part);
        if (answer.isPresent()) {
            give(answer.get(), part, reply, reply);
        } else {
            host.received(part, false);
            reply.message(unscripted(part));
        }
    }

    private SqlError unscripted(Request request) {
        return host.refusesUnknown(request)
                .orElseGet(
                        () -> own("No answer is scripted for: " + request.text().strip()));
    }

    /** Answers the rows of a load with what was scripted for its statement. */
    void load(Request rows, Answer answer) throws IOException {
        var reply = begin(rows, null);
        host.received(rows, true);
        give(answer, rows, reply, reply);
        reply.end(true);
    }

    /** Gives an answer; what goes wrong with it is told to the client and to the test. */
    void give(Answer answer, Request request, ReplyWriter reply, Reply to) throws IOException {
        if (request.kind() == Request.Kind.BATCH && BULK_INSERT.isBeginningOf(request.sql())) {
            pendingLoad = new PendingLoad(request, answer);
            return;
        }
        try {
            if (answer.beginsTransaction()) {
                reply.touchTransaction();
            }
            answer.give(request, to);
        } catch (CancelledException | SessionEndedException | FaultStruckException | SocketException | SSLException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SessionEndedException("the server is closed");
        } catch (Exception | AssertionError e) {
            host.failed(request, e);
            reply.message(own("The answer to this statement could not be given: " + e));
        }
    }

    private static SqlError own(String text) {
        return SqlError.of(OWN_ERROR, 16, text).in("scripted-server", 1);
    }

    /** A description is none of the times for which an answer is meant. */
    private void describe(Request request, ReplyWriter reply) throws IOException {
        var answer = host.lookUp(request);
        host.received(request, answer.isPresent());
        if (answer.isEmpty()) {
            reply.message(unscripted(request));
            return;
        }
        var capture = ResultCapture.forDescription(reply);
        give(answer.get(), request, reply, capture);
        var columns = capture.columns();
        if (columns != null) {
            reply.columns(columns);
        }
    }
}
