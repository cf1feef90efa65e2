package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.session.HousekeepingCursor.Unknown;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/**
 * The statements that drivers and pools send unasked: settings, transactions, changes of the database, {@code SELECT 1}. A session
 * answers them by itself, unless a script does. A text that has anything else in it is none.
 */
final class Housekeeping {
    /** {@code SET} followed by one of these is a statement of its own kind. */
    private static final Set<String> NO_SETTINGS =
            Set.of("FMTONLY", "NOEXEC", "PARSEONLY", "SHOWPLAN_TEXT", "SHOWPLAN_XML", "SHOWPLAN_ALL");

    private static final Set<String> LEVELS =
            Set.of("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SNAPSHOT", "SERIALIZABLE");

    private final Session session;
    private final ServerSettings settings;
    private final HousekeepingCursor cursor;

    private Housekeeping(Session session, ServerSettings settings, HousekeepingCursor cursor) {
        this.session = session;
        this.settings = settings;
        this.cursor = cursor;
    }

    /** A part of what is to be done. */
    @FunctionalInterface
    interface Step {
        void carryOut(ReplyWriter reply) throws IOException;
    }

    /** What to do for this text; empty if it is not of this kind. An empty text is: there is nothing to do. */
    static Optional<Step> of(SqlText text, Session session, ServerSettings settings) {
        try {
            var cursor = new HousekeepingCursor(text.tokens());
            var all = new Housekeeping(session, settings, cursor).statements();
            return cursor.atEnd() ? Optional.of(all) : Optional.empty();
        } catch (Unknown e) {
            return Optional.empty();
        }
    }

    private Step statements() throws Unknown {
        var all = new ArrayList<Step>();
        while (!cursor.atEnd() && !cursor.isAt("END")) {
            if (!cursor.accept(';')) {
                all.add(statement());
            }
        }
        return reply -> {
            for (var step : all) {
                step.carryOut(reply);
            }
        };
    }

    private Step statement() throws Unknown {
        cursor.deeper();
        var statement = statementHere();
        cursor.back();
        return statement;
    }

    /** A whole text ends where its last statement does. */
    private Step statementHere() throws Unknown {
        if (cursor.accept("SET")) {
            return setting();
        } else if (cursor.accept("USE")) {
            var database = cursor.shortName();
            return reply -> reply.changeDatabase(database);
        } else if (cursor.accept("BEGIN")) {
            return begin();
        } else if (cursor.accept("COMMIT")) {
            transactionName();
            return ReplyWriter::commit;
        } else if (cursor.accept("ROLLBACK")) {
            var name = transactionName();
            return reply -> reply.rollback(name);
        } else if (cursor.accept("SAVE")) {
            requireTransactionWord();
            var name = cursor.name();
            return reply -> reply.save(name);
        } else if (cursor.accept("IF")) {
            return conditional();
        } else if (cursor.accept("SELECT")) {
            return new ScalarSelect(session, settings, cursor).read();
        } else if (cursor.accept("EXEC") || cursor.accept("EXECUTE")) {
            return unprepare();
        }
        throw new Unknown();
    }

    private Step setting() throws Unknown {
        if (cursor.accept("TRANSACTION")) {
            cursor.require("ISOLATION");
            cursor.require("LEVEL");
            var level = cursor.word();
            if (!LEVELS.contains(level)) {
                level = level + " " + cursor.word();
            }
            if (!LEVELS.contains(level)) {
                throw new Unknown();
            }
            var known = level;
            return reply -> session.isolationLevel(known);
        }
        var name = cursor.word();
        if (NO_SETTINGS.contains(name)) {
            throw new Unknown();
        }
        while (cursor.accept(',')) {
            cursor.word();
        }
        cursor.accept('-');
        var value = cursor.next(Kind.WORD, Kind.NUMBER, Kind.STRING).text();
        var on = value.equalsIgnoreCase("ON");
        return name.equals("IMPLICIT_TRANSACTIONS") ? reply -> session.transaction.implicit(on) : reply -> {};
    }

    private Step begin() throws Unknown {
        if (acceptTransactionWord()) {
            var named = cursor.isAt(Kind.WORD) && !cursor.isAtStatement();
            var name = named ? cursor.name() : "";
            if (cursor.accept("WITH")) {
                cursor.require("MARK");
                cursor.next(Kind.STRING);
            }
            return reply -> reply.beginTransaction(name);
        }
        var block = statements();
        cursor.require("END");
        return block;
    }

    private Step conditional() throws Unknown {
        if (!cursor.next(Kind.GLOBAL).text().equalsIgnoreCase("@@TRANCOUNT")) {
            throw new Unknown();
        }
        var more = cursor.accept('>');
        if (!more) {
            cursor.requireSymbol('=');
        }
        var number = cursor.integer();
        var then = statement();
        return reply -> {
            var count = session.transaction.count();
            if (more ? count > number : count == number) {
                then.carryOut(reply);
            }
        };
    }

    private Step unprepare() throws Unknown {
        var procedure = cursor.word();
        var handle = cursor.integer();
        return switch (procedure) {
            case "SP_UNPREPARE", "SP_CURSORUNPREPARE" -> reply -> session.prepared.remove(handle);
            case "SP_CURSORCLOSE" -> reply -> session.cursors.remove(handle);
            default -> throw new Unknown();
        };
    }

    private String transactionName() throws Unknown {
        if (!acceptTransactionWord()) {
            cursor.accept("WORK");
            return "";
        }
        return !cursor.atEnd() && !cursor.isAt(';') && !cursor.isAtStatement() ? cursor.name() : "";
    }

    private boolean acceptTransactionWord() {
        return cursor.accept("TRAN") || cursor.accept("TRANSACTION");
    }

    private void requireTransactionWord() throws Unknown {
        if (!acceptTransactionWord()) {
            throw new Unknown();
        }
    }
}
