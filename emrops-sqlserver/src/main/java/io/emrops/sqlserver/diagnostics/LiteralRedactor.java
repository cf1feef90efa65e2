package io.emrops.sqlserver.diagnostics;

import io.emrops.sqlserver.diagnostics.SqlToken.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes the literals out of Transact-SQL: texts, numbers and binary values become {@code ?}, comments nothing. What is in double quotes may be a
 * text and is taken out as well; so are the values that {@code PIVOT} turns into names, and the words that a call of a procedure takes for
 * texts. What does not end, as in a text that was cut off, is left out to its end. Never fails.
 *
 * <p>Names of objects stay, whatever somebody has put into them.
 */
final class LiteralRedactor {
    private static final String MARK = "?";

    /** Where a call of a procedure ends without a semicolon. */
    private static final Set<String> STATEMENTS = Set.of(
            "ALTER",
            "BACKUP",
            "BEGIN",
            "BREAK",
            "BULK",
            "CHECKPOINT",
            "CLOSE",
            "COMMIT",
            "CONTINUE",
            "CREATE",
            "DBCC",
            "DEALLOCATE",
            "DECLARE",
            "DELETE",
            "DENY",
            "DISABLE",
            "DROP",
            "ELSE",
            "ENABLE",
            "END",
            "EXEC",
            "EXECUTE",
            "FETCH",
            "GO",
            "GOTO",
            "GRANT",
            "IF",
            "INSERT",
            "KILL",
            "MERGE",
            "OPEN",
            "PRINT",
            "RAISERROR",
            "READTEXT",
            "RECEIVE",
            "RECONFIGURE",
            "RESTORE",
            "RETURN",
            "REVERT",
            "REVOKE",
            "ROLLBACK",
            "SAVE",
            "SELECT",
            "SEND",
            "SET",
            "SHUTDOWN",
            "THROW",
            "TRUNCATE",
            "UPDATE",
            "UPDATETEXT",
            "USE",
            "WAITFOR",
            "WHILE",
            "WITH",
            "WRITETEXT");

    /** Words that are no texts in a call of a procedure. */
    private static final Set<String> OF_CALLS = Set.of("AS", "AT", "DEFAULT", "LOGIN", "NULL", "OUT", "OUTPUT", "USER");

    private final String text;
    private final List<SqlToken> tokens;

    /** The indexes of names that are values. */
    private final Set<Integer> values = new HashSet<>();

    private LiteralRedactor(String text) {
        this.text = text;
        this.tokens = SqlToken.of(text);
    }

    /** All of a text of statements. */
    static String redact(String text) {
        return redact(text, 0, text.length());
    }

    /**
     * A part of a text, that is read from its beginning: what begins in the middle of a literal would turn texts and names around.
     *
     * @param from index of its first character
     * @param to behind its last one
     */
    static String redact(String text, int from, int to) {
        var redactor = new LiteralRedactor(text);
        redactor.markCalls();
        redactor.markPivots();
        return redactor.write(from, to);
    }

    /** An expression, which calls no procedure. */
    static String redactExpression(String text) {
        var redactor = new LiteralRedactor(text);
        redactor.markPivots();
        return redactor.write(0, text.length());
    }

    private void markCalls() {
        var begins = true;
        var at = significant(0);
        while (at < tokens.size()) {
            if (begins && is(at, "(")) {
                at = significant(behindDeclarations(at));
            } else if (isWord(at, "EXEC") || isWord(at, "EXECUTE")) {
                at = markCall(behindResult(significant(at + 1)));
                begins = true;
            } else if (begins && isName(at) && !isStatement(at)) {
                at = markCall(at);
                begins = true;
            } else {
                begins = is(at, ";");
                at = significant(at + 1);
            }
        }
    }

    /** The parameters that a driver declares before a text. */
    private int behindDeclarations(int at) {
        var open = 0;
        for (var index = at; index < tokens.size(); index++) {
            if (is(index, "(")) {
                open++;
            } else if (is(index, ")")) {
                open--;
                if (open == 0) {
                    return index + 1;
                }
            }
        }
        return tokens.size();
    }

    private int behindResult(int at) {
        return isVariable(at) && is(significant(at + 1), "=") ? significant(significant(at + 1) + 1) : at;
    }

    /**
     * @param at where its name begins
     * @return where the next statement begins, or its semicolon
     */
    private int markCall(int at) {
        var index = at;
        while (isName(index) || is(index, ".")) {
            var next = significant(index + 1);
            if (!is(index, ".") && !is(next, ".")) {
                index = next;
                break;
            }
            index = next;
        }
        while (index < tokens.size() && !is(index, ";") && !isStatement(index)) {
            if (isName(index) && !OF_CALLS.contains(word(index))) {
                values.add(index);
            }
            index = significant(index + 1);
        }
        return index;
    }

    private void markPivots() {
        var pivot = false;
        for (var at = significant(0); at < tokens.size(); at = significant(at + 1)) {
            pivot |= isWord(at, "PIVOT");
            var open = significant(at + 1);
            if (pivot && isWord(at, "IN") && is(open, "(")) {
                for (var index = open; index < behindDeclarations(open); index++) {
                    if (isName(index)) {
                        values.add(index);
                    }
                }
            }
        }
    }

    private int significant(int from) {
        var at = from;
        while (at < tokens.size() && (kind(at) == Kind.SPACE || kind(at) == Kind.COMMENT)) {
            at++;
        }
        return at;
    }

    private Kind kind(int at) {
        return tokens.get(at).kind();
    }

    private String word(int at) {
        return at < tokens.size() ? tokens.get(at).in(text).toUpperCase(Locale.ROOT) : "";
    }

    private boolean is(int at, String symbol) {
        return at < tokens.size() && kind(at) == Kind.SYMBOL && word(at).equals(symbol);
    }

    private boolean isWord(int at, String word) {
        return at < tokens.size() && kind(at) == Kind.WORD && word(at).equals(word);
    }

    private boolean isStatement(int at) {
        return at < tokens.size() && kind(at) == Kind.WORD && STATEMENTS.contains(word(at));
    }

    private boolean isVariable(int at) {
        return at < tokens.size() && kind(at) == Kind.WORD && word(at).startsWith("@");
    }

    private boolean isName(int at) {
        return at < tokens.size() && (kind(at) == Kind.WORD || kind(at) == Kind.BRACKETED) && !isVariable(at);
    }

    private String write(int from, int to) {
        var out = new StringBuilder();
        for (var index = 0; index < tokens.size(); index++) {
            var token = tokens.get(index);
            if (token.end() <= from || token.begin() >= to) {
                continue;
            }
            var whole = token.begin() >= from && token.end() <= to;
            out.append(whole ? written(index, token) : MARK);
        }
        return out.toString().strip();
    }

    private String written(int index, SqlToken token) {
        return switch (token.kind()) {
            case LITERAL -> MARK;
            case COMMENT -> " ";
            case SPACE -> text.charAt(token.begin()) == '\n' ? "\n" : " ";
            case WORD, BRACKETED -> values.contains(index) ? MARK : onOneLine(token.in(text));
            case SYMBOL -> isPlain(text.charAt(token.begin())) ? token.in(text) : MARK;
        };
    }

    private static String onOneLine(String name) {
        return name.replaceAll("\\p{Cntrl}|[\\u2028\\u2029\\u0085]", " ");
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c < 127;
    }
}
