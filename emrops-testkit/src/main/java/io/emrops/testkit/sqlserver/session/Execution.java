package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.FaultStruckException;
import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
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
    private static final SqlText FMTONLY_ON = SqlText.of("SET FMTONLY ON");
    private static final SqlText FMTONLY_OFF = SqlText.of("SET FMTONLY OFF");
    private static final List<SqlText> GENERATED_KEYS = List.of(
            SqlText.of("SELECT SCOPE_IDENTITY() AS GENERATED_KEYS WHERE SCOPE_IDENTITY() IS NOT NULL"),
            SqlText.of("SELECT SCOPE_IDENTITY() AS GENERATED_KEYS"));

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
        return new ReplyWriter(tokens, settings, session, interruptions, plain(asSent), call);
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
        var described = described(request);
        if (described != null) {
            describe(request.withText(described), reply);
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
            var part = plain(request.withText(statement));
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

    private static SqlError unscripted(Request request) {
        return own("No answer is scripted for: " + request.text().strip());
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
            reply.touchTransaction();
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

    /** What a driver appends to be told the generated keys is not the client's statement. */
    private static Request plain(Request asSent) {
        for (var suffix : GENERATED_KEYS) {
            var tokens = asSent.sql().tokens();
            var from = tokens.size() - suffix.tokens().size();
            if (from > 0) {
                var start = tokens.get(from).start();
                if (suffix.matches(SqlText.of(asSent.text().substring(start)))) {
                    return asSent.withText(asSent.text().substring(0, start)).withGeneratedKeys();
                }
            }
        }
        return asSent;
    }

    /** The statement whose columns alone are asked for; null if the request asks for more. */
    private static @Nullable String described(Request request) {
        var sql = unwrapped(request.sql());
        if (!FMTONLY_ON.isBeginningOf(sql)) {
            return null;
        }
        var tokens = sql.tokens();
        var from = FMTONLY_ON.tokens().size();
        var to = tokens.size();
        var off = FMTONLY_OFF.tokens().size();
        if (to - off >= from
                && FMTONLY_OFF.matches(
                        SqlText.of(sql.toString().substring(tokens.get(to - off).start())))) {
            to -= off;
        }
        return to <= from
                ? null
                : sql.toString()
                        .substring(tokens.get(from).start(), tokens.get(to - 1).end());
    }

    /** The text in {@code sp_executesql N'…'}. */
    private static SqlText unwrapped(SqlText sql) {
        var tokens = sql.tokens();
        var from =
                !tokens.isEmpty() && (tokens.get(0).is("EXEC") || tokens.get(0).is("EXECUTE")) ? 1 : 0;
        return tokens.size() == from + 2
                        && tokens.get(from).is("sp_executesql")
                        && tokens.get(from + 1).kind() == Kind.STRING
                ? SqlText.of(tokens.get(from + 1).value())
                : sql;
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
