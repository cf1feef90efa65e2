package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.session.HousekeepingCursor.Unknown;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@code SELECT} without tables: of constants, and of what the session and the server know of themselves. */
final class ScalarSelect {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_TEXT = 4000;

    private final Session session;
    private final ServerSettings settings;
    private final HousekeepingCursor cursor;

    ScalarSelect(Session session, ServerSettings settings, HousekeepingCursor cursor) {
        this.session = session;
        this.settings = settings;
        this.cursor = cursor;
    }

    private record Item(String name, SqlType type, Value value) {}

    /** It is looked at when its turn comes: a statement before it may have changed it. */
    @FunctionalInterface
    private interface Value {
        @Nullable
        Object now();
    }

    /** What follows the word {@code SELECT}. */
    Housekeeping.Step read() throws Unknown {
        var items = new ArrayList<Item>();
        do {
            items.add(item());
        } while (cursor.accept(','));
        if (!cursor.atEnd() && !cursor.isAt(';') && !cursor.isAtStatement()) {
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
        if (cursor.accept("AS")) {
            return new Item(cursor.shortName(), item.type, item.value);
        }
        return item;
    }

    private Item scalar() throws Unknown {
        if (cursor.accept("CAST")) {
            cursor.deeper();
            cursor.requireSymbol('(');
            var inner = scalar();
            cursor.require("AS");
            var type = type();
            cursor.requireSymbol(')');
            cursor.back();
            return cast(inner, type);
        }
        var token = cursor.next(Kind.NUMBER, Kind.STRING, Kind.GLOBAL, Kind.WORD);
        return switch (token.kind()) {
            case NUMBER -> {
                var number = HousekeepingCursor.integer(token);
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
        cursor.requireSymbol('(');
        var argument = cursor.isAt(Kind.STRING) ? cursor.next(Kind.STRING).value() : "";
        cursor.requireSymbol(')');
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
        var text = new StringBuilder(cursor.next(Kind.WORD).text());
        if (cursor.accept('(')) {
            text.append('(');
            while (!cursor.accept(')')) {
                text.append(cursor.next(Kind.NUMBER, Kind.WORD, Kind.SYMBOL).text());
            }
            text.append(')');
        }
        try {
            return SqlType.parse(text.toString());
        } catch (IllegalArgumentException e) {
            throw new Unknown();
        }
    }
}
