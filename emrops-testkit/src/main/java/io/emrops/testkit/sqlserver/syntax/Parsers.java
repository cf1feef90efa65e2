package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/** The parsers of one text, which need one another, and how deep they are in it. */
final class Parsers {
    /** How many brackets there may be in one another; the server's own limit is not documented. */
    static final int DEEPEST = 256;

    /** A query within another, a statement or a CASE counts as this many; the server has 32 queries at most ("Subqueries"). */
    private static final int HEAVY = 3;

    /** How many operators may follow one another; whoever walks the tree needs a stack of this depth. */
    static final int LONGEST_CHAIN = 5_000;

    private static final int OWN_ERROR = 50000;

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final ConditionParser conditions;
    private final FunctionParser functions;
    private final TypeNameParser types;
    private final QueryParser queries;
    private final TableSourceParser sources;
    private final HintParser hints;
    private int depth;

    Parsers(TokenCursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(this);
        this.conditions = new ConditionParser(this);
        this.functions = new FunctionParser(this);
        this.types = new TypeNameParser(this);
        this.queries = new QueryParser(this);
        this.sources = new TableSourceParser(this);
        this.hints = new HintParser(this);
    }

    TokenCursor cursor() {
        return cursor;
    }

    ExpressionParser expressions() {
        return expressions;
    }

    ConditionParser conditions() {
        return conditions;
    }

    FunctionParser functions() {
        return functions;
    }

    TypeNameParser types() {
        return types;
    }

    QueryParser queries() {
        return queries;
    }

    TableSourceParser sources() {
        return sources;
    }

    HintParser hints() {
        return hints;
    }

    /** Whatever is in brackets, or in another of its kind; {@link #leave} follows unless all ends in a refusal. */
    void enter() throws Refusal {
        if (++depth > DEEPEST) {
            throw refusal(Rule.NESTED_TOO_DEEPLY);
        }
    }

    void leave() {
        depth--;
    }

    void enterHeavy() throws Refusal {
        depth += HEAVY - 1;
        enter();
    }

    void leaveHeavy() {
        depth -= HEAVY;
    }

    /** One more operator of a chain; returns how many that are. */
    int link(int before) throws Refusal {
        if (before == LONGEST_CHAIN) {
            throw refusal(Rule.NESTED_TOO_DEEPLY);
        }
        return before + 1;
    }

    /** Refuses the next token by a rule. */
    Refusal refusal(Rule rule, Object... values) {
        return cursor.refusal(rule, cursor.here(), values);
    }

    /** Refuses what the simulated server does not do, and says so. */
    Refusal refusal(Unsupported what) {
        var line = cursor.line();
        var text = "The simulated server does not do " + what.what() + " (line " + line + ").";
        return new Refusal(List.of(SqlError.of(OWN_ERROR, 16, text).in("", line)));
    }
}
