package io.emrops.testkit.sqlserver.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    @Provide
    Arbitrary<String> texts() {
        return AnyText.any();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void a_text_says_what_it_says_with_other_blanks_and_another_case(@ForAll("texts") String text) {
        var tokens = Lexer.tokens(text);
        Assume.that(tokens.stream().noneMatch(token -> token.kind() == Kind.UNTERMINATED));
        var other = tokens.stream()
                .map(token -> token.kind() == Kind.WORD ? inLowerCase(token.text()) : token.text())
                .collect(Collectors.joining(" /* - /* ' */ */\n\t", "\uFEFF", " ;;"));

        assertThat(SqlText.of(text).matches(SqlText.of(other))).isTrue();
        assertThat(SqlText.of(other).isBeginningOf(SqlText.of(text))).isTrue();
        assertThat(SqlText.of(text).isWithin(SqlText.of(other))).isTrue();
    }

    private static String inLowerCase(String word) {
        return word.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void a_letter_whose_other_case_has_two_characters_is_the_same_in_either() {
        var capital = SqlText.of("SELECT \u0130");

        assertThat(capital.matches(SqlText.of("select i"))).isTrue();
        assertThat(capital.matches(SqlText.of("SELECT \u0130"))).isTrue();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void statements_are_what_stands_between_semicolons(@ForAll("texts") String text) {
        var statements = SqlText.of(text).statements();

        assertThat(statements).allSatisfy(statement -> {
            assertThat(text).contains(statement);
            assertThat(Lexer.tokens(statement)).isNotEmpty().noneMatch(token -> token.is(';'));
        });
        assertThat(statements.stream().mapToInt(it -> Lexer.tokens(it).size()).sum())
                .isEqualTo(Lexer.tokens(text).stream()
                        .filter(token -> !token.is(';'))
                        .count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT Name FROM Beds WHERE Id = ? | select [name]\t from \"BEDS\" where id=@P0 ;",
                "SELECT ? | SELECT ?",
                "SELECT N'a' | SELECT 'a'",
                "SELECT 'it''s' | SELECT N'it''s'",
                "SELECT 0xAB | SELECT 0xab",
                "SELECT @@spid | SELECT @@SPID",
                "EXEC p @a = ? | exec P @A = @P1",
            })
    void these_say_the_same(String one, String other) {
        assertThat(SqlText.of(one).matches(SqlText.of(other))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 'a' | SELECT 'A'",
                "SELECT 'a' | SELECT a",
                "SELECT 'a' | SELECT [a]",
                "SELECT 'A' | SELECT 'a",
                "SELECT 'a | SELECT 'A",
                "SELECT [a | SELECT [A",
                "SELECT @P0 | SELECT ?",
                "SELECT ? | SELECT @@SPID",
                "SELECT ? | SELECT 1",
                "SELECT ? | SELECT '?'",
                "SELECT [?] | SELECT @P0",
                "SELECT 1 | SELECT 1, 2",
                "SELECT 1; SELECT 2 | SELECT 1 SELECT 2",
                "SELECT a b | SELECT ab",
            })
    void these_do_not(String one, String other) {
        assertThat(SqlText.of(one).matches(SqlText.of(other))).isFalse();
    }

    @Test
    void a_beginning_and_a_part_are_of_whole_words() {
        var text = SqlText.of("INSERT INTO Beds VALUES (@P0)");

        assertThat(SqlText.of("insert into beds").isBeginningOf(text)).isTrue();
        assertThat(SqlText.of("INSERT INTO Bed").isBeginningOf(text)).isFalse();
        assertThat(SqlText.of("values (?)").isWithin(text)).isTrue();
        assertThat(SqlText.of("alues (?)").isWithin(text)).isFalse();
        assertThat(SqlText.of("(@P0) x").isWithin(text)).isFalse();
        assertThat(SqlText.of("").isWithin(text)).isTrue();
    }

    @Test
    void semicolons_in_strings_names_and_comments_part_nothing() {
        var text = SqlText.of("-- a;b\nSELECT ';', [;], \";\" /* ; */ ; ; /* nothing; */ ;\0; UPDATE t;");

        assertThat(text.statements()).containsExactly("-- a;b\nSELECT ';', [;], \";\" /* ; */", "UPDATE t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";;", "-- nothing", "/* nothing */ ;", "\uFEFF\0"})
    void nothing_is_said_by(String text) {
        assertThat(SqlText.of(text).isEmpty()).isTrue();
        assertThat(SqlText.of(text).statements()).isEmpty();
        assertThat(SqlText.of("").matches(SqlText.of(text))).isTrue();
    }
}
