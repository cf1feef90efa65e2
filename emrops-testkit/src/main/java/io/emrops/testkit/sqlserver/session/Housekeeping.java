package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statements that drivers and pools send unasked: settings, transactions, changes of the database, {@code SELECT 1}. A session
 * answers them by itself, unless a script does. A text that has anything else in it is none.
 */
final class Housekeeping {
    /** {@code SET} followed by one of these is a statement of its own kind. */
    private static final Set<String> NO_SETTINGS =
            Set.of("FMTONLY", "NOEXEC", "PARSEONLY", "SHOWPLAN_TEXT", "SHOWPLAN_XML", "SHOWPLAN_ALL");

    /** Words that go on, end, or are a statement of their own where a transaction may have a name. */
    private static final Set<String> NO_NAMES = Set.of(
            "SET",
            "USE",
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "SAVE",
            "IF",
            "SELECT",
            "WITH",
            "EXEC",
            "EXECUTE",
            "END",
            "ELSE",
            "RETURN",
            "BREAK",
            "CONTINUE",
            "CHECKPOINT",
            "RECONFIGURE",
            "REVERT",
            "SHUTDOWN");

    private static final Set<String> LEVELS =
            Set.of("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SNAPSHOT", "SERIALIZABLE");

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_TEXT = 4000;
    private static final int DEEPEST = 32;

    private final Session session;
    private final ServerSettings settings;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private Housekeeping(Session session, ServerSettings settings, List<Token> tokens) {
        this.session = session;
        this.settings = settings;
        this.tokens = tokens;
    }

    /** A part of what is to be done. */
    @FunctionalInterface
    interface Step {
        void carryOut(ReplyWriter reply) throws IOException;
    }

    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("no housekeeping", null, false, false);
        }
    }

    /** What to do for this text; empty if it is not of this kind. An empty text is: there is nothing to do. */
    static Optional<Step> of(SqlText text, Session session, ServerSettings settings) {
        try {
            var parser = new Housekeeping(session, settings, text.tokens());
            var all = parser.statements();
            return parser.at == parser.tokens.size() ? Optional.of(all) : Optional.empty();
        } catch (Unknown e) {
            return Optional.empty();
        }
    }

    private Step statements() throws Unknown {
        var all = new ArrayList<Step>();
        while (at < tokens.size() && !tokens.get(at).is("END")) {
            if (!accept(';')) {
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
        deeper();
        var statement = statementHere();
        depth--;
        return statement;
    }

    /** The server too has a limit. */
    private void deeper() throws Unknown {
        if (++depth > DEEPEST) {
            throw new Unknown();
        }
    }

    /** A whole text ends where its last statement does. */
    private Step statementHere() throws Unknown {
        if (accept("SET")) {
            return setting();
        } else if (accept("USE")) {
            var database = shortName();
            return reply -> reply.changeDatabase(database);
        } else if (accept("BEGIN")) {
            return begin();
        } else if (accept("COMMIT")) {
            transactionName();
            return ReplyWriter::commit;
        } else if (accept("ROLLBACK")) {
            var name = transactionName();
            return reply -> reply.rollback(name);
        } else if (accept("SAVE")) {
            requireTransactionWord();
            var name = name();
            return reply -> reply.save(name);
        } else if (accept("IF")) {
            return conditional();
        } else if (accept("SELECT")) {
            return select();
        } else if (accept("EXEC") || accept("EXECUTE")) {
            return unprepare();
        }
        throw new Unknown();
    }

    private Step setting() throws Unknown {
        if (accept("TRANSACTION")) {
            require("ISOLATION");
            require("LEVEL");
            var level = word();
            if (!LEVELS.contains(level)) {
                level = level + " " + word();
            }
            if (!LEVELS.contains(level)) {
                throw new Unknown();
            }
            var known = level;
            return reply -> session.isolationLevel(known);
        }
        var name = word();
        if (NO_SETTINGS.contains(name)) {
            throw new Unknown();
        }
        while (accept(',')) {
            word();
        }
        accept('-');
        var value = next(Kind.WORD, Kind.NUMBER, Kind.STRING).text();
        var on = value.equalsIgnoreCase("ON");
        return name.equals("IMPLICIT_TRANSACTIONS") ? reply -> session.transaction.implicit(on) : reply -> {};
    }

    private Step begin() throws Unknown {
        if (acceptTransactionWord()) {
            var named = at < tokens.size() && tokens.get(at).kind() == Kind.WORD && !isStatement(tokens.get(at));
            var name = named ? name() : "";
            if (accept("WITH")) {
                require("MARK");
                next(Kind.STRING);
            }
            return reply -> reply.beginTransaction(name);
        }
        var block = statements();
        require("END");
        return block;
    }

    private Step conditional() throws Unknown {
        if (!next(Kind.GLOBAL).text().equalsIgnoreCase("@@TRANCOUNT")) {
            throw new Unknown();
        }
        var more = accept('>');
        if (!more) {
            requireSymbol('=');
        }
        var number = integer();
        var then = statement();
        return reply -> {
            var count = session.transaction.count();
            if (more ? count > number : count == number) {
                then.carryOut(reply);
            }
        };
    }

    private Step unprepare() throws Unknown {
        var procedure = word();
        var handle = integer();
        return switch (procedure) {
            case "SP_UNPREPARE", "SP_CURSORUNPREPARE" -> reply -> session.prepared.remove(handle);
            case "SP_CURSORCLOSE" -> reply -> session.cursors.remove(handle);
            default -> throw new Unknown();
        };
    }

    private record Item(String name, SqlType type, Value value) {}

    /** It is looked at when its turn comes: a statement before it may have changed it. */
    @FunctionalInterface
    private interface Value {
        @Nullable
        Object now();
    }

    private Step select() throws Unknown {
        var items = new ArrayList<Item>();
        do {
            items.add(item());
        } while (accept(','));
        if (at < tokens.size() && !tokens.get(at).is(';') && !isStatement(tokens.get(at))) {
            throw new Unknown();
        }
        var columns =
                items.stream().map(item -> Column.of(item.name, item.type)).toList();
        return reply -> {
            var values = new ArrayList<@Nullable Object>();
            items.forEach(item -> values.add(item.value.now()));
            reply.columns(columns);
            reply.row(values.toArray());
        };
    }

    private Item item() throws Unknown {
        var item = scalar();
        if (accept("AS")) {
            return new Item(shortName(), item.type, item.value);
        }
        return item;
    }

    private Item scalar() throws Unknown {
        if (accept("CAST")) {
            deeper();
            requireSymbol('(');
            var inner = scalar();
            require("AS");
            var type = type();
            requireSymbol(')');
            depth--;
            return cast(inner, type);
        }
        var token = next(Kind.NUMBER, Kind.STRING, Kind.GLOBAL, Kind.WORD);
        return switch (token.kind()) {
            case NUMBER -> {
                var number = integer(token);
                yield new Item("", SqlType.INT, () -> number);
            }
            case STRING -> text(token.value());
            case GLOBAL -> global(token.text().toUpperCase(Locale.ROOT));
            default -> function(token.text().toUpperCase(Locale.ROOT));
        };
    }

    private Item global(String name) throws Unknown {
        return switch (name) {
            case "@@SPID" -> new Item("", SqlType.SMALLINT, () -> session.spid);
            case "@@TRANCOUNT" -> new Item("", SqlType.INT, session.transaction::count);
            case "@@VERSION" -> text(ServerProperties.versionText(settings));
            case "@@SERVERNAME" -> text(settings.name());
            case "@@LANGUAGE" -> text("us_english");
            case "@@MAX_PRECISION" -> new Item("", SqlType.TINYINT, () -> 38);
            case "@@ROWCOUNT", "@@ERROR" -> new Item("", SqlType.INT, () -> 0);
            default -> throw new Unknown();
        };
    }

    private Item function(String name) throws Unknown {
        if (name.equals("NULL")) {
            return new Item("", SqlType.INT, () -> null);
        } else if (name.equals("SYSTEM_USER")) {
            return name(session::user);
        }
        requireSymbol('(');
        var argument = at < tokens.size() && tokens.get(at).kind() == Kind.STRING
                ? next(Kind.STRING).value()
                : "";
        requireSymbol(')');
        return switch (name) {
            case "DB_NAME" -> name(session::database);
            case "SCHEMA_NAME" -> text("dbo");
            case "SUSER_SNAME", "SUSER_NAME", "ORIGINAL_LOGIN" -> name(session::user);
            case "USER_NAME" -> text("dbo");
            case "SERVERPROPERTY" -> {
                var value = ServerProperties.value(argument, settings);
                yield new Item("", SqlType.SQL_VARIANT, () -> value.orElse(null));
            }
            default -> throw new Unknown();
        };
    }

    private static Item text(String value) {
        var type = value.length() > LONGEST_TEXT
                ? SqlType.NVARCHAR_MAX
                : SqlType.nvarchar(Math.max(LONGEST_NAME, value.length()));
        return new Item("", type, () -> value);
    }

    private static Item name(Supplier<String> value) {
        return new Item("", SqlType.nvarchar(LONGEST_NAME), () -> cut(value.get(), LONGEST_NAME));
    }

    private static Item cast(Item from, SqlType type) throws Unknown {
        Value cast = () -> cast(from.value.now(), type);
        try {
            cast.now();
            return new Item("", type, cast);
        } catch (IllegalArgumentException e) {
            throw new Unknown();
        }
    }

    private static @Nullable Object cast(@Nullable Object value, SqlType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case CHAR, VARCHAR, NCHAR, NVARCHAR ->
                type.isMax() ? value.toString() : cut(value.toString(), type.length());
            default -> type.require(value instanceof String text ? Long.valueOf(text) : value);
        };
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    private SqlType type() throws Unknown {
        var from = at;
        next(Kind.WORD);
        if (accept('(')) {
            while (!accept(')')) {
                next(Kind.NUMBER, Kind.WORD, Kind.SYMBOL);
            }
        }
        var text = new StringBuilder();
        for (var token : tokens.subList(from, at)) {
            text.append(token.text());
        }
        try {
            return SqlType.parse(text.toString());
        } catch (IllegalArgumentException e) {
            throw new Unknown();
        }
    }

    private String transactionName() throws Unknown {
        if (!acceptTransactionWord()) {
            accept("WORK");
            return "";
        }
        return at < tokens.size()
                        && !tokens.get(at).is(';')
                        && !tokens.get(at).is("END")
                        && !isStatement(tokens.get(at))
                ? name()
                : "";
    }

    private static boolean isStatement(Token token) {
        return token.kind() == Kind.WORD && NO_NAMES.contains(token.text().toUpperCase(Locale.ROOT));
    }

    private boolean acceptTransactionWord() {
        return accept("TRAN") || accept("TRANSACTION");
    }

    private void requireTransactionWord() throws Unknown {
        if (!acceptTransactionWord()) {
            throw new Unknown();
        }
    }

    private boolean accept(String keyword) {
        if (at < tokens.size() && tokens.get(at).is(keyword)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean accept(char symbol) {
        if (at < tokens.size() && tokens.get(at).is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private void require(String keyword) throws Unknown {
        if (!accept(keyword)) {
            throw new Unknown();
        }
    }

    private void requireSymbol(char symbol) throws Unknown {
        if (!accept(symbol)) {
            throw new Unknown();
        }
    }

    private String word() throws Unknown {
        return next(Kind.WORD).text().toUpperCase(Locale.ROOT);
    }

    private String name() throws Unknown {
        return next(Kind.WORD, Kind.QUOTED_NAME).value();
    }

    private String shortName() throws Unknown {
        var name = name();
        if (name.length() > LONGEST_NAME) {
            throw new Unknown();
        }
        return name;
    }

    private int integer() throws Unknown {
        return integer(next(Kind.NUMBER));
    }

    private static int integer(Token token) throws Unknown {
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw new Unknown();
        }
    }

    private Token next(Kind... kinds) throws Unknown {
        if (at < tokens.size() && List.of(kinds).contains(tokens.get(at).kind())) {
            return tokens.get(at++);
        }
        throw new Unknown();
    }
}
