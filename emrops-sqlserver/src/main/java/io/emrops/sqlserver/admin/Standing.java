package io.emrops.sqlserver.admin;

import io.emrops.database.AdministratorRequest;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What there is of an administrator.
 *
 * @param login on the server
 * @param user of that name in the database
 * @param isMember whether that user has the role
 * @param others who else has it, but the system's own {@code dbo}
 */
record Standing(Optional<Login> login, Optional<User> user, boolean isMember, List<String> others) {
    private static final String LOGIN =
            "SELECT sid, is_disabled FROM sys.server_principals WHERE name = ? AND type <> 'R'";

    private static final String MUST_CHANGE = "SELECT CAST(LOGINPROPERTY(?, N'IsMustChange') AS int) AS must_change";

    /** The database's own account of owners is always number 1. */
    private static final String MEMBERS =
            "SELECT m.name AS member_name, m.sid AS member_sid FROM %1$s.sys.database_role_members AS rm"
                    + " JOIN %1$s.sys.database_principals AS r ON r.principal_id = rm.role_principal_id"
                    + " JOIN %1$s.sys.database_principals AS m ON m.principal_id = rm.member_principal_id"
                    + " WHERE r.name = ? AND m.principal_id <> 1 ORDER BY m.name";

    /**
     * A login.
     *
     * @param mustChange whether its password is still the one that it was given; empty if the server does not say
     */
    record Login(Sid sid, boolean isDisabled, Optional<Boolean> mustChange) {
        static Login of(Row row, Optional<Boolean> mustChange) throws SQLException {
            return new Login(
                    new Sid(row.bytes("sid").orElse(new byte[0])),
                    row.flag("is_disabled").orElse(false),
                    mustChange);
        }
    }

    /** A user of the database. */
    record User(Sid sid) {}

    /** Bytes that tell principals apart. */
    record Sid(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Sid sid && Arrays.equals(bytes, sid.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    Standing {
        others = List.copyOf(others);
    }

    static Standing look(ShortQueries queries, AdministratorRequest request) {
        var database = Identifier.of(request.database()).quoted();
        var mustChange = queries.find(
                        "the login's password", MUST_CHANGE, row -> row.flag("must_change"), request.login())
                .flatMap(found -> found);
        var login = queries.find("the login", LOGIN, row -> Login.of(row, mustChange), request.login());
        var user = queries.find(
                "the user of the database",
                "SELECT sid FROM " + database + ".sys.database_principals WHERE name = ?",
                row -> new User(new Sid(row.bytes("sid").orElse(new byte[0]))),
                request.login());
        var members = queries.list(
                "the administrators of the database",
                MEMBERS.formatted(database),
                row -> new Member(
                        row.text("member_name").orElse("?"),
                        new Sid(row.bytes("member_sid").orElse(new byte[0]))),
                request.role());
        var isMember = members.stream()
                .anyMatch(each -> user.isPresent()
                        && each.sid().equals(user.get().sid())
                        && each.name().equalsIgnoreCase(request.login()));
        var others = members.stream()
                .filter(each -> !each.name().equalsIgnoreCase(request.login()))
                .map(Member::name)
                .toList();
        return new Standing(login, user, isMember, others);
    }

    private record Member(String name, Sid sid) {}

    /** Without this, others are not shown, and nobody would seem to be there. */
    static boolean isVisible(ShortQueries queries, String database) {
        return queries.find(
                        "permissions",
                        "SELECT HAS_PERMS_BY_NAME(?, N'DATABASE', N'VIEW DEFINITION') AS may_see",
                        row -> row.flag("may_see").orElse(false),
                        Identifier.of(database).quoted())
                .orElse(false);
    }

    static List<String> members(ShortQueries queries, String database, String role) {
        return queries.list(
                "the administrators of the database",
                MEMBERS.formatted(Identifier.of(database).quoted()),
                row -> row.text("member_name").orElse("?"),
                role);
    }

    boolean hasLogin(Sid sid) {
        return login.filter(each -> each.sid().equals(sid)).isPresent();
    }

    /** It can log in, and is an administrator then. */
    boolean isComplete() {
        return isMember
                && login.isPresent()
                && !login.get().isDisabled()
                && user.isPresent()
                && user.get().sid().equals(login.get().sid());
    }
}
