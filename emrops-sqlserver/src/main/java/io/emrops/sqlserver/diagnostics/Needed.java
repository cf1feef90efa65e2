package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Permissions that are looked for beforehand. Without them the server does not always refuse: it shows a login its own session alone, as if
 * nobody else were there.
 */
public enum Needed {
    /** To see what the server does. */
    STATE,
    /** To end sessions of others. */
    KILL,
    /** To see the files of databases ("sys.master_files (Transact-SQL)"); one of several permissions is enough. */
    FILES,
    /** To see which backups there were. */
    HISTORY;

    /** Since then the state of the server is in two parts. */
    private static final int SQL_SERVER_2022 = 16;

    private static final String OF_SERVER = "SELECT HAS_PERMS_BY_NAME(NULL, NULL, ?) AS has";
    private static final List<String> OF_FILES =
            List.of("VIEW ANY DEFINITION", "ALTER ANY DATABASE", "CREATE ANY DATABASE");
    private static final String OF_HISTORY = "SELECT HAS_PERMS_BY_NAME(?, N'OBJECT', N'SELECT') AS has";
    private static final List<String> HISTORIES =
            List.of("msdb.dbo.backupset", "msdb.dbo.backupmediaset", "msdb.dbo.backupmediafamily");

    /** What is missing for these purposes, each once; empty if nothing is. */
    public static List<String> missing(Look look, Purpose... purposes) {
        var needed = new LinkedHashSet<Needed>();
        for (var purpose : purposes.length == 0 ? Purpose.values() : purposes) {
            needed.addAll(
                    switch (purpose) {
                        case STATE -> List.of(STATE);
                        case SESSIONS -> List.of(STATE, KILL);
                        case SPACE -> List.of(STATE, FILES);
                        case SIZES -> List.of(HISTORY);
                    });
        }
        return missing(look, needed.toArray(Needed[]::new));
    }

    /** What is missing of these; empty if nothing is. */
    private static List<String> missing(Look look, Needed... all) {
        var missing = new ArrayList<String>();
        for (var needed : all) {
            switch (needed) {
                case STATE -> {
                    for (var permission : state(look)) {
                        if (!has(look, OF_SERVER, permission)) {
                            missing.add(permission);
                        }
                    }
                }
                case KILL -> {
                    if (!has(look, OF_SERVER, "ALTER ANY CONNECTION")) {
                        missing.add("ALTER ANY CONNECTION");
                    }
                }
                case FILES -> {
                    if (OF_FILES.stream().noneMatch(permission -> has(look, OF_SERVER, permission))) {
                        missing.add(OF_FILES.get(0));
                    }
                }
                case HISTORY -> {
                    for (var table : HISTORIES) {
                        if (!has(look, OF_HISTORY, table)) {
                            missing.add("SELECT on " + table);
                        }
                    }
                }
            }
        }
        return List.copyOf(missing);
    }

    /** @throws io.emrops.PreconditionFailedException that names what is missing */
    static void require(Look look, Needed... all) {
        var missing = missing(look, all);
        if (!missing.isEmpty()) {
            throw look.refused("The login lacks " + String.join(", ", missing) + " on "
                    + look.facts().name() + "; nothing was asked");
        }
    }

    private static List<String> state(Look look) {
        return look.facts().majorVersion() >= SQL_SERVER_2022
                ? List.of("VIEW SERVER PERFORMANCE STATE", "VIEW SERVER SECURITY STATE")
                : List.of("VIEW SERVER STATE");
    }

    private static boolean has(Look look, String sql, Object... parameters) {
        return look.queries()
                .find("permissions", sql, row -> row.flag("has").orElse(false), parameters)
                .orElse(false);
    }
}
