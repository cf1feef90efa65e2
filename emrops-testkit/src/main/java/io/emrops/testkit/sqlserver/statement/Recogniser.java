package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Foreign;
import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.ReservedWords;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.Recognition.NotMine;
import io.emrops.testkit.sqlserver.statement.Recognition.Recognised;
import io.emrops.testkit.sqlserver.statement.Recognition.Refused;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells statements of administration from all others and reads them as one version of the server would. An option that only a newer
 * version has is as unknown as a typing error. Names are {@code [a]} or {@code "a"}, as under {@code QUOTED_IDENTIFIER ON}.
 */
public final class Recogniser {
    private static final List<String> KEYS =
            List.of("MASTER", "SERVICE", "SYMMETRIC", "CERTIFICATE", "SERVER", "GROUP");

    private final int version;
    private final Messages messages;

    /**
     * For one version.
     *
     * @param majorVersion 13 for 2016 to 17 for 2025
     * @throws IllegalArgumentException for any other
     */
    public Recogniser(int majorVersion) {
        this.version = majorVersion;
        this.messages = Messages.of(majorVersion);
    }

    /** Reads a batch, or one statement; any text ends in one of the three. */
    public Recognition recognise(String text) {
        var cursor = new TokenCursor(text, version, messages);
        var statements = new ArrayList<AdminStatement>();
        while (true) {
            cursor.skip(';');
            if (cursor.atEnd()) {
                return new Recognised(statements, "");
            }
            var start = cursor.start();
            try {
                statements.add(statement(cursor));
                requireEnd(cursor);
            } catch (Refusal e) {
                return new Refused(e.errors());
            } catch (Stop e) {
                return statements.isEmpty() ? new NotMine() : new Recognised(statements, text.substring(start));
            }
        }
    }

    /**
     * Reads the one statement that begins at the cursor's place. One of no administration, or one that is not read here, leaves the cursor
     * where it is. What may follow is for the caller to say.
     */
    public static Optional<AdminStatement> statementAt(TokenCursor cursor) throws Refusal {
        var place = cursor.place();
        try {
            return Optional.of(statement(cursor));
        } catch (Refusal e) {
            throw e;
        } catch (Stop e) {
            cursor.returnTo(place);
            return Optional.empty();
        }
    }

    /** A statement may follow without a semicolon if its first word can be nothing else. */
    private static void requireEnd(TokenCursor cursor) throws Refusal {
        var next = cursor.peek(0);
        if (next != null && !next.is(';') && !(next.kind() == Kind.WORD && ReservedWords.beginStatement(next.text()))) {
            throw cursor.unexpected();
        }
    }

    private static AdminStatement statement(TokenCursor cursor) throws Stop {
        if (cursor.accept("BACKUP")) {
            return backupOrRestore(cursor, true);
        }
        if (cursor.accept("RESTORE")) {
            return backupOrRestore(cursor, false);
        }
        if (cursor.accept("CREATE", "DATABASE") && isDatabase(cursor)) {
            return new DatabaseParser(cursor).create();
        }
        if (cursor.accept("ALTER", "DATABASE") && isDatabase(cursor)) {
            return new AlterDatabaseParser(cursor).statement();
        }
        if (cursor.accept("ALTER", "AVAILABILITY")) {
            cursor.require("GROUP");
            return new AvailabilityGroupParser(cursor).statement();
        }
        if (cursor.accept("DROP", "DATABASE") && isDatabase(cursor)) {
            return new DatabaseParser(cursor).drop();
        }
        if (cursor.accept("ALTER", "INDEX")) {
            return new IndexParser(cursor).statement();
        }
        if (cursor.accept("UPDATE", "STATISTICS")) {
            return new MaintenanceParser(cursor).updateStatistics();
        }
        if (cursor.accept("DBCC", "CHECKDB")) {
            return new MaintenanceParser(cursor).checkDb();
        }
        if (cursor.accept("DBCC", "DBREINDEX")) {
            return new MaintenanceParser(cursor).reindex();
        }
        if (cursor.accept("KILL")) {
            return new MaintenanceParser(cursor).kill();
        }
        var principal = principal(cursor);
        if (principal != null) {
            return principal;
        }
        var first = cursor.isFirst();
        if (cursor.accept("EXEC") || cursor.accept("EXECUTE")) {
            return new ProcedureParser(cursor).executed();
        }
        if (first && cursor.atName()) {
            return new ProcedureParser(cursor).implied();
        }
        throw new Foreign();
    }

    private static @Nullable AdminStatement principal(TokenCursor cursor) throws Stop {
        var parser = new PrincipalParser(cursor);
        if (cursor.accept("CREATE", "LOGIN")) {
            return parser.createLogin();
        } else if (cursor.accept("ALTER", "LOGIN")) {
            return parser.alterLogin();
        } else if (cursor.accept("DROP", "LOGIN")) {
            return parser.dropLogin();
        } else if (cursor.accept("CREATE", "USER")) {
            return parser.createUser();
        } else if (cursor.accept("DROP", "USER")) {
            return parser.dropUser();
        } else if (cursor.accept("ALTER", "ROLE")) {
            return parser.alterRole();
        }
        return null;
    }

    private static AdminStatement backupOrRestore(TokenCursor cursor, boolean backup) throws Stop {
        var next = cursor.peek(0);
        if (next != null && KEYS.stream().anyMatch(next::is)) {
            throw new Foreign();
        }
        return backup ? new BackupParser(cursor).statement() : new RestoreParser(cursor).statement();
    }

    /** What belongs to a database or is called after one is not the database itself. */
    private static boolean isDatabase(TokenCursor cursor) throws Foreign {
        if ((cursor.at("SCOPED") && (cursor.at(1, "CONFIGURATION") || cursor.at(1, "CREDENTIAL")))
                || (cursor.at("AUDIT") && cursor.at(1, "SPECIFICATION"))
                || (cursor.at("ENCRYPTION") && cursor.at(1, "KEY"))) {
            throw new Foreign();
        }
        return true;
    }
}
