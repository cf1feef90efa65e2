package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.engine.Administrators;
import io.emrops.testkit.sqlserver.engine.Engine;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Caller;
import io.emrops.testkit.sqlserver.instance.Instance;
import io.emrops.testkit.sqlserver.instance.Result;
import io.emrops.testkit.sqlserver.instance.Sessions.Login;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SessionState;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.Backup;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import io.emrops.testkit.sqlserver.statement.Restore;
import io.emrops.testkit.sqlserver.statement.RestoreVerifyOnly;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An instance behind a script: it does what administrators say, and tells why it does not. */
final class Administration implements Backdrop, Administrators, AutoCloseable {
    private static final String ENGINE = "org.h2.Driver";

    private static final Set<String> SYSTEM = Set.of("MASTER", "MODEL", "MSDB", "TEMPDB");

    private final Instance instance;
    private final Recogniser recogniser;
    private final IntConsumer kill;
    private final @Nullable Engine engine;

    /** @param kill ends the connection of a session */
    Administration(Instance instance, IntConsumer kill) {
        this(instance, kill, isEngineThere());
    }

    /** @param withEngine whether there are rows */
    Administration(Instance instance, IntConsumer kill, boolean withEngine) {
        this.instance = instance;
        this.recogniser = new Recogniser(instance.majorVersion());
        this.kill = kill;
        this.engine = withEngine ? new Engine(instance, this) : null;
    }

    private static boolean isEngineThere() {
        try {
            Class.forName(ENGINE);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Optional<Answer> answerTo(Request request) {
        if (engine != null) {
            return Optional.of(engine.answer());
        }
        var recognition = recogniser.recognise(request.text());
        if (recognition instanceof Recognition.Refused refused) {
            return Optional.of((asked, reply) -> say(reply, refused.errors()));
        } else if (recognition instanceof Recognition.Recognised recognised
                && recognised.rest().isBlank()
                && !recognised.statements().isEmpty()) {
            return Optional.of((asked, reply) -> run(recognised.statements(), asked, reply));
        }
        return Optional.empty();
    }

    /** A statement that is refused does not keep the next one from being done. */
    private void run(List<AdminStatement> statements, Request request, Reply reply) throws IOException {
        var undeclared = instance.undeclared(statements, variables(request));
        if (!undeclared.isEmpty()) {
            say(reply, undeclared);
            return;
        }
        for (var statement : statements) {
            var done = run(statement, request.session(), variables(request), reply);
            say(reply, done.errors());
            if (statement instanceof ProcedureCall && done.errors().isEmpty()) {
                reply.returnStatus(done.returnStatus());
            }
        }
    }

    @Override
    public Done run(
            AdminStatement statement, SessionState session, Map<String, @Nullable Object> variables, Reply reply)
            throws IOException {
        var caller = new Caller(session.spid(), session.user(), session.database(), session.openTransactions() > 0);
        try {
            var outcome = instance.run(statement, caller, variables, new Listener(reply));
            outcome.killed().forEach(kill::accept);
            if (outcome.result().isPresent()) {
                show(reply, outcome.result().get());
            }
            tell(reply, outcome.messages(), isTransfer(statement));
            return new Done(List.of(), outcome.returnStatus());
        } catch (Refusal e) {
            return new Done(e.errors(), 0);
        }
    }

    private static boolean isTransfer(AdminStatement statement) {
        return statement instanceof Backup || statement instanceof Restore || statement instanceof RestoreVerifyOnly;
    }

    /** Each message of a backup or restore is the end of something. */
    private static void tell(Reply reply, List<SqlError> messages, boolean ofTransfer) throws IOException {
        if (!ofTransfer || messages.isEmpty()) {
            say(reply, messages);
            reply.done();
            return;
        }
        for (var message : messages) {
            reply.message(message);
            reply.done();
        }
    }

    private static void show(Reply reply, Result result) throws IOException {
        reply.columns(result.columns());
        for (var row : result.rows()) {
            reply.row(row.toArray());
        }
    }

    private static Map<String, @Nullable Object> variables(Request request) {
        var variables = new HashMap<String, @Nullable Object>();
        for (var parameter : request.parameters()) {
            variables.put(parameter.name().toLowerCase(Locale.ROOT), parameter.value());
        }
        return variables;
    }

    private static void say(Reply reply, List<SqlError> messages) throws IOException {
        for (var message : messages) {
            reply.message(message);
        }
    }

    @Override
    public boolean hasLogin(String login) {
        return instance.security().hasPassword(login) || instance.security().wasDropped(login);
    }

    @Override
    public Optional<SqlError> refuses(LoginAttempt attempt, Predicate<String> isPassword) {
        return instance.security().refuses(attempt.user(), isPassword);
    }

    @Override
    public void loggingIn(LoginAttempt login) {
        instance.login(login.spid(), login.user(), login.readIntent());
    }

    @Override
    public Optional<SqlError> refusesToEnter(int spid, String database) {
        return SYSTEM.contains(database.toUpperCase(Locale.ROOT))
                ? Optional.empty()
                : instance.refusesToEnter(spid, database);
    }

    @Override
    public void entered(int spid, String database) {
        instance.enter(spid, database);
    }

    @Override
    public Optional<String> databaseOf(int spid) {
        return instance.databaseOf(spid);
    }

    @Override
    public Optional<SqlError> refusesUnknown(Request request) {
        return Optional.of(SqlError.of(
                50_000,
                16,
                "The simulated server keeps no rows without com.h2database:h2 on the class path; it does what administrators"
                        + " say."));
    }

    Optional<Integer> blockerOf(int spid) {
        return engine == null ? Optional.empty() : engine.blockerOf(spid);
    }

    @Override
    public Participant participant(int spid) {
        return engine == null ? Participant.NOBODY : engine.participant(spid);
    }

    @Override
    public void left(int spid) {
        try {
            if (engine != null) {
                engine.leave(spid);
            }
        } finally {
            instance.leave(spid);
        }
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    public void loggedIn(LoginAttempt attempt) {
        var login = new Login(
                attempt.user(),
                attempt.host(),
                attempt.application(),
                attempt.library(),
                attempt.encrypted(),
                attempt.packetSize());
        instance.sessions().loggedIn(attempt.spid(), login);
    }

    @Override
    public void began(int spid) {
        instance.sessions().began(spid);
    }

    @Override
    public void asked(Request request) {
        instance.sessions().asked(request.session().spid(), request.text());
    }

    @Override
    public void ended(int spid, int openTransactions, String isolationLevel) {
        instance.sessions().ended(spid, openTransactions, isolationLevel);
        if (openTransactions == 0) {
            instance.applicationLocks().transactionEnded(spid);
        }
    }
}
