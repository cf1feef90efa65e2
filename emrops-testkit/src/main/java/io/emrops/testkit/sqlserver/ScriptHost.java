package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.Script;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.Host;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import java.util.Optional;
import java.util.function.Predicate;

/** What sessions ask of a scripted server. */
record ScriptHost(Script script, Backdrop backdrop, Received received, Faults faults, Logins logins) implements Host {
    @Override
    public Optional<Answer> answerTo(Request request) {
        return script.answerTo(request).or(() -> backdrop.answerTo(request));
    }

    @Override
    public Optional<Answer> lookUp(Request request) {
        return script.lookUp(request).or(() -> backdrop.lookUp(request));
    }

    @Override
    public Optional<SqlError> refuses(LoginAttempt attempt, Predicate<String> isPassword) {
        var refusal = logins.refusesAsTold()
                .or(() -> backdrop.hasLogin(attempt.user())
                        ? backdrop.refuses(attempt, isPassword)
                        : logins.refuses(attempt, isPassword));
        if (refusal.isEmpty()) {
            backdrop.loggingIn(attempt);
        }
        return refusal;
    }

    @Override
    public Optional<SqlError> refusesToEnter(int spid, String database) {
        return backdrop.refusesToEnter(spid, database);
    }

    @Override
    public void entered(int spid, String database) {
        backdrop.entered(spid, database);
    }

    @Override
    public Optional<String> databaseOf(int spid) {
        return backdrop.databaseOf(spid);
    }

    @Override
    public Participant participant(int spid) {
        return backdrop.participant(spid);
    }

    @Override
    public Optional<SqlError> refusesUnknown(Request request) {
        return backdrop.refusesUnknown(request);
    }

    @Override
    public void left(int spid) {
        backdrop.left(spid);
    }

    @Override
    public Optional<Fault> nextFault(Stage stage, int spid) {
        return faults.take(stage, spid);
    }

    @Override
    public void faultHappened() {
        received.faultHappened();
    }

    @Override
    public void loggedIn(LoginAttempt attempt) {
        received.loggedIn(attempt);
        if (attempt.granted()) {
            backdrop.loggedIn(attempt);
        }
    }

    @Override
    public void began(int spid) {
        backdrop.began(spid);
    }

    @Override
    public void ended(int spid, int openTransactions, String isolationLevel) {
        backdrop.ended(spid, openTransactions, isolationLevel);
    }

    @Override
    public void received(Request request, boolean known) {
        backdrop.asked(request);
        received.received(request, known);
    }

    @Override
    public void kept(Request request) {
        backdrop.asked(request);
        received.kept(request);
    }

    @Override
    public void failed(Request request, Throwable reason) {
        received.failed(request, reason);
    }

    @Override
    public void broke(Throwable reason) {
        received.broke(reason);
    }

    @Override
    public void violated(String what) {
        received.violated(what);
    }
}
