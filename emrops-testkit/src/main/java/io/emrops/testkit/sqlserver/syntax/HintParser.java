package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads hints for tables and options of queries, from closed lists ("Table Hints (Transact-SQL)", "Query Hints (Transact-SQL)"). */
final class HintParser {
    private static final Set<String> HINTS = Set.of(
            "NOLOCK",
            "READUNCOMMITTED",
            "READCOMMITTED",
            "READCOMMITTEDLOCK",
            "REPEATABLEREAD",
            "SERIALIZABLE",
            "HOLDLOCK",
            "UPDLOCK",
            "XLOCK",
            "ROWLOCK",
            "PAGLOCK",
            "TABLOCK",
            "TABLOCKX",
            "READPAST",
            "NOWAIT",
            "INDEX",
            "FORCESEEK",
            "FORCESCAN");

    private static final Set<String> JOINS = Set.of("HASH", "LOOP", "MERGE");

    private final Parsers parsers;
    private final TokenCursor cursor;

    HintParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    /** Whether a bracket holds hints although there is no WITH before it. */
    boolean isAtOldHints() {
        var token = cursor.peek(1);
        return cursor.at('(')
                && token != null
                && token.kind() == Kind.WORD
                && HINTS.contains(token.text().toUpperCase(Locale.ROOT))
                && (cursor.at(2, ')') || cursor.at(2, ',') || cursor.at(1, "INDEX"));
    }

    /** The names of the hints, if there are any. */
    List<String> tableHints(boolean old) throws Refusal {
        if (old && isAtOldHints()) {
            return hints();
        }
        if (!cursor.at("WITH")) {
            return List.of();
        }
        var with = cursor.place();
        cursor.require("WITH");
        if (cursor.at('(')) {
            return hints();
        }
        if (cursor.atName()) {
            throw parsers.refusal(
                    Rule.COMMON_TABLE_WITHOUT_SEMICOLON, cursor.here().value());
        }
        cursor.returnTo(with);
        throw cursor.unexpected();
    }

    private List<String> hints() throws Refusal {
        cursor.require('(');
        var hints = new ArrayList<String>();
        do {
            hints.add(hint());
            cursor.accept(',');
        } while (!cursor.at(')'));
        cursor.require(')');
        return hints;
    }

    private String hint() throws Refusal {
        var word = cursor.here().text().toUpperCase(Locale.ROOT);
        if (!cursor.at(Kind.WORD)) {
            throw cursor.unexpected();
        }
        if (!HINTS.contains(word)) {
            throw parsers.refusal(Rule.UNKNOWN_TABLE_HINT, cursor.here().text());
        }
        cursor.require(Kind.WORD);
        if (word.equals("INDEX")) {
            if (cursor.accept('=')) {
                indexInList();
            } else {
                indexes();
            }
        } else if (word.equals("FORCESEEK") && cursor.accept('(')) {
            index();
            parsers.queries().lists().namesInBrackets();
            cursor.require(')');
        }
        return word;
    }

    private void indexInList() throws Refusal {
        if (cursor.at('(')) {
            indexes();
        } else {
            index();
        }
    }

    private void indexes() throws Refusal {
        cursor.require('(');
        do {
            index();
        } while (cursor.accept(','));
        cursor.require(')');
    }

    private void index() throws Refusal {
        if (cursor.at(Kind.NUMBER)) {
            cursor.integer();
        } else {
            cursor.name();
        }
    }

    /** {@code OPTION (…)} of a query: what it says of MAXRECURSION. */
    Optional<Integer> queryOptions() throws Refusal {
        var recursion = Optional.<Integer>empty();
        if (cursor.accept("OPTION")) {
            cursor.require('(');
            do {
                if (cursor.accept("MAXRECURSION")) {
                    recursion = Optional.of(cursor.integer());
                } else {
                    queryOption();
                }
            } while (cursor.accept(','));
            cursor.require(')');
        }
        return recursion;
    }

    /** {@code OPTION (…)} of a change of rows. */
    void changeOptions() throws Refusal {
        if (cursor.at("OPTION") && cursor.at(1, '(')) {
            if (queryOptions().isPresent()) {
                throw parsers.refusal(Unsupported.MAXRECURSION_OF_CHANGE);
            }
        }
    }

    private void queryOption() throws Refusal {
        if (cursor.accept("RECOMPILE") || cursor.accept("FORCE", "ORDER")) {
            return;
        }
        if (cursor.accept("MAXDOP") || cursor.accept("FAST")) {
            cursor.integer();
        } else if (cursor.accept("OPTIMIZE", "FOR")) {
            optimizeFor();
        } else if (JOINS.contains(cursor.here().text().toUpperCase(Locale.ROOT)) && cursor.at(1, "JOIN")) {
            cursor.require(Kind.WORD);
            cursor.require("JOIN");
        } else {
            throw cursor.unexpected();
        }
    }

    private void optimizeFor() throws Refusal {
        if (cursor.accept("UNKNOWN")) {
            return;
        }
        cursor.require('(');
        do {
            cursor.require(Kind.VARIABLE);
            if (!cursor.accept("UNKNOWN")) {
                cursor.require('=');
                parsers.expressions().expression();
            }
        } while (cursor.accept(','));
        cursor.require(')');
    }
}
