package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.tsql.Lexer;
import io.emrops.testkit.sqlserver.tsql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AnyTextTest {
    private static final List<String> PIECES = List.of(
            ("SELECT FROM WHERE GROUP BY ORDER HAVING UNION ALL EXCEPT INTERSECT TOP DISTINCT INTO AS WITH ( ( ( ) ) ) , , . = < > !"
                            + " + - * / % & | ^ ~ ; : { } @a @@b 'x' N'y' 1 1.5 $2 0x 1e5 1.2.3 99999999999 [n] \"m\" [] '' ' [ /* NOT NULL"
                            + " AND OR IN LIKE ESCAPE BETWEEN EXISTS IS ANY CASE WHEN THEN ELSE END CAST CONVERT COALESCE LEFT IIF COUNT"
                            + " OVER PARTITION ROWS WITHIN COLLATE NEXT VALUE FOR INNER JOIN CROSS APPLY OUTER ON VALUES INSERT UPDATE SET"
                            + " DELETE MERGE USING MATCHED OUTPUT DEFAULT TRUNCATE TABLE CREATE ALTER DROP ADD COLUMN CONSTRAINT PRIMARY KEY"
                            + " UNIQUE CHECK FOREIGN REFERENCES IDENTITY INDEX VIEW SCHEMA SEQUENCE IF BEGIN TRY CATCH TRAN COMMIT ROLLBACK"
                            + " WHILE BREAK RETURN THROW RAISERROR PRINT WAITFOR DELAY DECLARE EXEC USE BACKUP DATABASE TO DISK KILL OPTION"
                            + " OFFSET FETCH XML GRANT PIVOT a b t x NOLOCK NOCOUNT OFF TRIM int varchar max \uD83D é \0")
                    .split(" "));

    @Provide
    Arbitrary<String> soups() {
        return Arbitraries.of(PIECES).list().ofMaxSize(20).map(pieces -> String.join(" ", pieces));
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void any_soup_of_tokens_ends_in_a_batch_or_a_refusal(
            @ForAll("soups") String soup, @ForAll @IntRange(min = 13, max = 17) int version) {
        requireResult(soup, version);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void any_text_ends_in_a_batch_or_a_refusal(@ForAll String text, @ForAll @IntRange(min = 13, max = 17) int version) {
        requireResult(text, version);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void a_batch_that_was_damaged_ends_in_a_batch_or_a_refusal(
            @ForAll long seed, @ForAll @IntRange(min = 13, max = 17) int version) {
        var random = new Random(seed);
        var any = new AnyStatement(seed, 10);
        var text = random.nextBoolean()
                ? new StatementPrinter().batch(any.some(2, () -> any.statement(2)))
                : new SchemaPrinter().print(new AnySchemaChange(seed, 10).change());
        var tokens =
                new ArrayList<>(Lexer.tokens(text).stream().map(Token::text).toList());
        for (var damage = random.nextInt(3); damage >= 0 && !tokens.isEmpty(); damage--) {
            var at = random.nextInt(tokens.size());
            switch (random.nextInt(4)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> tokens.set(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> tokens.subList(at, tokens.size()).clear();
            }
        }

        requireResult(String.join(" ", tokens), version);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whatever_is_read_alone_ends_in_a_tree_or_a_refusal(@ForAll("soups") String soup) {
        var parser = new BatchParser(Reading.SQL_SERVER_2022);
        requireResult(soup, () -> parser.parseExpression(soup));
        requireResult(soup, () -> parser.parseCondition(soup));
        requireResult(soup, () -> parser.parseQuery(soup));
        requireResult(soup, () -> parser.parseParameters(soup));
    }

    private interface Reader {
        Object read() throws Refusal;
    }

    private static void requireResult(String text, int version) {
        requireResult(text, () -> new BatchParser(version).parse(text));
    }

    private static void requireResult(String text, Reader reader) {
        try {
            assertThat(reader.read()).isNotNull();
        } catch (Refusal refusal) {
            assertThat(refusal.errors()).isNotEmpty().allSatisfy(error -> {
                assertThat(error.severity()).isBetween(15, 16);
                assertThat(error.line()).isBetween(1, (int) text.lines().count() + 1);
            });
        }
    }
}
