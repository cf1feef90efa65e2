package io.emrops.testkit.sqlserver.type;

import io.emrops.testkit.sqlserver.tsql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a data type in Transact-SQL's own words. */
final class TypeParser {
    private static final int MAX = -1;

    private final String text;
    private final List<Token> tokens;
    private int at;

    TypeParser(String text, List<Token> tokens, int at) {
        this.text = text;
        this.tokens = tokens;
        this.at = at;
    }

    SqlType type() {
        if (at >= tokens.size()) {
            throw fault("a type is missing");
        }
        if (!isName(tokens.get(at))) {
            throw fault("a type is a name");
        }
        var name = tokens.get(at++).value().toLowerCase(Locale.ROOT);
        var arguments = arguments();
        return switch (name) {
            case "tinyint" -> plain(arguments, SqlType.TINYINT);
            case "smallint" -> plain(arguments, SqlType.SMALLINT);
            case "int", "integer" -> plain(arguments, SqlType.INT);
            case "bigint" -> plain(arguments, SqlType.BIGINT);
            case "bit" -> plain(arguments, SqlType.BIT);
            case "real" -> plain(arguments, SqlType.REAL);
            case "float" -> floating(argument(arguments, 53));
            case "money" -> plain(arguments, SqlType.MONEY);
            case "smallmoney" -> plain(arguments, SqlType.SMALLMONEY);
            case "date" -> plain(arguments, SqlType.DATE);
            case "datetime" -> plain(arguments, SqlType.DATETIME);
            case "smalldatetime" -> plain(arguments, SqlType.SMALLDATETIME);
            case "time" -> SqlType.time(argument(arguments, 7));
            case "datetime2" -> SqlType.datetime2(argument(arguments, 7));
            case "datetimeoffset" -> SqlType.datetimeoffset(argument(arguments, 7));
            case "decimal", "dec" -> SqlType.decimal(precision(arguments), scale(arguments));
            case "numeric" -> SqlType.numeric(precision(arguments), scale(arguments));
            case "char", "character" -> SqlType.fixedChar(argument(arguments, 1));
            case "nchar" -> SqlType.nchar(argument(arguments, 1));
            case "binary" -> SqlType.binary(argument(arguments, 1));
            case "varchar" -> isMax(arguments) ? SqlType.VARCHAR_MAX : SqlType.varchar(argument(arguments, 1));
            case "nvarchar" -> isMax(arguments) ? SqlType.NVARCHAR_MAX : SqlType.nvarchar(argument(arguments, 1));
            case "sysname" -> SqlType.nvarchar(128);
            case "varbinary" -> isMax(arguments) ? SqlType.VARBINARY_MAX : SqlType.varbinary(argument(arguments, 1));
            case "uniqueidentifier" -> plain(arguments, SqlType.UNIQUEIDENTIFIER);
            case "xml" -> plain(arguments, SqlType.XML);
            case "text" -> plain(arguments, SqlType.TEXT);
            case "ntext" -> plain(arguments, SqlType.NTEXT);
            case "image" -> plain(arguments, SqlType.IMAGE);
            case "sql_variant" -> plain(arguments, SqlType.SQL_VARIANT);
            case "rowversion", "timestamp" -> plain(arguments, SqlType.ROWVERSION);
            case "hierarchyid" -> plain(arguments, SqlType.HIERARCHYID);
            case "geometry" -> plain(arguments, SqlType.GEOMETRY);
            case "geography" -> plain(arguments, SqlType.GEOGRAPHY);
            default -> throw fault("SQL Server has no type '" + name + "', or this server does not know it");
        };
    }

    static boolean isName(Token token) {
        return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME;
    }

    boolean accept(String keyword) {
        if (at < tokens.size() && tokens.get(at).is(keyword)) {
            at++;
            return true;
        }
        return false;
    }

    /** With or without seed and increment. */
    boolean acceptIdentity() {
        if (!accept("IDENTITY")) {
            return false;
        }
        if (arguments().size() > 2) {
            throw fault("IDENTITY has a seed and an increment");
        }
        return true;
    }

    void require(String keyword) {
        if (!accept(keyword)) {
            throw fault(keyword + " is missing");
        }
    }

    void requireEnd() {
        if (at < tokens.size()) {
            throw fault("'" + tokens.get(at).text() + "' is not understood");
        }
    }

    private List<Integer> arguments() {
        var arguments = new ArrayList<Integer>();
        if (at < tokens.size() && tokens.get(at).is('(')) {
            do {
                at++;
                arguments.add(argument());
            } while (at < tokens.size() && tokens.get(at).is(','));
            if (at >= tokens.size() || !tokens.get(at).is(')')) {
                throw fault("a parenthesis is not closed");
            }
            at++;
        }
        return arguments;
    }

    private int argument() {
        if (accept("MAX")) {
            return MAX;
        }
        if (at >= tokens.size() || tokens.get(at).kind() != Token.Kind.NUMBER) {
            throw fault("a length is a number or max");
        }
        try {
            return Integer.parseInt(tokens.get(at++).text());
        } catch (NumberFormatException e) {
            throw fault("a length is a whole number");
        }
    }

    private SqlType plain(List<Integer> arguments, SqlType type) {
        if (!arguments.isEmpty()) {
            throw fault(type + " has no length");
        }
        return type;
    }

    private SqlType floating(int bits) {
        if (bits < 1 || bits > 53) {
            throw fault("a float has 1 to 53 bits");
        }
        return bits <= 24 ? SqlType.REAL : SqlType.FLOAT;
    }

    private int precision(List<Integer> arguments) {
        if (arguments.size() > 2) {
            throw fault("this type has a precision and a scale");
        }
        return arguments.isEmpty() ? 18 : arguments.get(0);
    }

    private static int scale(List<Integer> arguments) {
        return arguments.size() < 2 ? 0 : arguments.get(1);
    }

    private static boolean isMax(List<Integer> arguments) {
        return arguments.size() == 1 && arguments.get(0) == MAX;
    }

    private int argument(List<Integer> arguments, int otherwise) {
        if (arguments.size() > 1) {
            throw fault("this type has one length");
        }
        return arguments.isEmpty() ? otherwise : arguments.get(0);
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("'" + text + "': " + what);
    }
}
