package io.emrops.testkit.sqlserver.instance;

import java.util.Set;

/** A fixed role of a database ("Database-level roles"). */
public enum DatabaseRole {
    /** Everything in it. */
    DB_OWNER(Permission.CONTROL),
    /** Roles and permissions. */
    DB_SECURITYADMIN,
    /** Who may enter. */
    DB_ACCESSADMIN,
    /** Backups. */
    DB_BACKUPOPERATOR(Permission.BACKUP_DATABASE, Permission.BACKUP_LOG, Permission.CHECKPOINT),
    /** Tables, but not what is in them. */
    DB_DDLADMIN(Permission.ALTER_ANY_SCHEMA, Permission.CREATE_TABLE),
    /** Rows. */
    DB_DATAREADER(Permission.SELECT),
    /** Changes of rows. */
    DB_DATAWRITER(Permission.INSERT, Permission.UPDATE, Permission.DELETE),
    /** No rows. */
    DB_DENYDATAREADER,
    /** No changes of rows. */
    DB_DENYDATAWRITER;

    private final Set<Permission> permissions;

    DatabaseRole(Permission... permissions) {
        this.permissions = Set.of(permissions);
    }

    Set<Permission> permissions() {
        return permissions;
    }
}
