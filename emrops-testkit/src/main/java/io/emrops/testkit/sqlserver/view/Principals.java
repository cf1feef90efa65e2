package io.emrops.testkit.sqlserver.view;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.ServerRole;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the views about who there is: {@code sa}, the logins that the instance's security names, everybody else who has ever
 * logged in, and the fixed roles with their numbers. A user of a database has the name of its login.
 */
final class Principals {
    private static final int FIRST_LOGIN = 259;
    private static final int FIRST_USER = 5;
    private static final int DBO = 1;
    private static final int FIRST_DATABASE_ROLE = 16_384;
    private static final LocalDateTime CREATED = LocalDateTime.parse("2003-04-08T09:10:35.460");

    private static final List<ServerRole> SERVER_ROLES = List.of(
            ServerRole.SYSADMIN,
            ServerRole.SECURITYADMIN,
            ServerRole.SERVERADMIN,
            ServerRole.SETUPADMIN,
            ServerRole.PROCESSADMIN,
            ServerRole.DISKADMIN,
            ServerRole.DBCREATOR,
            ServerRole.BULKADMIN);
    private static final int FIRST_SERVER_ROLE = 3;

    private static final List<DatabaseRole> DATABASE_ROLES = List.of(
            DatabaseRole.DB_OWNER,
            DatabaseRole.DB_ACCESSADMIN,
            DatabaseRole.DB_SECURITYADMIN,
            DatabaseRole.DB_DDLADMIN,
            DatabaseRole.DB_BACKUPOPERATOR,
            DatabaseRole.DB_DATAREADER,
            DatabaseRole.DB_DATAWRITER,
            DatabaseRole.DB_DENYDATAREADER,
            DatabaseRole.DB_DENYDATAWRITER);

    private Principals() {}

    /** One by which {@code sa} is known everywhere; others by what they were made with, or their names. */
    static byte[] sid(Viewer viewer, String login) {
        if (login.equalsIgnoreCase("sa")) {
            return new byte[] {1};
        }
        var given = viewer.instance().security().sid(login);
        if (given.isPresent()) {
            return HexFormat.of().parseHex(given.get());
        }
        var id = UUID.nameUUIDFromBytes(login.toUpperCase(Locale.ROOT).getBytes(UTF_16LE));
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** A fixed role of databases, and the schema of its name. */
    record FixedRole(DatabaseRole role, String name, int id) {
        /** By their numbers, of which one is not given. */
        static List<FixedRole> all() {
            var all = new ArrayList<FixedRole>();
            for (var role : DATABASE_ROLES) {
                all.add(new FixedRole(role, lower(role), idOf(role)));
            }
            return all;
        }

        private static int idOf(DatabaseRole role) {
            var place = DATABASE_ROLES.indexOf(role);
            return FIRST_DATABASE_ROLE + (place > 3 ? place + 1 : place);
        }
    }

    private static String lower(Enum<?> role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** A login, or a user of a database, by its number. */
    record Numbered(String name, int id) {}

    /** {@code sa}, and all others that there are. */
    static List<Numbered> logins(Viewer viewer) {
        var names = new ArrayList<>(viewer.instance().security().logins());
        viewer.instance().sessions().logins().stream()
                .filter(name -> names.stream().noneMatch(name::equalsIgnoreCase))
                .forEach(names::add);
        names.removeIf("sa"::equalsIgnoreCase);
        names.removeIf(viewer.instance().security()::wasDropped);
        var all = new ArrayList<Numbered>();
        all.add(new Numbered("sa", 1));
        for (var i = 0; i < names.size(); i++) {
            all.add(new Numbered(names.get(i), FIRST_LOGIN + i));
        }
        return all;
    }

    /** Of the database that is looked at; without those that every database has. */
    static List<Numbered> users(Viewer viewer) {
        var names = viewer.instance().security().users(viewer.database());
        var all = new ArrayList<Numbered>();
        for (var i = 0; i < names.size(); i++) {
            all.add(new Numbered(names.get(i), FIRST_USER + i));
        }
        return all;
    }

    static void serverPrincipals(Viewer viewer, Rows rows) {
        for (var login : logins(viewer)) {
            serverPrincipal(rows.row(), login.name(), login.id(), sid(viewer, login.name()), true)
                    .set("is_fixed_role", false);
        }
        serverPrincipal(rows.row(), "public", 2, new byte[] {2}, false).set("is_fixed_role", false);
        for (var role : SERVER_ROLES) {
            var id = idOf(role);
            serverPrincipal(rows.row(), lower(role), id, new byte[] {(byte) id}, false)
                    .set("is_fixed_role", true);
        }
    }

    private static int idOf(ServerRole role) {
        return FIRST_SERVER_ROLE + SERVER_ROLES.indexOf(role);
    }

    private static Rows.Row serverPrincipal(Rows.Row row, String name, int id, byte[] sid, boolean isLogin) {
        return row.set("name", name)
                .set("principal_id", id)
                .set("sid", sid)
                .set("type", isLogin ? "S" : "R")
                .set("type_desc", isLogin ? "SQL_LOGIN" : "SERVER_ROLE")
                .set("is_disabled", false)
                .set("create_date", CREATED)
                .set("modify_date", CREATED)
                .set("default_database_name", isLogin ? "master" : null)
                .set("default_language_name", isLogin ? "us_english" : null)
                .set("owning_principal_id", isLogin ? null : 1);
    }

    static void sqlLogins(Viewer viewer, Rows rows) {
        for (var login : logins(viewer)) {
            rows.row()
                    .set("name", login.name())
                    .set("principal_id", login.id())
                    .set("sid", sid(viewer, login.name()))
                    .set("is_disabled", false)
                    .set("create_date", CREATED)
                    .set("modify_date", CREATED);
        }
    }

    static void serverRoleMembers(Viewer viewer, Rows rows) {
        for (var role : SERVER_ROLES) {
            for (var login : logins(viewer)) {
                if (viewer.instance().security().isMember(login.name(), role)) {
                    rows.row().set("role_principal_id", idOf(role)).set("member_principal_id", login.id());
                }
            }
        }
    }

    static void databasePrincipals(Viewer viewer, Rows rows) {
        databasePrincipal(rows.row(), "public", 0, false, roleSid(0)).set("is_fixed_role", false);
        databasePrincipal(rows.row(), "dbo", DBO, true, sid(viewer, owner(viewer)))
                .set("is_fixed_role", false);
        databasePrincipal(rows.row(), "guest", 2, true, new byte[] {0}).set("is_fixed_role", false);
        databasePrincipal(rows.row(), "INFORMATION_SCHEMA", 3, true, null).set("is_fixed_role", false);
        databasePrincipal(rows.row(), "sys", 4, true, null).set("is_fixed_role", false);
        for (var user : users(viewer)) {
            databasePrincipal(rows.row(), user.name(), user.id(), true, sid(viewer, user.name()))
                    .set("is_fixed_role", false);
        }
        for (var role : FixedRole.all()) {
            databasePrincipal(rows.row(), role.name(), role.id(), false, roleSid(role.id()))
                    .set("is_fixed_role", true);
        }
    }

    private static String owner(Viewer viewer) {
        return KnownDatabase.named(viewer.instance(), viewer.database())
                .map(KnownDatabase::owner)
                .orElse("sa");
    }

    private static byte[] roleSid(int id) {
        return ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, 0x0905)
                .putInt(24, id)
                .array();
    }

    private static Rows.Row databasePrincipal(
            Rows.Row row, String name, int id, boolean isUser, byte @Nullable [] sid) {
        var hasLogin = id == DBO || (isUser && id >= FIRST_USER);
        return row.set("name", name)
                .set("principal_id", id)
                .set("type", isUser ? "S" : "R")
                .set("type_desc", isUser ? "SQL_USER" : "DATABASE_ROLE")
                .set("default_schema_name", hasLogin ? "dbo" : id == 2 ? "guest" : null)
                .set("create_date", CREATED)
                .set("modify_date", CREATED)
                .set("owning_principal_id", isUser ? null : DBO)
                .set("sid", sid)
                .set("authentication_type", hasLogin ? 1 : 0)
                .set("authentication_type_desc", hasLogin ? "INSTANCE" : "NONE");
    }

    static void databaseRoleMembers(Viewer viewer, Rows rows) {
        rows.row().set("role_principal_id", FIRST_DATABASE_ROLE).set("member_principal_id", DBO);
        for (var user : users(viewer)) {
            var has = viewer.instance().security().roles(user.name(), viewer.database());
            for (var role : FixedRole.all()) {
                if (has.contains(role.role())) {
                    rows.row().set("role_principal_id", role.id()).set("member_principal_id", user.id());
                }
            }
        }
    }
}
