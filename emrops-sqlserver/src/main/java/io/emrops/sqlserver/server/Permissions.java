package io.emrops.sqlserver.server;

import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Looks beforehand for what the login may not ("HAS_PERMS_BY_NAME (Transact-SQL)"), instead of failing at night. */
public final class Permissions {
    private static final String OF_SERVER = "SELECT HAS_PERMS_BY_NAME(NULL, NULL, ?) AS has";
    private static final String OF_DATABASE = "SELECT HAS_PERMS_BY_NAME(?, N'DATABASE', ?) AS has";

    private final ShortQueries queries;

    /** Asks by these. */
    public Permissions(ShortQueries queries) {
        this.queries = queries;
    }

    /**
     * What is missing for backups of this database and for restoring it elsewhere; empty if nothing is. Files are another matter: what counts
     * there is the account of the server's service.
     */
    public List<String> missingFor(String database) {
        var quoted = Identifier.of(database).quoted();
        var missing = new ArrayList<String>();
        for (var permission : List.of("BACKUP DATABASE", "BACKUP LOG")) {
            if (!has(OF_DATABASE, quoted, permission)) {
                missing.add(permission + " on database " + database);
            }
        }
        missing.addAll(missing());
        return List.copyOf(missing);
    }

    /** What is missing on the server itself; empty if nothing is. */
    public List<String> missing() {
        var missing = new ArrayList<String>();
        for (var permission : List.of("CREATE ANY DATABASE", "VIEW SERVER STATE")) {
            if (!has(OF_SERVER, permission)) {
                missing.add(permission);
            }
        }
        if (!has(OF_DATABASE, "[msdb]", "SELECT")) {
            missing.add("SELECT on database msdb, for the history of backups");
        }
        return List.copyOf(missing);
    }

    private boolean has(String sql, Object... parameters) {
        return queries.find("permissions", sql, row -> row.flag("has").orElse(false), parameters)
                .orElse(false);
    }
}
