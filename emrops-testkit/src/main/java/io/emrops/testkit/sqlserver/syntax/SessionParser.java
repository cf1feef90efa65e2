package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.Statement.SetOption;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads transactions, settings and USE. The settings are a closed list ("SET Statements (Transact-SQL)"). */
final class SessionParser {
    private static final Set<String> SWITCHES = Set.of(
            "ANSI_DEFAULTS",
            "ANSI_NULLS",
            "ANSI_NULL_DFLT_OFF",
            "ANSI_NULL_DFLT_ON",
            "ANSI_PADDING",
            "ANSI_WARNINGS",
            "ARITHABORT",
            "ARITHIGNORE",
            "CONCAT_NULL_YIELDS_NULL",
            "CURSOR_CLOSE_ON_COMMIT",
            "FMTONLY",
            "FORCEPLAN",
            "IMPLICIT_TRANSACTIONS",
            "NOCOUNT",
            "NOEXEC",
            "NO_BROWSETABLE",
            "NUMERIC_ROUNDABORT",
            "PARSEONLY",
            "QUOTED_IDENTIFIER",
            "REMOTE_PROC_TRANSACTIONS",
            "XACT_ABORT");

    /** With a number, a word or a variable. */
    private static final Set<String> VALUES = Set.of(
            "CONTEXT_INFO",
            "DATEFIRST",
            "DATEFORMAT",
            "DEADLOCK_PRIORITY",
            "LANGUAGE",
            "LOCK_TIMEOUT",
            "QUERY_GOVERNOR_COST_LIMIT",
            "ROWCOUNT",
            "TEXTSIZE");

    private static final Set<String> UNSUPPORTED = Set.of("OFFSETS", "FIPS_FLAGGER", "ERRLVL");

    private static final List<List<String>> LEVELS = List.of(
            List.of("READ", "UNCOMMITTED"),
            List.of("READ", "COMMITTED"),
            List.of("REPEATABLE", "READ"),
            List.of("SNAPSHOT"),
            List.of("SERIALIZABLE"));

    private final Parsers parsers;
    private final TokenCursor cursor;

    SessionParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    /** Empty if another statement begins here. */
    Optional<Statement> statement() throws Refusal {
        var line = cursor.line();
        if (cursor.accept("BEGIN", "TRAN") || cursor.accept("BEGIN", "TRANSACTION")) {
            var name = transactionName();
            return Optional.of(new Statement.BeginTransaction(name, mark(name), line));
        }
        if (cursor.accept("COMMIT")) {
            if (!cursor.accept("WORK") && acceptTransaction()) {
                transactionName();
            }
            durability();
            return Optional.of(new Statement.Commit(line));
        }
        if (cursor.accept("ROLLBACK")) {
            var name = !cursor.accept("WORK") && acceptTransaction() ? transactionName() : "";
            return Optional.of(new Statement.Rollback(name, line));
        }
        if (cursor.accept("SAVE")) {
            if (!acceptTransaction() || !isAtTransactionName()) {
                throw cursor.unexpected();
            }
            return Optional.of(new Statement.Save(transactionName(), line));
        }
        if (cursor.accept("USE")) {
            return Optional.of(new Statement.Use(cursor.name(), line));
        }
        if (cursor.accept("DBCC", "CHECKIDENT")) {
            return Optional.of(checkIdentity(line));
        }
        return Optional.empty();
    }

    private Statement checkIdentity(int line) throws Refusal {
        cursor.require('(');
        var table = cursor.atName()
                ? named(cursor.objectName())
                : parsers.expressions().expression();
        var reseeds = true;
        var value = Optional.<Expression>empty();
        if (cursor.accept(',')) {
            reseeds = !cursor.accept("NORESEED");
            if (reseeds) {
                cursor.require("RESEED");
                value = cursor.accept(',') ? Optional.of(parsers.expressions().expression()) : Optional.empty();
            }
        }
        cursor.require(')');
        var quiet = cursor.accept("WITH");
        if (quiet) {
            cursor.require("NO_INFOMSGS");
        }
        return new Statement.CheckIdentity(table, reseeds, value, quiet, line);
    }

    private static Expression named(ObjectName table) {
        var written = Stream.of(table.database(), table.schema(), table.name())
                .dropWhile(String::isEmpty)
                .map(part -> part.matches("[\\w@#$]*") ? part : "[" + part.replace("]", "]]") + "]")
                .collect(Collectors.joining("."));
        return new Expression.Literal(Expression.Literal.Kind.NATIONAL_STRING, written);
    }

    private boolean acceptTransaction() {
        return cursor.accept("TRAN") || cursor.accept("TRANSACTION");
    }

    private boolean isAtTransactionName() {
        return cursor.at(Kind.VARIABLE) || (cursor.atName() && !cursor.at("THROW"));
    }

    private String transactionName() throws Refusal {
        if (cursor.at(Kind.VARIABLE)) {
            return cursor.require(Kind.VARIABLE).text();
        }
        return isAtTransactionName() ? cursor.name() : "";
    }

    /** The text of a mark is empty if it has none. */
    private Optional<String> mark(String name) throws Refusal {
        if (name.isEmpty() || !cursor.accept("WITH", "MARK")) {
            return Optional.empty();
        }
        return Optional.of(cursor.at(Kind.STRING) ? cursor.text() : "");
    }

    private void durability() throws Refusal {
        if (cursor.at("WITH") && cursor.at(1, '(')) {
            cursor.require("WITH");
            cursor.require('(');
            cursor.require("DELAYED_DURABILITY");
            cursor.require('=');
            cursor.requireSwitch();
            cursor.require(')');
        }
    }

    /** From SET on. */
    List<Statement> settings() throws Refusal {
        var line = cursor.line();
        cursor.require("SET");
        if (cursor.accept("TRANSACTION")) {
            cursor.require("ISOLATION");
            cursor.require("LEVEL");
            return List.of(new SetOption("TRANSACTION ISOLATION LEVEL", level(), line));
        }
        if (cursor.accept("IDENTITY_INSERT")) {
            var table = parsers.sources().name();
            return List.of(new Statement.SetIdentityInsert(table, cursor.requireSwitch(), line));
        }
        if (cursor.accept("STATISTICS")) {
            return statistics(line);
        }
        if (!cursor.at(Kind.WORD)) {
            throw cursor.unexpected();
        }
        var word = cursor.here().text().toUpperCase(Locale.ROOT);
        if (word.startsWith("SHOWPLAN_")) {
            throw parsers.refusal(Unsupported.SHOWPLAN);
        }
        if (UNSUPPORTED.contains(word)) {
            throw parsers.refusal(Unsupported.OLD_SETTINGS);
        }
        if (VALUES.contains(word)) {
            cursor.require(Kind.WORD);
            return List.of(new SetOption(word, value(), line));
        }
        return switches(line);
    }

    private List<Statement> switches(int line) throws Refusal {
        var words = new ArrayList<String>();
        do {
            var word = cursor.here().text().toUpperCase(Locale.ROOT);
            if (!SWITCHES.contains(word)) {
                throw cursor.atName()
                        ? parsers.refusal(Rule.UNKNOWN_SET_OPTION, cursor.here().text(), "SET option")
                        : cursor.unexpected();
            }
            cursor.require(Kind.WORD);
            words.add(word);
        } while (cursor.accept(','));
        var value = cursor.requireSwitch() ? "ON" : "OFF";
        return words.stream()
                .<Statement>map(word -> new SetOption(word, value, line))
                .toList();
    }

    private List<Statement> statistics(int line) throws Refusal {
        var words = new ArrayList<String>();
        do {
            if (cursor.at("XML") || cursor.at("PROFILE")) {
                throw parsers.refusal(Unsupported.SHOWPLAN);
            }
            if (!cursor.at("IO") && !cursor.at("TIME")) {
                throw cursor.unexpected();
            }
            words.add("STATISTICS " + cursor.require(Kind.WORD).text().toUpperCase(Locale.ROOT));
        } while (cursor.accept(','));
        var value = cursor.requireSwitch() ? "ON" : "OFF";
        return words.stream()
                .<Statement>map(word -> new SetOption(word, value, line))
                .toList();
    }

    private String level() throws Refusal {
        for (var level : LEVELS) {
            if (level.size() == 1 ? cursor.accept(level.get(0)) : cursor.accept(level.get(0), level.get(1))) {
                return String.join(" ", level);
            }
        }
        throw cursor.unexpected();
    }

    /** A variable as it is written, a word in upper case, a text without its quotes. */
    private String value() throws Refusal {
        if (cursor.at(Kind.VARIABLE)) {
            return cursor.require(Kind.VARIABLE).text();
        }
        if (cursor.at(Kind.STRING)) {
            return cursor.text();
        }
        if (cursor.accept('-')) {
            return "-" + cursor.require(Kind.NUMBER).text();
        }
        if (cursor.at(Kind.NUMBER)) {
            return cursor.require(Kind.NUMBER).text();
        }
        return cursor.name().toUpperCase(Locale.ROOT);
    }
}
