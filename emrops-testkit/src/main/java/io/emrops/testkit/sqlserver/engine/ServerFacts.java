package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.instance.ServerRole;
import io.emrops.testkit.sqlserver.script.SessionState;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.view.Properties;
import io.emrops.testkit.sqlserver.view.Viewer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the server says of its databases, and of what logins may do. */
final class ServerFacts {
    private final Viewer viewer;
    private final SessionState state;

    ServerFacts(Viewer viewer, SessionState state) {
        this.viewer = viewer;
        this.state = state;
    }

    /** Empty if it is none of these. */
    Optional<Known> function(String name, List<@Nullable Object> arguments) {
        var first = text(arguments, 0);
        return switch (name) {
            case "SERVERPROPERTY" ->
                variant(
                        first.isEmpty()
                                ? null
                                : Properties.server(viewer, first).orElse(null));
            case "DATABASEPROPERTYEX" ->
                variant(Properties.database(viewer, first, text(arguments, 1)).orElse(null));
            case "FILEPROPERTY" ->
                integer(Properties.file(viewer, first, text(arguments, 1)).orElse(null));
            case "IS_SRVROLEMEMBER" -> integer(serverRole(first, login(arguments)));
            case "IS_ROLEMEMBER", "IS_MEMBER" -> integer(databaseRole(first, login(arguments)));
            case "LOGINPROPERTY" ->
                variant(
                        text(arguments, 1).equalsIgnoreCase("IsMustChange")
                                ? viewer.instance()
                                        .security()
                                        .mustChange(first)
                                        .map(must -> bit(must))
                                        .orElse(null)
                                : null);
            case "HAS_PERMS_BY_NAME" -> integer(permission(first, text(arguments, 1), text(arguments, 2)));
            default -> Optional.empty();
        };
    }

    private String login(List<@Nullable Object> arguments) {
        var other = text(arguments, 1);
        return other.isEmpty() ? state.user() : other;
    }

    private @Nullable Integer serverRole(String role, String login) {
        if (role.equalsIgnoreCase("public")) {
            return 1;
        }
        return Arrays.stream(ServerRole.values())
                .filter(each -> each.name().equalsIgnoreCase(role))
                .findFirst()
                .map(each -> bit(viewer.instance().security().isMember(login, each)))
                .orElse(null);
    }

    private @Nullable Integer databaseRole(String role, String login) {
        if (role.equalsIgnoreCase("public")) {
            return 1;
        }
        return Arrays.stream(DatabaseRole.values())
                .filter(each -> each.name().equalsIgnoreCase(role))
                .findFirst()
                .map(each -> bit(viewer.instance().security().isMember(login, state.database(), each)))
                .orElse(null);
    }

    /** Of a table it is what the login has in its whole database. */
    private @Nullable Integer permission(String securable, String kind, String permission) {
        var wanted = Permission.of(permission);
        Predicate<Permission> has;
        switch (kind.toUpperCase(Locale.ROOT)) {
            case "" ->
                has = each -> each.isOfServer() && viewer.instance().security().has(state.user(), each);
            case "DATABASE" ->
                has = each -> viewer.instance()
                        .security()
                        .has(state.user(), securable.isEmpty() ? state.database() : unquoted(securable), each);
            case "OBJECT", "SCHEMA" ->
                has = each -> viewer.instance().security().has(state.user(), state.database(), each);
            default -> {
                return null;
            }
        }
        return wanted.map(each -> bit(has.test(each))).orElse(null);
    }

    private static String unquoted(String name) {
        return name.startsWith("[") && name.endsWith("]")
                ? name.substring(1, name.length() - 1).replace("]]", "]")
                : name;
    }

    private static int bit(boolean is) {
        return is ? 1 : 0;
    }

    private static String text(List<@Nullable Object> arguments, int at) {
        var value = at < arguments.size() ? arguments.get(at) : null;
        return value == null ? "" : value.toString();
    }

    private static Optional<Known> integer(@Nullable Integer value) {
        return Optional.of(new Known(SqlType.INT, value));
    }

    private static Optional<Known> variant(@Nullable Object value) {
        return Optional.of(new Known(SqlType.SQL_VARIANT, value));
    }
}
