package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.Permission;
import java.util.Set;

/** The rows of the views about permissions ("sys.server_permissions (Transact-SQL)", "sys.database_permissions (Transact-SQL)"). */
final class Grants {
    private Grants() {}

    static void ofServer(Viewer viewer, Rows rows) {
        for (var login : Principals.logins(viewer)) {
            if (!login.name().equals("sa")) {
                rows.row()
                        .set("grantee_principal_id", login.id())
                        .set("type", "COSQ")
                        .set("permission_name", "CONNECT SQL");
            }
            fill(login.id(), viewer.instance().security().granted(login.name()), rows);
        }
    }

    static void ofDatabase(Viewer viewer, Rows rows) {
        for (var user : Principals.users(viewer)) {
            fill(user.id(), viewer.instance().security().granted(user.name(), viewer.database()), rows);
        }
    }

    private static void fill(int grantee, Set<Permission> granted, Rows rows) {
        granted.stream()
                .sorted()
                .forEach(permission -> rows.row()
                        .set("grantee_principal_id", grantee)
                        .set("type", code(permission))
                        .set("permission_name", permission.words()));
    }

    /** Those of the two that came with SQL Server 2022 are unverified. */
    private static String code(Permission permission) {
        return switch (permission) {
            case CONTROL_SERVER, CONTROL -> "CL";
            case ADMINISTER_BULK_OPERATIONS -> "ADBO";
            case ALTER_ANY_CONNECTION -> "ALCO";
            case ALTER_ANY_DATABASE -> "ALDB";
            case ALTER_ANY_LOGIN -> "ALLG";
            case ALTER_SERVER_STATE -> "ALSS";
            case ALTER_SETTINGS -> "ALST";
            case CONNECT_ANY_DATABASE -> "CADB";
            case CREATE_ANY_DATABASE, CREATE_DATABASE -> "CRDB";
            case SHUTDOWN -> "SHDN";
            case VIEW_ANY_DATABASE -> "VWDB";
            case VIEW_ANY_DEFINITION -> "VWAD";
            case VIEW_SERVER_STATE -> "VWSS";
            case VIEW_SERVER_PERFORMANCE_STATE -> "VSPS";
            case VIEW_SERVER_SECURITY_STATE -> "VSSS";
            case ALTER -> "AL";
            case ALTER_ANY_SCHEMA -> "ALSM";
            case BACKUP_DATABASE -> "BADB";
            case BACKUP_LOG -> "BALO";
            case CHECKPOINT -> "CP";
            case CONNECT -> "CO";
            case CREATE_TABLE -> "CRTB";
            case SELECT -> "SL";
            case INSERT -> "IN";
            case UPDATE -> "UP";
            case DELETE -> "DL";
            case EXECUTE -> "EX";
            case VIEW_DATABASE_STATE -> "VWDS";
            case VIEW_DEFINITION -> "VW";
        };
    }
}
