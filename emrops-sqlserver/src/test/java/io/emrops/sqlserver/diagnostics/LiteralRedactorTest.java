package io.emrops.sqlserver.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralRedactorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT * FROM Patients WHERE Name = 'Lovelace'|SELECT * FROM Patients WHERE Name = ?",
                "SELECT N'O''Lovelace', n'x'|SELECT ?, ?",
                "SELECT a WHERE [Last Name] = N'Lovelace' AND Id = 4711|SELECT a WHERE [Last Name] = ? AND Id = ?",
                "SELECT 1.5, .5, 1e-10, 2E+3, 0xDEADBEEF, $12.50, -7 FROM T1|SELECT ?, ?, ?, ?, ?, ?, -? FROM T1",
                "SELECT \"Lovelace\"|SELECT ?",
                "SELECT a -- Lovelace|SELECT a",
                "SELECT /* Ada /* Lovelace */ 4711 */ a|SELECT   a",
                "SELECT @p1, #t2.x3, T4.c5 FROM [db].[dbo].[T]]x]|SELECT @p1, #t2.x3, T4.c5 FROM [db].[dbo].[T]]x]",
                "SELECT {ts '1815-12-10 00:00:00'}|SELECT {ts ?}",
                "SELECT 'Lovelace|SELECT ?",
                "SELECT [Lovelace|SELECT ?",
                "SELECT /* Lovelace|SELECT",
                "INSERT INTO T VALUES (1, 'Ada', NULL)|INSERT INTO T VALUES (?, ?, NULL)",
                "SELECT TOP (10) a FROM T WHERE b IN (1,2)|SELECT TOP (?) a FROM T WHERE b IN (?,?)",
            })
    void literals_become_marks_and_names_stay(String text, String redacted) {
        assertThat(LiteralRedactor.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXEC dbo.FindPatient Lovelace",
                "EXECUTE [FindPatient] @name = Lovelace, @id = 4711",
                "EXEC @r = emr..FindPatient [Lovelace]",
                "FindPatient Lovelace",
                "(@P0 nvarchar(4000))FindPatient Lovelace",
                "SELECT 1; EXEC p \"Lovelace\" SELECT 2",
                "SELECT * FROM (SELECT Name FROM P) AS s PIVOT (COUNT(Name) FOR Name IN ([Lovelace], [Ada])) AS p",
                "SELECT * FROM s PIVOT (COUNT(x) FOR Name IN (Lovelace)) AS p",
                "SELECT 0x4C6F\\\n76656C616365, 4711",
                "SELECT * FROM P WHERE Name LIKE 'Love[l]ace%' OR Name = 'x' + N'Lovelace'",
                "DECLARE @n nvarchar(50) = N'Lovelace'; SELECT @n",
                "SELECT 'it''s -- ' + 'Lovelace' -- '\n, 'Lovelace'",
                "SELECT '/*' , 'Lovelace' /* ' */ , 'Lovelace'",
                "SELECT [a'b], 'Lovelace', [c'd]",
                "SELECT [a--b], 'Lovelace'",
                "SELECT -- 'x\n'Lovelace'",
                "UPDATE P SET Note = '\u2028Lovelace' WHERE Id = 4711",
            })
    void no_form_of_a_literal_is_left(String text) {
        assertThat(LiteralRedactor.redact(text))
                .doesNotContain("Lovelace")
                .doesNotContain("76656C616365")
                .doesNotContain("4711");
    }

    @Test
    void what_is_called_with_words_of_its_own_keeps_them() {
        assertThat(LiteralRedactor.redact("EXEC p @a OUTPUT, DEFAULT, NULL; SELECT Name FROM P"))
                .isEqualTo("EXEC p @a OUTPUT, DEFAULT, NULL; SELECT Name FROM P");
    }

    @Test
    void a_part_is_read_from_the_beginning_of_its_text() {
        var batch = "SELECT 'a; SELECT Lovelace'; SELECT b FROM c WHERE d = 'Ada'";
        var second = batch.indexOf("SELECT b");

        assertThat(LiteralRedactor.redact(batch, second, batch.length())).isEqualTo("SELECT b FROM c WHERE d = ?");
        // An offset that is not right, as after a change of the batch, begins in the middle of the literal.
        for (var from = 0; from < batch.length(); from++) {
            for (var to = from; to <= batch.length(); to++) {
                assertThat(LiteralRedactor.redact(batch, from, to))
                        .doesNotContain("Love")
                        .doesNotContain("lace")
                        .doesNotContain("Ada");
            }
        }
    }

    private static final List<String> LITERALS = List.of(
            "'Lovelace'",
            "N'Love''lace Lovelace'",
            "\"Lovelace\"",
            "'--Lovelace'",
            "'/*Lovelace'",
            "N'[Lovelace'",
            "'Lovelace]'",
            "471147114711",
            "0x4C6F76656C616365",
            "4711.4711",
            "4711e4",
            "$4711.00",
            "-- Lovelace 4711\n",
            "/* Lovelace 4711 /* ' */ Lovelace */",
            "{d '4711-01-01'}",
            "'Love\nLovelace'",
            "''",
            "'\"Lovelace\"'",
            "\"'Lovelace'\"",
            "'\\'",
            "0x\\\n4711",
            "\u20ac4711");

    private static final List<String> PIECES = List.of(
            " ",
            "\n",
            "SELECT",
            "FROM",
            "T1",
            "[a b]",
            "[x]]y]",
            "@p",
            "=",
            "(",
            ")",
            ",",
            ";",
            ".",
            "+",
            "-",
            "*",
            "/",
            "EXEC p",
            "AND",
            "PIVOT",
            "IN",
            "#t",
            "@@ROWCOUNT",
            "\u00e4",
            "\ud83d\ude00",
            "\t",
            "\u0000",
            "WHERE",
            "[a'b]",
            "[a\"b]",
            "[--]",
            "[/*]");

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.integers()
                .between(0, 1_000_000)
                .list()
                .ofMaxSize(25)
                .map(picks -> picks.stream().map(LiteralRedactorTest::piece).toList());
    }

    private static String piece(int pick) {
        var random = new Random(pick);
        var from = random.nextInt(3) == 0 ? LITERALS : PIECES;
        return from.get(random.nextInt(from.size()));
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void whatever_is_around_a_literal_it_does_not_get_out(@ForAll("texts") List<String> pieces) {
        // Blanks keep two pieces from becoming one of another kind.
        var text = String.join(" ", pieces);

        var redacted = LiteralRedactor.redact(text);

        assertThat(redacted).doesNotContain("Love").doesNotContain("4711").doesNotContain("4C6F76");
        assertThat(SqlToken.of(text).stream()
                        .mapToInt(token -> token.end() - token.begin())
                        .sum())
                .isEqualTo(text.length());
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.strings()
                .withChars("'\"[]-/*\\\n\r;.,()0xXeE1Nn$@#A \u0000\u2028\u20ac\u00e9\ud83d\ude00".toCharArray())
                .ofMaxLength(60);
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void nothing_makes_it_fail(@ForAll("anything") String text, @ForAll int from, @ForAll int to) {
        var begin = Math.floorMod(from, text.length() + 1);
        var end = Math.floorMod(to, text.length() + 1);

        assertThat(LiteralRedactor.redact(text)).isNotNull().doesNotContain("\u0000");
        assertThat(LiteralRedactor.redactExpression(text)).isNotNull();
        assertThat(LiteralRedactor.redact(text, Math.min(begin, end), Math.max(begin, end)))
                .isNotNull();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void what_was_redacted_stays_as_it_is(@ForAll("texts") List<String> pieces) {
        var once = LiteralRedactor.redact(String.join(" ", pieces));

        assertThat(LiteralRedactor.redact(once)).isEqualTo(once);
    }
}
