package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import java.util.List;

/**
 * Reads a batch as one version of the server would: as a whole, so that nothing of it runs if its grammar is wrong. Names are {@code [a]} or
 * {@code "a"}, as under {@code QUOTED_IDENTIFIER ON}. What the simulated server does not do is refused too: see {@link Unsupported}.
 *
 * <p>Brackets, subqueries and blocks in one another are refused from a depth of 256 on, and chains of operators from 5,000 on. A tree
 * leans to the left as far as its chain is long, so whoever walks it by recursion needs a stack for that.
 */
public final class BatchParser {
    private final int version;
    private final Messages messages;

    /** What reads a text from its beginning. */
    private interface Reading<T> {
        T from(Parsers parsers) throws Refusal;
    }

    /**
     * For one version.
     *
     * @param majorVersion 13 for 2016 to 17 for 2025
     * @throws IllegalArgumentException for any other
     */
    public BatchParser(int majorVersion) {
        this.version = majorVersion;
        this.messages = Messages.of(majorVersion);
    }

    /**
     * The statements of a batch.
     *
     * @throws Refusal with the errors that the server sends
     */
    public List<Statement> parse(String text) throws Refusal {
        return whole(text, parsers -> new StatementParser(parsers).batch());
    }

    /** An expression, such as the default of a column. */
    public Expression parseExpression(String text) throws Refusal {
        return whole(text, parsers -> parsers.expressions().expression());
    }

    /** A condition, such as that of a check constraint. */
    public Condition parseCondition(String text) throws Refusal {
        return whole(text, parsers -> parsers.conditions().condition());
    }

    /** A query with the common tables before it. */
    public Statement.Select parseQuery(String text) throws Refusal {
        return whole(text, parsers -> {
            var line = parsers.cursor().line();
            return new StatementParser(parsers).select(parsers.queries().commonTables(), line);
        });
    }

    /** The parameters of {@code sp_executesql}, as in {@code @a int, @b nvarchar(4000) = N'x' OUTPUT}. */
    public List<ParameterDeclaration> parseParameters(String text) throws Refusal {
        return whole(text, parsers -> new StatementParser(parsers).variables().parameters());
    }

    private <T> T whole(String text, Reading<T> reading) throws Refusal {
        var cursor = new TokenCursor(text, version, messages);
        var result = reading.from(new Parsers(cursor));
        if (!cursor.atEnd()) {
            throw cursor.unexpected();
        }
        return result;
    }
}
