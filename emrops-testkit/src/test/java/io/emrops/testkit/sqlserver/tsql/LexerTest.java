package io.emrops.testkit.sqlserver.tsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
    private static final Pattern INNERMOST_COMMENT = Pattern.compile("/\\*(?:(?!/\\*|\\*/).)*\\*/", Pattern.DOTALL);
    private static final Pattern LINE_COMMENT = Pattern.compile("--[^\n]*");

    @Provide
    Arbitrary<String> texts() {
        return AnyText.any();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void tokens_with_blanks_and_comments_between_them_make_up_the_text(@ForAll("texts") String text) {
        var at = 0;
        for (var token : Lexer.tokens(text)) {
            assertThat(token.text()).isNotEmpty();
            assertThat(text).startsWith(text.substring(0, token.start()) + token.text());
            assertThat(saysSomething(text.substring(at, token.start()))).isFalse();

            at = token.end();
        }

        assertThat(saysSomething(text.substring(at))).isFalse();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void a_token_alone_is_the_same_token(@ForAll("texts") String text) {
        for (var token : Lexer.tokens(text)) {
            var alone = Lexer.tokens(token.text());

            assertThat(alone).containsExactly(new Token(token.kind(), token.text(), 0));
            assertThat(token.value()).isNotNull();
            assertThat(token.comparable()).isNotEmpty();
        }
    }

    /** What is left when comments are taken away from the inside out. */
    private static boolean saysSomething(String between) {
        var rest = between;
        for (var shorter = ""; !shorter.equals(rest); ) {
            shorter = rest;
            rest = INNERMOST_COMMENT.matcher(rest).replaceFirst(" ");
        }
        return !LINE_COMMENT
                .matcher(rest)
                .replaceAll(" ")
                .replace('\0', ' ')
                .replace('\uFEFF', ' ')
                .isBlank();
    }

    @Test
    void each_form_is_told_by_itself() {
        var tokens = Lexer.tokens("SELECT [a]]b], \"c\"\"d\", N'e''f', 'g', 0xFf, 1.5e-3, .5, @p, @@ROWCOUNT, #t$_1;");

        assertThat(tokens)
                .filteredOn(token -> !token.is(','))
                .extracting(Token::kind, Token::value)
                .containsExactly(
                        tuple(Kind.WORD, "SELECT"),
                        tuple(Kind.QUOTED_NAME, "a]b"),
                        tuple(Kind.QUOTED_NAME, "c\"d"),
                        tuple(Kind.STRING, "e'f"),
                        tuple(Kind.STRING, "g"),
                        tuple(Kind.NUMBER, "0xFf"),
                        tuple(Kind.NUMBER, "1.5e-3"),
                        tuple(Kind.NUMBER, ".5"),
                        tuple(Kind.VARIABLE, "@p"),
                        tuple(Kind.GLOBAL, "@@ROWCOUNT"),
                        tuple(Kind.WORD, "#t$_1"),
                        tuple(Kind.SYMBOL, ";"));
    }

    @Test
    void an_amount_of_money_is_one_number() {
        var tokens = Lexer.tokens("$1.50 $.5 $2 $action $ 3");

        assertThat(tokens)
                .extracting(Token::kind, Token::text)
                .containsExactly(
                        tuple(Kind.NUMBER, "$1.50"),
                        tuple(Kind.NUMBER, "$.5"),
                        tuple(Kind.NUMBER, "$2"),
                        tuple(Kind.WORD, "$action"),
                        tuple(Kind.WORD, "$"),
                        tuple(Kind.NUMBER, "3"));
    }

    @Test
    void comments_nest() {
        var tokens = Lexer.tokens("a /* b /* c */ d */ e -- f /* g\nh");

        assertThat(tokens).extracting(Token::text).containsExactly("a", "e", "h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a''", "N'", "[a]]", "\"", "/* /* */", "/*/"})
    void what_has_no_end_says_so(String text) {
        assertThat(Lexer.tokens(text)).containsExactly(new Token(Kind.UNTERMINATED, text, 0));
    }

    @Test
    void a_long_text_takes_no_longer_than_its_length() {
        var longTexts = List.of("''", "[", "/*", "*/", "--\n", "@", "1e+", "N'a'", "]]", "\uD83D").stream()
                .map(part -> part.repeat(300_000))
                .toList();

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> longTexts.forEach(Lexer::tokens));
    }
}
