package io.emrops.testkit.sqlserver.tsql;

import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A Transact-SQL text that compares by what it says: blanks, comments, the case of keywords and names, brackets around a name
 * and a semicolon at the end make no difference. A {@code ?} in it stands for any one variable, as in JDBC, whose drivers send
 * {@code @P0} for it.
 */
public final class SqlText {
    private final String text;
    private final List<Token> tokens;

    private SqlText(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** Of any text; an empty one is equal to every other that says nothing. */
    public static SqlText of(String text) {
        var tokens = Lexer.tokens(text);
        var end = tokens.size();
        while (end > 0 && tokens.get(end - 1).is(';')) {
            end--;
        }
        return new SqlText(text, tokens.subList(0, end));
    }

    /** The tokens, without semicolons at the end. */
    public List<Token> tokens() {
        return tokens;
    }

    /** Whether nothing is said. */
    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** Whether the other text says the same; a {@code ?} in this one stands for any variable in that one. */
    public boolean matches(SqlText other) {
        return tokens.size() == other.tokens.size() && isBeginningOf(other);
    }

    /** Whether the other text begins with this one, by whole tokens. */
    public boolean isBeginningOf(SqlText other) {
        return isAt(0, other);
    }

    /** Whether this text stands somewhere in the other one, by whole tokens. */
    public boolean isWithin(SqlText other) {
        for (var from = 0; from + tokens.size() <= other.tokens.size(); from++) {
            if (isAt(from, other)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The statements between semicolons. A semicolon inside {@code BEGIN … END} parts them too: whoever needs the block looks
     * at the whole.
     */
    public List<String> statements() {
        var statements = new ArrayList<String>();
        var from = 0;
        var says = false;
        for (var token : tokens) {
            if (token.is(';')) {
                if (says) {
                    statements.add(text.substring(from, token.start()).strip());
                }
                from = token.end();
            }
            says = !token.is(';');
        }
        if (says) {
            statements.add(
                    text.substring(from, tokens.get(tokens.size() - 1).end()).strip());
        }
        return List.copyOf(statements);
    }

    private boolean isAt(int from, SqlText other) {
        if (from + tokens.size() > other.tokens.size()) {
            return false;
        }
        for (var i = 0; i < tokens.size(); i++) {
            if (!standsFor(tokens.get(i), other.tokens.get(from + i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean standsFor(Token pattern, Token token) {
        return (pattern.is('?') && (token.kind() == Kind.VARIABLE || token.is('?')))
                || pattern.comparable().equals(token.comparable());
    }

    @Override
    public String toString() {
        return text;
    }
}
