package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.tsql.SqlText;
import java.util.Locale;
import java.util.Map;

/**
 * The number of a statement in the token that ends it, by which drivers tell a count of changed rows from other numbers. Those of
 * queries and changes are the ones that drivers' own sources list, those of backups and of databases are what others have seen a
 * real server send; 0 is sent for everything else, and nobody should depend on it.
 */
final class Command {
    static final int SELECT = 0xC1;
    static final int EXECUTE = 0xE0;

    private static final int UPDATE = 0xC5;
    private static final Map<String, Integer> CHANGES =
            Map.of("INSERT", 0xC3, "DELETE", 0xC4, "UPDATE", UPDATE, "MERGE", 0x117);

    private Command() {}

    /** Of a statement that has changed rows: its first word that changes any. */
    static int ofChange(SqlText statement) {
        for (var token : statement.tokens()) {
            var number = CHANGES.get(token.text().toUpperCase(Locale.ROOT));
            if (number != null) {
                return number;
            }
            if (token.is("INTO")) {
                return 0xC2;
            }
        }
        return UPDATE;
    }

    /** Of a statement that has no count. */
    static int of(SqlText statement) {
        var tokens = statement.tokens();
        if (tokens.size() < 2) {
            return 0;
        }
        var object = tokens.get(1).text().toUpperCase(Locale.ROOT);
        return switch (tokens.get(0).text().toUpperCase(Locale.ROOT)) {
            case "CREATE" -> ofObject(object, 0xC6, 0xC8, 0xCB);
            case "DROP" -> ofObject(object, 0xC7, 0xC9, 0xCC);
            case "ALTER" -> ofObject(object, 0xD8, 0x151, 0xD7);
            case "BACKUP" -> object.equals("LOG") ? 0xEB : 0xE4;
            case "RESTORE" -> 0xE5;
            case "DBCC" -> 0xE6;
            case "TRUNCATE" -> 0xEA;
            default -> 0;
        };
    }

    private static int ofObject(String object, int table, int index, int database) {
        return switch (object) {
            case "TABLE" -> table;
            case "INDEX" -> index;
            case "DATABASE" -> database;
            default -> 0;
        };
    }
}
