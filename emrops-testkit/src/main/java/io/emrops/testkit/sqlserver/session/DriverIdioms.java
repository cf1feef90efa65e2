package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.List;
import java.util.Optional;

/** What drivers write around a statement of their client. */
final class DriverIdioms {
    private static final SqlText FMTONLY_ON = SqlText.of("SET FMTONLY ON");
    private static final SqlText FMTONLY_OFF = SqlText.of("SET FMTONLY OFF");
    private static final List<SqlText> GENERATED_KEYS = List.of(
            SqlText.of("SELECT SCOPE_IDENTITY() AS GENERATED_KEYS WHERE SCOPE_IDENTITY() IS NOT NULL"),
            SqlText.of("SELECT SCOPE_IDENTITY() AS GENERATED_KEYS"));

    private DriverIdioms() {}

    /** Without the query by which a driver is told generated keys; the request remembers that it was there. */
    static Request withoutGeneratedKeys(Request asSent) {
        for (var query : GENERATED_KEYS) {
            var from = startOfEnd(asSent.sql(), query);
            if (from > 0) {
                return asSent.withText(asSent.text().substring(0, from)).withGeneratedKeys();
            }
        }
        return asSent;
    }

    /** The statement whose columns alone are asked for; empty if the text asks for more. */
    static Optional<String> described(SqlText asSent) {
        var sql = unwrapped(asSent);
        if (!FMTONLY_ON.isBeginningOf(sql)) {
            return Optional.empty();
        }
        var text = sql.toString();
        var off = startOfEnd(sql, FMTONLY_OFF);
        var from = sql.tokens().get(FMTONLY_ON.tokens().size() - 1).end();
        var statement = text.substring(from, off < from ? text.length() : off).strip();
        return statement.isEmpty() ? Optional.empty() : Optional.of(statement);
    }

    /** Where the last tokens begin, if they say this; else -1. */
    private static int startOfEnd(SqlText sql, SqlText end) {
        var from = sql.tokens().size() - end.tokens().size();
        if (from < 0) {
            return -1;
        }
        var start = sql.tokens().get(from).start();
        return end.matches(SqlText.of(sql.toString().substring(start))) ? start : -1;
    }

    /** The text in {@code sp_executesql N'…'}. */
    private static SqlText unwrapped(SqlText sql) {
        var tokens = sql.tokens();
        var from =
                !tokens.isEmpty() && (tokens.get(0).is("EXEC") || tokens.get(0).is("EXECUTE")) ? 1 : 0;
        return tokens.size() == from + 2
                        && tokens.get(from).is("sp_executesql")
                        && tokens.get(from + 1).kind() == Kind.STRING
                ? SqlText.of(tokens.get(from + 1).value())
                : sql;
    }
}
