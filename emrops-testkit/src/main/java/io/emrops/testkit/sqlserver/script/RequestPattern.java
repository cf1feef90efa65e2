package io.emrops.testkit.sqlserver.script;

import io.emrops.testkit.sqlserver.script.Request.Kind;
import io.emrops.testkit.sqlserver.tsql.Lexer;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.tsql.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of statement. Texts are compared as Transact-SQL: blanks, comments, case and brackets around names make no difference, and
 * {@code ?} stands for any parameter.
 */
public final class RequestPattern implements Predicate<Request> {
    private final String description;
    private final Predicate<Request> test;

    private RequestPattern(String description, Predicate<Request> test) {
        this.description = description;
        this.test = test;
    }

    /** Exactly this statement. */
    public static RequestPattern text(String statement) {
        var sql = SqlText.of(statement);
        return new RequestPattern("text \"" + statement + "\"", request -> sql.matches(request.sql()));
    }

    /** Statements that begin like this, by whole words. */
    public static RequestPattern startingWith(String beginning) {
        var sql = SqlText.of(beginning);
        return new RequestPattern("starting with \"" + beginning + "\"", request -> sql.isBeginningOf(request.sql()));
    }

    /** Statements that have this somewhere, by whole words. */
    public static RequestPattern containing(String part) {
        var sql = SqlText.of(part);
        return new RequestPattern("containing \"" + part + "\"", request -> sql.isWithin(request.sql()));
    }

    /** Statements whose whole text, blanks at the ends left out, matches this regular expression. */
    public static RequestPattern matching(String regex) {
        var pattern = Pattern.compile(regex, Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
        return new RequestPattern(
                "matching " + regex,
                request -> pattern.matcher(request.text().strip()).matches());
    }

    /**
     * Calls of this procedure, by name or in a text as in {@code EXEC dbo.Name @p = ?}.
     *
     * @param name compared part by part from the end: {@code Name} is also {@code dbo.Name}
     */
    public static RequestPattern procedure(String name) {
        var wanted = parts(Lexer.tokens(name), 0);
        return new RequestPattern("procedure " + name, request -> endsWith(called(request), wanted));
    }

    /** Bulk loads into this table, both the {@code INSERT BULK} and the rows. */
    public static RequestPattern bulkInsert(String table) {
        return startingWith("INSERT BULK " + table);
    }

    /** Every statement. */
    public static RequestPattern any() {
        return new RequestPattern("any statement", request -> true);
    }

    /**
     * Only with this value.
     *
     * @param index from 1, as in JDBC
     * @param value in the Java type in which it arrives, such as {@code Integer} for {@code setInt}
     */
    public RequestPattern withParameter(int index, @Nullable Object value) {
        return and(
                "parameter " + index + " given",
                request -> index <= request.parameters().size() && Objects.deepEquals(request.value(index), value));
    }

    /** Only of this session. */
    public RequestPattern inSession(int spid) {
        return and("session " + spid, request -> request.session().spid() == spid);
    }

    /** Only of this login. */
    public RequestPattern by(String user) {
        return and("by " + user, request -> request.session().user().equals(user));
    }

    /** Only in this database. */
    public RequestPattern inDatabase(String database) {
        return and("in " + database, request -> request.session().database().equalsIgnoreCase(database));
    }

    /** Only what passes this test too. */
    public RequestPattern and(String otherDescription, Predicate<Request> other) {
        return new RequestPattern(
                description + ", " + otherDescription, request -> test(request) && other.test(request));
    }

    @Override
    public boolean test(Request request) {
        return test.test(request);
    }

    /** What was asked for, in words. */
    @Override
    public String toString() {
        return description;
    }

    private static List<String> called(Request request) {
        var tokens = request.sql().tokens();
        if (request.kind() == Kind.PROCEDURE) {
            return parts(tokens, 0);
        }
        var at = 0;
        if (tokens.isEmpty() || !(tokens.get(0).is("EXEC") || tokens.get(0).is("EXECUTE"))) {
            return List.of();
        }
        at++;
        if (at < tokens.size() && tokens.get(at).kind() == Token.Kind.VARIABLE) {
            at++;
            while (at < tokens.size()
                    && (tokens.get(at).is("OUT")
                            || tokens.get(at).is("OUTPUT")
                            || tokens.get(at).is('='))) {
                at++;
            }
        }
        return parts(tokens, at);
    }

    /** The parts of a name with dots, from a token on; a part that is left out is empty. */
    private static List<String> parts(List<Token> tokens, int from) {
        var parts = new ArrayList<String>();
        var expectsPart = true;
        for (var token : tokens.subList(Math.min(from, tokens.size()), tokens.size())) {
            if (token.is('.')) {
                if (expectsPart) {
                    parts.add("");
                }
                expectsPart = true;
            } else if (expectsPart && (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME)) {
                parts.add(token.value());
                expectsPart = false;
            } else {
                break;
            }
        }
        return parts;
    }

    private static boolean endsWith(List<String> name, List<String> wanted) {
        if (wanted.isEmpty() || wanted.size() > name.size()) {
            return false;
        }
        var end = name.subList(name.size() - wanted.size(), name.size());
        return Arrays.equals(end.toArray(String[]::new), wanted.toArray(String[]::new), String::compareToIgnoreCase);
    }
}
