package io.emrops.testkit.sqlserver.view;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the views about who there is: {@code sa} and everybody who has ever logged in, all of them members of {@code sysadmin},
 * because nothing is refused to anybody; and the fixed roles.
 */
final class Principals {
    private static final int FIRST_LOGIN = 259;
    private static final int SYSADMIN = 3;
    private static final int DBO = 1;
    private static final int FIRST_DATABASE_ROLE = 16_384;
    private static final LocalDateTime CREATED = LocalDateTime.parse("2003-04-08T09:10:35.460");
    private static final List<String> SERVER_ROLES = List.of(
            "sysadmin",
            "securityadmin",
            "serveradmin",
            "setupadmin",
            "processadmin",
            "diskadmin",
            "dbcreator",
            "bulkadmin");
    static final List<String> DATABASE_ROLES = List.of(
            "db_owner",
            "db_accessadmin",
            "db_securityadmin",
            "db_ddladmin",
            "",
            "db_backupoperator",
            "db_datareader",
            "db_datawriter",
            "db_denydatareader",
            "db_denydatawriter");

    private Principals() {}

    /** One by which {@code sa} is known everywhere, others by their names. */
    static byte[] sid(String login) {
        if (login.equalsIgnoreCase("sa")) {
            return new byte[] {1};
        }
        var id = UUID.nameUUIDFromBytes(login.getBytes(UTF_16LE));
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static List<String> logins(Viewer viewer) {
        return viewer.instance().sessions().logins().stream()
                .filter(name -> !name.equalsIgnoreCase("sa"))
                .toList();
    }

    static void serverPrincipals(Viewer viewer, Rows rows) {
        serverPrincipal(rows.row(), "sa", 1, sid("sa"), true);
        serverPrincipal(rows.row(), "public", 2, new byte[] {2}, false).set("is_fixed_role", false);
        for (var i = 0; i < SERVER_ROLES.size(); i++) {
            var id = SYSADMIN + i;
            serverPrincipal(rows.row(), SERVER_ROLES.get(i), id, new byte[] {(byte) id}, false)
                    .set("is_fixed_role", true);
        }
        var logins = logins(viewer);
        for (var i = 0; i < logins.size(); i++) {
            serverPrincipal(rows.row(), logins.get(i), FIRST_LOGIN + i, sid(logins.get(i)), true);
        }
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
                .set("owning_principal_id", isLogin ? null : 1)
                .set("is_fixed_role", false);
    }

    static void sqlLogins(Viewer viewer, Rows rows) {
        sqlLogin(rows.row(), "sa", 1);
        var logins = logins(viewer);
        for (var i = 0; i < logins.size(); i++) {
            sqlLogin(rows.row(), logins.get(i), FIRST_LOGIN + i);
        }
    }

    private static void sqlLogin(Rows.Row row, String name, int id) {
        row.set("name", name)
                .set("principal_id", id)
                .set("sid", sid(name))
                .set("is_disabled", false)
                .set("create_date", CREATED)
                .set("modify_date", CREATED);
    }

    static void serverRoleMembers(Viewer viewer, Rows rows) {
        rows.row().set("role_principal_id", SYSADMIN).set("member_principal_id", 1);
        for (var i = 0; i < logins(viewer).size(); i++) {
            rows.row().set("role_principal_id", SYSADMIN).set("member_principal_id", FIRST_LOGIN + i);
        }
    }

    static void databasePrincipals(Viewer viewer, Rows rows) {
        databasePrincipal(rows.row(), "public", 0, "R", role(0), null, false);
        databasePrincipal(rows.row(), "dbo", DBO, "S", sid("sa"), "dbo", false);
        databasePrincipal(rows.row(), "guest", 2, "S", new byte[] {0}, "guest", false);
        databasePrincipal(rows.row(), "INFORMATION_SCHEMA", 3, "S", null, null, false);
        databasePrincipal(rows.row(), "sys", 4, "S", null, null, false);
        for (var i = 0; i < DATABASE_ROLES.size(); i++) {
            if (!DATABASE_ROLES.get(i).isEmpty()) {
                var id = FIRST_DATABASE_ROLE + i;
                databasePrincipal(rows.row(), DATABASE_ROLES.get(i), id, "R", role(id), null, true);
            }
        }
    }

    private static byte[] role(int id) {
        return ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, 0x0905)
                .putInt(24, id)
                .array();
    }

    private static void databasePrincipal(
            Rows.Row row,
            String name,
            int id,
            String type,
            byte @Nullable [] sid,
            @Nullable String schema,
            boolean fixed) {
        var isUser = type.equals("S");
        var owner = id == DBO;
        row.set("name", name)
                .set("principal_id", id)
                .set("type", type)
                .set("type_desc", isUser ? "SQL_USER" : "DATABASE_ROLE")
                .set("default_schema_name", schema)
                .set("create_date", CREATED)
                .set("modify_date", CREATED)
                .set("owning_principal_id", isUser ? null : DBO)
                .set("sid", sid)
                .set("is_fixed_role", fixed)
                .set("authentication_type", owner ? 1 : 0)
                .set("authentication_type_desc", owner ? "INSTANCE" : "NONE");
    }

    static void databaseRoleMembers(Viewer viewer, Rows rows) {
        rows.row().set("role_principal_id", FIRST_DATABASE_ROLE).set("member_principal_id", DBO);
    }
}
