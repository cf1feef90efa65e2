package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import org.jspecify.annotations.Nullable;

/** Refuses what a caller may not do ("Permissions" on the page of each statement). Where among the other reasons it comes is unverified. */
final class Authorization {
    private static final String MASTER = "master";

    private final Instance instance;
    private final Caller caller;

    Authorization(Instance instance, Caller caller) {
        this.instance = instance;
        this.caller = caller;
    }

    private Security security() {
        return instance.security();
    }

    private boolean has(Database database, Permission permission) {
        return security().has(caller.login(), database.name(), permission);
    }

    private void requireEntry(Database database) throws Refusal {
        if (!has(database, Permission.CONNECT)) {
            throw instance.refusal(916, caller.login(), database.name());
        }
    }

    void requireBackup(Database database, Permission permission) throws Refusal {
        requireEntry(database);
        if (!has(database, permission)) {
            throw instance.refusal(262, permission.words(), database.name());
        }
    }

    /** New databases, and a look into backup files. */
    void requireCreate() throws Refusal {
        if (!security().has(caller.login(), MASTER, Permission.CREATE_DATABASE)) {
            throw instance.refusal(262, Permission.CREATE_DATABASE.words(), MASTER);
        }
    }

    /** The role of owners is not enough: while a database is restored nobody can read who has it. */
    void requireRestore(@Nullable Database existing) throws Refusal {
        if (existing == null) {
            requireCreate();
        } else if (!isCreator() && !security().isOwner(caller.login(), existing.name())) {
            throw instance.refusal(3110, existing.name());
        }
    }

    private boolean isCreator() {
        return security().isMember(caller.login(), ServerRole.DBCREATOR)
                || security().isMember(caller.login(), ServerRole.SYSADMIN);
    }

    void requireAlter(Database database) throws Refusal {
        if (!has(database, Permission.ALTER)) {
            throw instance.refusal(5011, database.name());
        }
    }

    void requireDrop(Database database) throws Refusal {
        if (!has(database, Permission.CONTROL) && !has(database, Permission.ALTER_ANY_DATABASE)) {
            throw instance.refusal(3701, "drop", "database", database.name());
        }
    }

    void requireKill() throws Refusal {
        if (!security().has(caller.login(), Permission.ALTER_ANY_CONNECTION)) {
            throw instance.refusal(6102);
        }
    }

    void requireCheck(Database database) throws Refusal {
        requireEntry(database);
        if (!security().isMember(caller.login(), database.name(), DatabaseRole.DB_OWNER)) {
            throw instance.refusal(7983, caller.login(), "checkdb", database.name());
        }
    }

    /** Whoever may not change a table is told that there is none. */
    void requireTable(NamedTable named, String written) throws Refusal {
        requireEntry(named.database());
        if (!has(named.database(), Permission.ALTER_ANY_SCHEMA)) {
            throw instance.refusal(1088, written);
        }
    }

    void requireOwner(Database database) throws Refusal {
        requireEntry(database);
        if (!security().isOwner(caller.login(), database.name())) {
            throw instance.refusal(15247);
        }
    }
}
