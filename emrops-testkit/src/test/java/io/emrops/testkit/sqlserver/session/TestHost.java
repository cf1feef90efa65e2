package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.Script;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Lets everybody in, answers by a script, and keeps what went wrong. */
final class TestHost implements Host {
    final Script script = new Script();
    final List<Throwable> broken = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Override
    public Optional<Answer> answerTo(Request request) {
        return script.answerTo(request);
    }

    @Override
    public Optional<Answer> lookUp(Request request) {
        return script.lookUp(request);
    }

    @Override
    public Optional<SqlError> refuses(LoginAttempt attempt, Predicate<String> isPassword) {
        return isPassword.test("secret") ? Optional.empty() : Optional.of(SqlError.loginFailed(attempt.user()));
    }

    @Override
    public Optional<Fault> nextFault(Stage stage, int spid) {
        return Optional.empty();
    }

    @Override
    public void faultHappened() {}

    @Override
    public void loggedIn(LoginAttempt attempt) {}

    @Override
    public void received(Request request, boolean known) {}

    @Override
    public void kept(Request request) {}

    @Override
    public void failed(Request request, Throwable reason) {
        failures.add(reason);
    }

    @Override
    public void broke(Throwable reason) {
        broken.add(reason);
    }

    @Override
    public void violated(String what) {
        violations.add(what);
    }
}
