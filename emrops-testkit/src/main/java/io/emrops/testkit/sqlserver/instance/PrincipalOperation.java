package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.AlterLogin;
import io.emrops.testkit.sqlserver.statement.AlterRole;
import io.emrops.testkit.sqlserver.statement.CreateLogin;
import io.emrops.testkit.sqlserver.statement.CreateUser;
import io.emrops.testkit.sqlserver.statement.DropLogin;
import io.emrops.testkit.sqlserver.statement.DropUser;
import io.emrops.testkit.sqlserver.statement.LoginSettings;
import java.util.Arrays;
import java.util.Optional;

/** Logins with passwords, their users, and the members of fixed roles. They are not taken back with a transaction, so none may be open. */
final class PrincipalOperation {
    private static final int SID_DIGITS = 32;
    private static final int SHORTEST = 8;

    private final Instance instance;
    private final Caller caller;
    private final Security security;

    PrincipalOperation(Instance instance, Caller caller) {
        this.instance = instance;
        this.caller = caller;
        this.security = instance.security();
    }

    /** Empty if it is none of these. */
    Optional<Outcome> run(AdminStatement statement) throws Refusal {
        if (statement instanceof CreateLogin create) {
            create(create);
        } else if (statement instanceof AlterLogin alter) {
            requireLogins();
            requireLogin(alter.name(), "alter");
            requirePassword(alter.settings());
            security.alter(alter.name(), alter.settings());
        } else if (statement instanceof DropLogin drop) {
            drop(drop);
        } else if (statement instanceof CreateUser create) {
            create(create);
        } else if (statement instanceof DropUser drop) {
            drop(drop);
        } else if (statement instanceof AlterRole alter) {
            alter(alter);
        } else {
            return Optional.empty();
        }
        return Optional.of(Outcome.silent());
    }

    private void create(CreateLogin create) throws Refusal {
        requireLogins();
        if (isThere(create.name())) {
            throw instance.refusal(15025, create.name());
        }
        var sid = create.settings().sid();
        if (sid.isPresent() && sid.get().length() != SID_DIGITS) {
            throw unplayed("takes security identifiers of 16 bytes alone");
        }
        if (sid.isPresent()
                && security.logins().stream()
                        .anyMatch(each -> security.sid(each).equals(sid))) {
            throw instance.refusal(15433);
        }
        requirePassword(create.settings());
        security.create(create.name(), create.settings());
    }

    /** Whoever has ever logged in is there, until dropped. */
    private boolean isThere(String login) {
        return login.equalsIgnoreCase("sa")
                || security.isKnown(login)
                || (!security.wasDropped(login)
                        && instance.sessions().logins().stream().anyMatch(login::equalsIgnoreCase));
    }

    private void requirePassword(LoginSettings settings) throws Refusal {
        var policy = settings.checkPolicy().orElse(true);
        var expiration = settings.checkExpiration().orElse(false);
        if (expiration && !policy) {
            throw instance.refusal(15122);
        }
        if (settings.mustChange() && !expiration) {
            throw instance.refusal(15099);
        }
        if (policy && !isComplex(settings.password())) {
            throw instance.refusal(15118);
        }
    }

    private static boolean isComplex(String password) {
        var kinds = 0;
        kinds += password.chars().anyMatch(Character::isUpperCase) ? 1 : 0;
        kinds += password.chars().anyMatch(Character::isLowerCase) ? 1 : 0;
        kinds += password.chars().anyMatch(Character::isDigit) ? 1 : 0;
        kinds += password.chars().anyMatch(c -> !Character.isLetterOrDigit(c)) ? 1 : 0;
        return password.length() >= SHORTEST && kinds >= 3;
    }

    private void drop(DropLogin drop) throws Refusal {
        requireLogins();
        requireLogin(drop.name(), "drop");
        if (instance.sessions().isLoggedIn(drop.name())) {
            throw instance.refusal(15434, drop.name());
        }
        if (security.isUserAnywhere(drop.name())) {
            throw unplayed("does not drop a login that has users");
        }
        security.drop(drop.name());
    }

    private void create(CreateUser create) throws Refusal {
        requireUsers();
        if (!create.name().equalsIgnoreCase(create.login())) {
            throw unplayed("knows users by the names of their logins alone");
        }
        if (!security.isKnown(create.login())) {
            throw instance.refusal(15007, create.login());
        }
        if (isUser(create.name())) {
            throw instance.refusal(15023, create.name());
        }
        security.user(create.login(), caller.database());
    }

    private void drop(DropUser drop) throws Refusal {
        requireUsers();
        if (isUser(drop.name())) {
            security.dropUser(drop.name(), caller.database());
        } else if (!drop.ifExists()) {
            throw instance.refusal(15151, "drop", "user", drop.name());
        }
    }

    private void alter(AlterRole alter) throws Refusal {
        requireNoTransaction();
        var role = Arrays.stream(DatabaseRole.values())
                .filter(each -> each.name().equalsIgnoreCase(alter.role()))
                .findFirst();
        if (role.isEmpty() || !security.isOwner(caller.login(), caller.database())) {
            throw instance.refusal(15151, "alter", "role", alter.role());
        }
        if (!isUser(alter.member())) {
            throw instance.refusal(15151, alter.add() ? "add" : "drop", "principal", alter.member());
        }
        if (alter.add()) {
            security.role(alter.member(), caller.database(), role.get());
        } else {
            security.leaveRole(alter.member(), caller.database(), role.get());
        }
    }

    private boolean isUser(String name) {
        return security.users(caller.database()).stream().anyMatch(name::equalsIgnoreCase);
    }

    private void requireLogins() throws Refusal {
        requireNoTransaction();
        if (!security.has(caller.login(), Permission.ALTER_ANY_LOGIN)) {
            throw instance.refusal(15247);
        }
    }

    private void requireUsers() throws Refusal {
        requireNoTransaction();
        if (!security.isOwner(caller.login(), caller.database())) {
            throw instance.refusal(15247);
        }
    }

    private void requireLogin(String login, String verb) throws Refusal {
        if (!security.isKnown(login)) {
            throw instance.refusal(15151, verb, "login", login);
        }
    }

    private void requireNoTransaction() throws Refusal {
        if (caller.inTransaction()) {
            throw unplayed("does not change logins, users and roles within a transaction");
        }
    }

    private static Refusal unplayed(String what) {
        return new Refusal(SqlError.of(50_000, 16, "The simulated server " + what + "."));
    }
}
