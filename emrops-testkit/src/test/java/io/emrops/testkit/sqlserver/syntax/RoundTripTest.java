package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RoundTripTest {
    private final QueryPrinter queries = new QueryPrinter();
    private final ExpressionPrinter expressions = queries.expressions();

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void an_expression_is_read_as_it_was_meant(@ForAll long seed) {
        var expression = new AnyQuery(seed, 20).expression();

        assertThat(Reading.expression(expressions.print(expression))).isEqualTo(expression);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_condition_is_read_as_it_was_meant(@ForAll long seed) {
        var condition = new AnyQuery(seed, 20).condition();

        assertThat(Reading.condition(expressions.print(condition))).isEqualTo(condition);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_query_is_read_as_it_was_meant(@ForAll long seed) {
        var query = new AnyQuery(seed, 30).query();

        assertThat(Reading.query(queries.print(query))).isEqualTo(query);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_change_of_rows_is_read_as_it_was_meant(@ForAll long seed) {
        var change = new AnyStatement(seed, 30).rowChange();

        assertThat(Reading.statement(new ChangePrinter().print(change))).isEqualTo(change);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_change_of_tables_is_read_as_it_was_meant(@ForAll long seed) {
        var change = new AnySchemaChange(seed, 20).change();

        assertThat(Reading.statement(new SchemaPrinter().print(change))).isEqualTo(change);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_batch_is_read_as_it_was_meant(@ForAll long seed) {
        var any = new AnyStatement(seed, 40);
        var batch = any.some(3, () -> any.statement(3));

        assertThat(Reading.batch(new StatementPrinter().batch(batch))).isEqualTo(batch);
    }
}
