package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.tsql.SqlText;
import java.util.Locale;
import java.util.Map;

/**
 * The number of a statement in the token that ends it, by which drivers tell a count of changed rows from other numbers. They are
 * those that the drivers' own sources list; which one the real server sends for what is not listed, such as BACKUP, is not known, and 0
 * is sent.
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
        return switch (tokens.get(0).text().toUpperCase(Locale.ROOT)) {
            case "CREATE" -> tokens.get(1).is("TABLE") ? 0xC6 : tokens.get(1).is("INDEX") ? 0xC8 : 0;
            case "DROP" -> tokens.get(1).is("TABLE") ? 0xC7 : tokens.get(1).is("INDEX") ? 0xC9 : 0;
            case "ALTER" -> tokens.get(1).is("TABLE") ? 0xD8 : tokens.get(1).is("INDEX") ? 0x151 : 0;
            case "DBCC" -> 0xE6;
            default -> 0;
        };
    }
}
