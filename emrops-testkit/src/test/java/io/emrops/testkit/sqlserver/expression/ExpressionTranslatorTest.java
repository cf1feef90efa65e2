package io.emrops.testkit.sqlserver.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.Binary;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.TypeName;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTranslatorTest {
    private final TestContext context = new TestContext();
    private final ExpressionTranslator translator = new ExpressionTranslator(context);
    private TestEngine engine;

    @BeforeEach
    void open() throws SQLException {
        engine = new TestEngine();
    }

    @AfterEach
    void close() throws SQLException {
        engine.close();
    }

    private static Expression read(String text) throws Refusal {
        return new BatchParser(16).parseExpression(text);
    }

    private Object value(Typed typed) throws SQLException {
        return engine.value(typed, context.bindings().values(), "");
    }

    private static void assertRefused(int number, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .satisfies(
                        refusal -> assertThat(refusal.errors().get(0).number()).isEqualTo(number));
    }

    private static Expression chain(String literal, Binary.Operator operator, Literal.Kind kind) {
        Expression all = new Literal(kind, literal);
        for (var i = 1; i < 5000; i++) {
            all = new Binary(operator, all, new Literal(kind, literal));
        }
        return all;
    }

    @Test
    void sums_may_be_thousands_of_numbers_long() throws Exception {
        var typed = translator.translate(chain("1", Binary.Operator.ADD, Literal.Kind.INTEGER));

        assertThat(value(typed)).isEqualTo(5000);
    }

    @Test
    void texts_may_be_put_together_of_thousands() throws Exception {
        var typed = translator.translate(chain("x", Binary.Operator.ADD, Literal.Kind.STRING));

        assertThat(typed.type()).isEqualTo(SqlType.varchar(5000));
        assertThat((String) value(typed)).hasSize(5000);
    }

    @ParameterizedTest
    @CsvSource({"OR, true", "AND, false"})
    void conditions_may_be_thousands_long(String operator, boolean expected) throws Exception {
        var parts = new ArrayList<String>();
        for (var i = 0; i < 4000; i++) {
            parts.add("'x'='" + i + "'");
        }
        parts.add(2000, "'x'='X'");

        var condition = new BatchParser(16).parseCondition(String.join(" " + operator + " ", parts));
        var text = translator.condition(condition);

        assertThat(value(Typed.of(text, SqlType.BIT))).isEqualTo(expected);
    }

    @Test
    void what_is_nested_too_deeply_is_refused_before_the_engine_sees_it() throws Exception {
        var text = "1";
        for (var i = 0; i < 95; i++) {
            text = "ABS(" + text + ")";
        }
        assertThat(value(translator.translate(read(text)))).isEqualTo(1);

        var deeper = read("ABS(ABS(ABS(ABS(ABS(ABS(ABS(ABS(ABS(ABS(" + text + "))))))))))");
        assertRefused(191, () -> translator.translate(deeper));
    }

    @Test
    void what_is_nested_is_computed_or_refused_however_deeply() throws Exception {
        var text = "'1'";
        var refused = 0;
        for (var i = 0; i < 60; i++) {
            text = "CASE WHEN 1.5 * " + text + " > '0' THEN '1' ELSE '2' END";
            try {
                assertThat(value(translator.translate(read(text)))).isEqualTo("1");
                assertThat(refused).isZero();
            } catch (Refusal e) {
                assertThat(e.errors().get(0).number()).isEqualTo(191);
                refused++;
            }
        }

        assertThat(refused).isBetween(10, 45);
    }

    @Test
    void a_sequential_number_is_for_defaults() throws Exception {
        var ofDefault = new ExpressionTranslator(context, Place.DEFAULT);

        assertThat(ofDefault.translate(read("NEWSEQUENTIALID()")).type()).isEqualTo(SqlType.UNIQUEIDENTIFIER);
        assertRefused(302, () -> translator.translate(read("NEWSEQUENTIALID()")));
    }

    @Test
    void chains_that_the_engine_would_nest_are_refused_as_too_deep() {
        assertRefused(191, () -> translator.translate(chain("1.5", Binary.Operator.MULTIPLY, Literal.Kind.DECIMAL)));
    }

    @Test
    void variables_are_bound_with_their_types() throws Exception {
        context.with("@n", SqlType.varchar(20), "it's \"he\"");

        var typed = translator.translate(read("@N + '!'"));

        assertThat(typed.type()).isEqualTo(SqlType.varchar(21));
        assertThat(typed.text()).doesNotContain("he");
        assertThat(value(typed)).isEqualTo("it's \"he\"!");
        assertRefused(137, () -> translator.translate(read("@other")));
    }

    @Test
    void null_variables_have_their_types() throws Exception {
        context.with("@d", SqlType.DATE, null);

        var typed = translator.translate(read("ISNULL(@d, '2024-01-31')"));

        assertThat(typed.type()).isEqualTo(SqlType.DATE);
        assertThat(value(typed)).hasToString("2024-01-31");
    }

    @Test
    void variables_of_each_type_come_back_as_they_are() throws Exception {
        context.with("@t", SqlType.DATETIME, LocalDateTime.parse("2024-01-31T10:20:30.123"));
        context.with("@b", SqlType.varbinary(4), new byte[] {1, 2});
        context.with("@c", SqlType.fixedChar(3), "a  ");
        context.with("@o", SqlType.datetimeoffset(7), TestContext.NOW);

        assertThat(value(translator.translate(read("@t")))).hasToString("2024-01-31T10:20:30.123");
        assertThat(value(new ExpressionTranslator(context).translate(read("@b"))))
                .isEqualTo(new byte[] {1, 2});
        assertThat(value(translator.translate(read("@c")))).isEqualTo("a  ");
        assertThat(value(translator.translate(read("@o")))).isEqualTo(TestContext.NOW);
    }

    @ParameterizedTest
    @CsvSource({"WHERE, 147, 4108", "SET, 157, 4108", "GROUP_BY, 144, 4108", "AGGREGATE, 130, 4109"})
    void aggregates_stand_in_some_places_alone(Place place, int aggregate, int window) throws Exception {
        var elsewhere = new ExpressionTranslator(context, place);

        assertRefused(aggregate, () -> elsewhere.translate(read("1 + SUM(i)")));
        assertRefused(window, () -> elsewhere.translate(read("1 + SUM(i) OVER ()")));
        assertThat(translator.translate(read("1 + SUM(i)")).type()).isEqualTo(SqlType.INT);
    }

    @Test
    void an_aggregate_with_a_window_is_none() throws Exception {
        assertThat(ExpressionTranslator.isAggregate((Expression.Call) read("SUM(i)")))
                .isTrue();
        assertThat(ExpressionTranslator.isAggregate((Expression.Call) read("SUM(i) OVER ()")))
                .isFalse();
        assertThat(ExpressionTranslator.isAggregate((Expression.Call) read("LEN(s)")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1.9; int; 1",
                "''; int; 0",
                "'abc   '; varchar(3); abc",
                "'ab'; char(3); `ab `",
                "'2024-01-31 10:00:00.002'; datetime; 2024-01-31T10:00:00.003",
                "12345; varchar(3); *",
                "NULL; varchar(3); null",
                "1; decimal(5,2); 1.00"
            })
    void what_goes_into_a_column_becomes_of_its_type(String written, String type, String expected) throws Exception {
        var assigned = translator.assigned(translator.translate(read(written)), SqlType.parse(type), "ward.dbo.t", "c");

        assertThat(assigned.type()).isEqualTo(SqlType.parse(type));
        assertThat(String.valueOf(value(assigned))).isEqualTo(String.valueOf(expected));
    }

    @Test
    void texts_too_long_for_a_column_are_refused_and_not_cut() throws Exception {
        var assigned = translator.assigned(translator.translate(read("'abcd'")), SqlType.varchar(3), "ward.dbo.t", "c");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> value(assigned))
                .satisfies(error -> {
                    assertThat(error.getErrorCode()).isEqualTo(2628);
                    assertThat(error.getSQLState()).isEqualTo("S0001");
                    assertThat(error.getMessage())
                            .startsWith("String or binary data would be truncated in table 'ward.dbo.t', column 'c'."
                                    + " Truncated value: 'abc'.");
                });
    }

    @Test
    void types_that_a_column_does_not_take_are_refused() throws Exception {
        var date = translator.translate(read("CAST('2024-01-31' AS DATE)"));
        var moment = translator.translate(read("GETDATE()"));

        assertRefused(206, () -> translator.assigned(date, SqlType.INT, "t", "c"));
        assertRefused(260, () -> translator.assigned(moment, SqlType.INT, "t", "c"));
        assertRefused(257, () -> translator.converted(moment, SqlType.INT));
        assertRefused(206, () -> translator.converted(date, SqlType.INT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "varchar;; varchar(1)",
                "nchar varying; 5;",
                "decimal; 10,2; decimal(10,2)",
                "dec;; decimal(18,0)",
                "float; 24; real",
                "double precision;; float",
                "timestamp;; rowversion",
                "national character varying; max; nvarchar(max)",
                "datetime2;; datetime2(7)"
            })
    void columns_have_the_types_of_their_names(String name, String arguments, String expected) throws Exception {
        var written = new TypeName(name, arguments == null ? List.of() : List.of(arguments.split(",")), 3);

        if (expected == null) {
            assertRefused(2715, () -> TypeNames.forDeclaration(written, 2, context));
        } else {
            assertThat(TypeNames.forDeclaration(written, 2, context)).isEqualTo(SqlType.parse(expected));
        }
    }

    @Test
    void types_that_are_not_played_are_refused_by_their_names() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> translator.typeOf(new TypeName("geography", List.of(), 1)))
                .withMessage("the simulated server does not have values of the type geography");
        assertRefused(2716, () -> TypeNames.forDeclaration(new TypeName("int", List.of("4"), 1), 1, context));
    }

    @Test
    void order_is_that_of_the_collation() throws Exception {
        assertThat(translator.ordering(read("s"))).isEqualTo("\"t\".\"S\"");
        assertThat(translator.ordering(read("s COLLATE Latin1_General_BIN2")))
                .isEqualTo("\"$\".\"$COLLATION_KEY\"(\"t\".\"S\", 'BIN')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "16; GREATEST(1, 2)",
                "16; LEAST(1, 2)",
                "16; DATETRUNC(day, GETDATE())",
                "14; TRIM(' a')",
                "14; TRANSLATE('a', 'b', 'c')",
                "14; CONCAT_WS(',', 'a', 'b')",
                "14; STRING_AGG('a', ',')",
            })
    void functions_of_newer_servers_are_unknown_to_older_ones(int since, String call) throws Exception {
        var older = new ExpressionTranslator(new TestContext(since - 1), Place.SELECT);
        var newer = new ExpressionTranslator(new TestContext(since), Place.SELECT);

        assertRefused(195, () -> older.translate(read(call)));
        assertThat(newer.translate(read(call)).text()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LTRIM", "RTRIM"})
    void which_characters_are_trimmed_is_said_to_newer_servers(String function) throws Exception {
        var older = new ExpressionTranslator(new TestContext(15));

        assertRefused(174, () -> older.translate(read(function + "('xax', 'x')")));
        assertThat(value(older.translate(read("'<' + " + function + "('a') + '>'"))))
                .isEqualTo("<a>");
        assertThat((String) value(translator.translate(read(function + "('xax', 'x')"))))
                .hasSize(2);
    }

    @Test
    void functions_that_are_not_played_are_none_that_are() {
        assertThat(Unplayed.FUNCTIONS).doesNotContainAnyElementsOf(Calls.names());
    }
}
