package io.emrops.testkit.sqlserver.tsql;

import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a Transact-SQL text apart. Blanks and comments are dropped; comments nest, as the server's do. Never fails: what
 * has no end becomes a token that says so.
 */
public final class Lexer {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens of a text in their order. */
    public static List<Token> tokens(String text) {
        var lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        return List.copyOf(lexer.tokens);
    }

    private void next() {
        var c = text.charAt(at);
        if (Character.isWhitespace(c) || c == '\uFEFF' || c == 0) {
            at++;
        } else if (text.startsWith("--", at)) {
            var end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (text.startsWith("/*", at)) {
            comment();
        } else if (c == '\'') {
            delimited(Kind.STRING, at, '\'');
        } else if ((c == 'N' || c == 'n') && peek(1) == '\'') {
            delimited(Kind.STRING, at + 1, '\'');
        } else if (c == '[') {
            delimited(Kind.QUOTED_NAME, at, ']');
        } else if (c == '"') {
            delimited(Kind.QUOTED_NAME, at, '"');
        } else if (c == '@') {
            var global = peek(1) == '@';
            word(global ? Kind.GLOBAL : Kind.VARIABLE, global ? 2 : 1);
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1))) || isMoney(c)) {
            number();
        } else if (isNameStart(c)) {
            word(Kind.WORD, 1);
        } else {
            add(Kind.SYMBOL, at + 1);
        }
    }

    private void comment() {
        var start = at;
        var depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < text.length());
        if (depth > 0) {
            tokens.add(new Token(Kind.UNTERMINATED, text.substring(start), start));
        }
    }

    /** The delimiter stands for itself when it is written twice. */
    private void delimited(Kind kind, int open, char close) {
        for (var end = text.indexOf(close, open + 1); end >= 0; end = text.indexOf(close, end + 2)) {
            if (end + 1 >= text.length() || text.charAt(end + 1) != close) {
                add(kind, end + 1);
                return;
            }
        }
        add(Kind.UNTERMINATED, text.length());
    }

    private void number() {
        var end = at + 1;
        if (text.charAt(at) == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
            end = at + 2;
            while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
                end++;
            }
        } else {
            while (end < text.length() && continuesNumber(end)) {
                end++;
            }
        }
        add(Kind.NUMBER, end);
    }

    private boolean continuesNumber(int index) {
        var c = text.charAt(index);
        if (isDigit(c) || c == '.' || c == 'e' || c == 'E') {
            return true;
        }
        var before = text.charAt(index - 1);
        return (c == '+' || c == '-') && (before == 'e' || before == 'E');
    }

    private void word(Kind kind, int from) {
        var end = at + from;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        add(kind, end);
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at));
        at = end;
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean isMoney(char c) {
        return c == '$' && (isDigit(peek(1)) || (peek(1) == '.' && isDigit(peek(2))));
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_' || c == '#' || c == '$';
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '#' || c == '$' || c == '@';
    }
}
