package io.emrops.testkit.sqlserver.instance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be granted on the server or on a database ("Permissions (Database Engine)"); of all that there are those that administration needs. */
public enum Permission {
    /** Everything on the server. */
    CONTROL_SERVER(true),
    /** Files of users. */
    ADMINISTER_BULK_OPERATIONS(true, CONTROL_SERVER),
    /** End sessions of others. */
    ALTER_ANY_CONNECTION(true, CONTROL_SERVER),
    /** Create, alter and drop databases. */
    ALTER_ANY_DATABASE(true, CONTROL_SERVER),
    /** Create logins. */
    ALTER_ANY_LOGIN(true, CONTROL_SERVER),
    /** Clear caches and the like. */
    ALTER_SERVER_STATE(true, CONTROL_SERVER),
    /** {@code sp_configure}. */
    ALTER_SETTINGS(true, CONTROL_SERVER),
    /** Enter every database. */
    CONNECT_ANY_DATABASE(true, CONTROL_SERVER),
    /** Create databases. */
    CREATE_ANY_DATABASE(true, ALTER_ANY_DATABASE),
    /** Stop the server. */
    SHUTDOWN(true, CONTROL_SERVER),
    /** See which databases there are; everybody has it. */
    VIEW_ANY_DATABASE(true, ALTER_ANY_DATABASE),
    /** See how everything is defined. */
    VIEW_ANY_DEFINITION(true, CONTROL_SERVER),
    /** See what the server does. */
    VIEW_SERVER_STATE(true, ALTER_SERVER_STATE),
    /** The part of it that is about speed; since 2022. */
    VIEW_SERVER_PERFORMANCE_STATE(true, VIEW_SERVER_STATE),
    /** The part of it that is about security; since 2022. */
    VIEW_SERVER_SECURITY_STATE(true, VIEW_SERVER_STATE),

    /** Everything in the database. */
    CONTROL(false, CONTROL_SERVER),
    /** Change the database. */
    ALTER(false, CONTROL, ALTER_ANY_DATABASE),
    /** Change its tables. */
    ALTER_ANY_SCHEMA(false, ALTER),
    /** Back it up. */
    BACKUP_DATABASE(false, CONTROL),
    /** Back its log up. */
    BACKUP_LOG(false, CONTROL),
    /** {@code CHECKPOINT}. */
    CHECKPOINT(false, CONTROL),
    /** Enter it. */
    CONNECT(false, CONTROL, CONNECT_ANY_DATABASE),
    /** In {@code master} only. */
    CREATE_DATABASE(false, CONTROL, CREATE_ANY_DATABASE),
    /** In a schema that can be altered. */
    CREATE_TABLE(false, ALTER),
    /** Read rows. */
    SELECT(false, CONTROL),
    /** Add rows. */
    INSERT(false, CONTROL),
    /** Change rows. */
    UPDATE(false, CONTROL),
    /** Delete rows. */
    DELETE(false, CONTROL),
    /** Run procedures. */
    EXECUTE(false, CONTROL),
    /** See what the database does. */
    VIEW_DATABASE_STATE(false, CONTROL, VIEW_SERVER_STATE),
    /** See how it is defined. */
    VIEW_DEFINITION(false, CONTROL, VIEW_ANY_DEFINITION);

    private final boolean ofServer;
    private final List<Permission> impliedBy;

    Permission(boolean ofServer, Permission... impliedBy) {
        this.ofServer = ofServer;
        this.impliedBy = List.of(impliedBy);
    }

    /** Whether it is granted on the server, and not on a database. */
    public boolean isOfServer() {
        return ofServer;
    }

    /** As it is written in {@code GRANT}. */
    public String words() {
        return name().replace('_', ' ');
    }

    /** The one that is written so, in whichever case; empty if it is none of these. */
    public static Optional<Permission> of(String words) {
        var wanted = words.strip().toUpperCase(Locale.ROOT).replace(' ', '_');
        return List.of(values()).stream()
                .filter(permission -> permission.name().equals(wanted))
                .findFirst();
    }

    List<Permission> impliedBy() {
        return impliedBy;
    }
}
