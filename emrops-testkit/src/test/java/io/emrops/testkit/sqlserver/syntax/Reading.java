package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/** Reads texts as SQL Server 2022 unless told otherwise. */
final class Reading {
    static final int SQL_SERVER_2022 = 16;

    private Reading() {}

    static List<Statement> batch(String text) {
        return batch(text, SQL_SERVER_2022);
    }

    static List<Statement> batch(String text, int version) {
        try {
            return new BatchParser(version).parse(text);
        } catch (Refusal e) {
            throw new AssertionError(text + ": " + e.errors(), e);
        }
    }

    static Statement statement(String text) {
        var statements = batch(text);
        assertThat(statements).as(text).hasSize(1);
        return statements.get(0);
    }

    static Expression expression(String text) {
        try {
            return new BatchParser(SQL_SERVER_2022).parseExpression(text);
        } catch (Refusal e) {
            throw new AssertionError(text + ": " + e.errors(), e);
        }
    }

    static Condition condition(String text) {
        try {
            return new BatchParser(SQL_SERVER_2022).parseCondition(text);
        } catch (Refusal e) {
            throw new AssertionError(text + ": " + e.errors(), e);
        }
    }

    static Query query(String text) {
        try {
            return new BatchParser(SQL_SERVER_2022).parseQuery(text).query();
        } catch (Refusal e) {
            throw new AssertionError(text + ": " + e.errors(), e);
        }
    }

    static SqlError refusal(String text) {
        return refusal(text, SQL_SERVER_2022);
    }

    static SqlError refusal(String text, int version) {
        try {
            throw new AssertionError(text + " is read as " + new BatchParser(version).parse(text));
        } catch (Refusal e) {
            return e.errors().get(0);
        }
    }

    static List<SqlError> errors(String text) {
        try {
            throw new AssertionError(text + " is read as " + new BatchParser(SQL_SERVER_2022).parse(text));
        } catch (Refusal e) {
            return e.errors();
        }
    }

    /** Number, line and text in one. */
    static void refused(String text, String expected) {
        var error = refusal(text);
        assertThat(error.number() + " line " + error.line() + ": " + error.text())
                .as(text)
                .isEqualTo(expected);
    }

    static void refusedNear(String text, String near) {
        var error = refusal(text);
        assertThat(error.number() + " " + error.text()).as(text).isEqualTo("102 Incorrect syntax near '" + near + "'.");
    }

    static void refusedNearKeyword(String text, String keyword) {
        var error = refusal(text);
        assertThat(error.number() + " " + error.text())
                .as(text)
                .isEqualTo("156 Incorrect syntax near the keyword '" + keyword + "'.");
    }
}
