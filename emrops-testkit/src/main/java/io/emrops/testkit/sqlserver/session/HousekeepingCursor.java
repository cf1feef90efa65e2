package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Goes through the words of a text that may be housekeeping, and gives up at the first that is not. */
final class HousekeepingCursor {
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

    private static final int LONGEST_NAME = 128;
    private static final int DEEPEST = 32;

    private final List<Token> tokens;
    private int at;
    private int depth;

    HousekeepingCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The text is no housekeeping. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("no housekeeping", null, false, false);
        }
    }

    /** The server too has a limit. */
    void deeper() throws Unknown {
        if (++depth > DEEPEST) {
            throw new Unknown();
        }
    }

    void back() {
        depth--;
    }

    boolean atEnd() {
        return at == tokens.size();
    }

    boolean isAt(String keyword) {
        return !atEnd() && tokens.get(at).is(keyword);
    }

    boolean isAt(char symbol) {
        return !atEnd() && tokens.get(at).is(symbol);
    }

    boolean isAt(Kind kind) {
        return !atEnd() && tokens.get(at).kind() == kind;
    }

    /** Whether a word follows that cannot be a name. */
    boolean isAtStatement() {
        return isAt(Kind.WORD) && NO_NAMES.contains(tokens.get(at).text().toUpperCase(Locale.ROOT));
    }

    boolean accept(String keyword) {
        if (isAt(keyword)) {
            at++;
            return true;
        }
        return false;
    }

    boolean accept(char symbol) {
        if (isAt(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    void require(String keyword) throws Unknown {
        if (!accept(keyword)) {
            throw new Unknown();
        }
    }

    void requireSymbol(char symbol) throws Unknown {
        if (!accept(symbol)) {
            throw new Unknown();
        }
    }

    Token next(Kind... kinds) throws Unknown {
        if (!atEnd() && List.of(kinds).contains(tokens.get(at).kind())) {
            return tokens.get(at++);
        }
        throw new Unknown();
    }

    /** In upper case. */
    String word() throws Unknown {
        return next(Kind.WORD).text().toUpperCase(Locale.ROOT);
    }

    String name() throws Unknown {
        return next(Kind.WORD, Kind.QUOTED_NAME).value();
    }

    String shortName() throws Unknown {
        var name = name();
        if (name.length() > LONGEST_NAME) {
            throw new Unknown();
        }
        return name;
    }

    int integer() throws Unknown {
        return integer(next(Kind.NUMBER));
    }

    static int integer(Token token) throws Unknown {
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw new Unknown();
        }
    }
}
