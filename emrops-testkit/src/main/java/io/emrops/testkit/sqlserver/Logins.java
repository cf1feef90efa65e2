package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/** Who may log in. */
final class Logins {
    private final Map<String, String> passwords = new HashMap<>();
    private final Set<String> databases;
    private final Queue<SqlError> refusals = new ArrayDeque<>();

    /** @param databases any if empty */
    Logins(String user, String password, Set<String> databases) {
        this.databases = databases;
        add(user, password);
    }

    synchronized void add(String user, String password) {
        passwords.put(user.toUpperCase(Locale.ROOT), password);
    }

    synchronized void refuseNext(SqlError error) {
        refusals.add(error);
    }

    synchronized void clear() {
        refusals.clear();
    }

    /** The refusal that a test has asked for. */
    synchronized Optional<SqlError> refusesAsTold() {
        return Optional.ofNullable(refusals.poll());
    }

    synchronized Optional<SqlError> refuses(LoginAttempt attempt, Predicate<String> isPassword) {
        var password = passwords.get(attempt.user().toUpperCase(Locale.ROOT));
        if (password == null || !isPassword.test(password)) {
            return Optional.of(SqlError.loginFailed(attempt.user()));
        }
        var database = attempt.database();
        var isThere = databases.isEmpty()
                || database.isEmpty()
                || database.equalsIgnoreCase("master")
                || databases.stream().anyMatch(database::equalsIgnoreCase);
        return isThere ? Optional.empty() : Optional.of(SqlError.cannotOpenDatabase(database));
    }
}
