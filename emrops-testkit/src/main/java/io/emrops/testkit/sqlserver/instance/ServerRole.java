package io.emrops.testkit.sqlserver.instance;

import java.util.Set;

/** A fixed role of the server ("Server-level roles"). */
public enum ServerRole {
    /** Everything. */
    SYSADMIN(Permission.CONTROL_SERVER),
    /** Settings and shutdown. */
    SERVERADMIN(
            Permission.ALTER_SERVER_STATE,
            Permission.ALTER_SETTINGS,
            Permission.SHUTDOWN,
            Permission.VIEW_SERVER_STATE),
    /** Logins. */
    SECURITYADMIN(Permission.ALTER_ANY_LOGIN),
    /** Sessions of others. */
    PROCESSADMIN(Permission.ALTER_ANY_CONNECTION, Permission.ALTER_SERVER_STATE),
    /** Linked servers. */
    SETUPADMIN,
    /** Loads of files. */
    BULKADMIN(Permission.ADMINISTER_BULK_OPERATIONS),
    /** Backup devices. */
    DISKADMIN,
    /** Any database. */
    DBCREATOR(Permission.ALTER_ANY_DATABASE, Permission.CREATE_ANY_DATABASE);

    private final Set<Permission> permissions;

    ServerRole(Permission... permissions) {
        this.permissions = Set.of(permissions);
    }

    Set<Permission> permissions() {
        return permissions;
    }
}
