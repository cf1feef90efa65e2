package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.LoginSettings;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what on an instance. Whoever is not named here is a {@code sysadmin}; a login that is named may log in, and whatever else it is given.
 * Users stay with the name of their database, whatever is restored there. Safe for use by several threads.
 *
 * <pre>{@code
 * server.instance().security().login("backup");
 * server.instance().security().role("backup", "EMRNext", DatabaseRole.DB_BACKUPOPERATOR);
 * }</pre>
 */
public final class Security {
    private final Instance instance;
    private final Map<String, Login> logins = new LinkedHashMap<>();
    private final Set<String> dropped = new HashSet<>();

    Security(Instance instance) {
        this.instance = instance;
    }

    private static final class Login {
        final String name;
        final Set<ServerRole> roles = EnumSet.noneOf(ServerRole.class);
        final Set<Permission> granted = EnumSet.noneOf(Permission.class);
        final Map<String, User> users = new HashMap<>();

        @Nullable
        String password;

        @Nullable
        String sid;

        boolean mustChange;

        Login(String name) {
            this.name = name;
        }
    }

    private static final class User {
        final Set<DatabaseRole> roles = EnumSet.noneOf(DatabaseRole.class);
        final Set<Permission> granted = EnumSet.of(Permission.CONNECT);
    }

    /** A login that may do nothing yet. One that there is already stays as it is. */
    public void login(String login) {
        synchronized (instance) {
            logins.computeIfAbsent(key(login), name -> new Login(login));
        }
    }

    /** One by {@code CREATE LOGIN}, which may do nothing yet. */
    void create(String login, LoginSettings settings) {
        var made = new Login(login);
        made.password = settings.password();
        made.mustChange = settings.mustChange();
        made.sid = settings.sid().orElse(null);
        logins.put(key(login), made);
        dropped.remove(key(login));
    }

    /** Another password, as by {@code ALTER LOGIN}. */
    void alter(String login, LoginSettings settings) {
        var known = require(login);
        known.password = settings.password();
        known.mustChange = settings.mustChange();
    }

    /** Whoever has the login has replaced its password at the first login, as their tool asks them to; a driver of JDBC cannot. */
    public void replacePassword(String login, String password) {
        synchronized (instance) {
            var known = require(login);
            known.password = password;
            known.mustChange = false;
        }
    }

    void drop(String login) {
        logins.remove(key(login));
        dropped.add(key(login));
    }

    void dropUser(String login, String database) {
        require(login).users.remove(key(database));
    }

    void leaveRole(String login, String database, DatabaseRole role) {
        userOf(login, database).roles.remove(role);
    }

    boolean isUserAnywhere(String login) {
        return !require(login).users.isEmpty();
    }

    boolean isKnown(String login) {
        return logins.containsKey(key(login));
    }

    /** Whether {@code DROP LOGIN} was the last that was heard of it. */
    public boolean wasDropped(String login) {
        synchronized (instance) {
            return dropped.contains(key(login));
        }
    }

    /** Whether {@code CREATE LOGIN} has made it. */
    public boolean hasPassword(String login) {
        synchronized (instance) {
            var known = logins.get(key(login));
            return known != null && known.password != null;
        }
    }

    /** Why a login that {@code CREATE LOGIN} has made may not come in; empty if it may. */
    public Optional<SqlError> refuses(String login, Predicate<String> isPassword) {
        synchronized (instance) {
            var known = logins.get(key(login));
            if (known == null || known.password == null || !isPassword.test(known.password)) {
                return Optional.of(SqlError.loginFailed(login));
            }
            return known.mustChange ? Optional.of(instance.message(18488, login, "")) : Optional.empty();
        }
    }

    /** The hexadecimal digits of the security identifier that it was made with; empty if none was said. */
    public Optional<String> sid(String login) {
        synchronized (instance) {
            return Optional.ofNullable(logins.get(key(login))).map(known -> known.sid);
        }
    }

    /** Whether its password has to be replaced; empty if there is no such login. */
    public Optional<Boolean> mustChange(String login) {
        synchronized (instance) {
            return Optional.ofNullable(logins.get(key(login))).map(known -> known.mustChange);
        }
    }

    /** The logins that are named here, in the order in which they were. */
    public List<String> logins() {
        synchronized (instance) {
            return logins.values().stream().map(login -> login.name).toList();
        }
    }

    /** The logins that are named here and have been let into a database. */
    public List<String> users(String database) {
        synchronized (instance) {
            return logins.values().stream()
                    .filter(login -> login.users.containsKey(key(database)))
                    .map(login -> login.name)
                    .toList();
        }
    }

    /** The roles of a database that a login that is named here was given there; none if it was not let in. */
    public Set<DatabaseRole> roles(String login, String database) {
        synchronized (instance) {
            var known = logins.get(key(login));
            var user = known == null ? null : known.users.get(key(database));
            return user == null ? Set.of() : Set.copyOf(user.roles);
        }
    }

    /** What was granted on the server to a login that is named here. */
    public Set<Permission> granted(String login) {
        synchronized (instance) {
            var known = logins.get(key(login));
            return known == null ? Set.of() : Set.copyOf(known.granted);
        }
    }

    /** What was granted on a database to a login that is named here. */
    public Set<Permission> granted(String login, String database) {
        synchronized (instance) {
            var known = logins.get(key(login));
            var user = known == null ? null : known.users.get(key(database));
            return user == null ? Set.of() : Set.copyOf(user.granted);
        }
    }

    /** Gives a login a role of the server. */
    public void role(String login, ServerRole role) {
        synchronized (instance) {
            require(login).roles.add(role);
        }
    }

    /**
     * Gives a login a permission on the server.
     *
     * @throws IllegalArgumentException if it is one on databases
     */
    public void grant(String login, Permission permission) {
        if (!permission.isOfServer()) {
            throw new IllegalArgumentException(permission.words() + " is a permission on a database");
        }
        synchronized (instance) {
            require(login).granted.add(permission);
        }
    }

    /** Lets a login into a database. */
    public void user(String login, String database) {
        synchronized (instance) {
            userOf(login, database);
        }
    }

    /** Gives a login a role of a database, into which it may go from now on. */
    public void role(String login, String database, DatabaseRole role) {
        synchronized (instance) {
            userOf(login, database).roles.add(role);
        }
    }

    /**
     * Gives a login a permission on a database, into which it may go from now on.
     *
     * @throws IllegalArgumentException if it is one on the server
     */
    public void grant(String login, String database, Permission permission) {
        if (permission.isOfServer()) {
            throw new IllegalArgumentException(permission.words() + " is a permission on the server");
        }
        synchronized (instance) {
            userOf(login, database).granted.add(permission);
        }
    }

    private User userOf(String login, String database) {
        return require(login).users.computeIfAbsent(key(database), name -> new User());
    }

    private Login require(String login) {
        var known = logins.get(key(login));
        if (known == null) {
            throw new IllegalArgumentException("there is no login " + login);
        }
        return known;
    }

    /** Whether a login has this role of the server, as IS_SRVROLEMEMBER says it. */
    public boolean isMember(String login, ServerRole role) {
        synchronized (instance) {
            var known = logins.get(key(login));
            return known == null ? role == ServerRole.SYSADMIN : known.roles.contains(role);
        }
    }

    /** Whether a login has this role of a database, as IS_ROLEMEMBER says it; owners and {@code sysadmin} have that of owners. */
    public boolean isMember(String login, String database, DatabaseRole role) {
        synchronized (instance) {
            if (isOwner(login, database)) {
                return role == DatabaseRole.DB_OWNER;
            }
            var user = openTo(login, database);
            return user != null && user.roles.contains(role);
        }
    }

    /** Whether a login has this permission on the server, as HAS_PERMS_BY_NAME says it. */
    public boolean has(String login, Permission permission) {
        Objects.requireNonNull(permission, "permission");
        synchronized (instance) {
            var known = logins.get(key(login));
            if (known == null || permission == Permission.VIEW_ANY_DATABASE || known.granted.contains(permission)) {
                return true;
            }
            return known.roles.stream().anyMatch(role -> role.permissions().contains(permission))
                    || permission.impliedBy().stream().anyMatch(wider -> wider.isOfServer() && has(login, wider));
        }
    }

    /**
     * Whether a login has this permission on a database, as HAS_PERMS_BY_NAME says it. What is kept in the database itself does not count while it
     * is closed.
     */
    public boolean has(String login, String database, Permission permission) {
        if (permission.isOfServer()) {
            return has(login, permission);
        }
        synchronized (instance) {
            var user = openTo(login, database);
            var given = user != null
                    && (user.granted.contains(permission)
                            || user.roles.stream()
                                    .anyMatch(role -> role.permissions().contains(permission)));
            return given
                    || isOwner(login, database)
                    || (permission == Permission.CONNECT && DatabaseRegister.isSystem(database))
                    || permission.impliedBy().stream().anyMatch(wider -> has(login, database, wider));
        }
    }

    /** Whether the login is {@code dbo} in there. */
    boolean isOwner(String login, String database) {
        return has(login, Permission.CONTROL_SERVER)
                || instance.database(database)
                        .filter(each -> each.owner().equalsIgnoreCase(login))
                        .isPresent();
    }

    private @Nullable User openTo(String login, String database) {
        var closed = instance.database(database)
                .filter(each -> each.state() != DatabaseState.ONLINE && each.state() != DatabaseState.EMERGENCY)
                .isPresent();
        var known = logins.get(key(login));
        return closed || known == null ? null : known.users.get(key(database));
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
