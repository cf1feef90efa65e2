package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepthTest {
    private static final String TOO_DEEP =
            "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.";
    private static final Pattern REPEATED = Pattern.compile("\\{([^}]*)\\}");
    private static final int SMALL_STACK = 512 * 1024;

    /** What is in braces is repeated. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT {(} 1 {)}",
                "SELECT 1 WHERE {(} 1 {)} = 1",
                "SELECT 1 WHERE {(} 1 = 1 {)}",
                "SELECT 1 WHERE {NOT } 1 = 1 {}",
                "SELECT {- } 1 {}",
                "SELECT {~} 1 {}",
                "SELECT {(SELECT } 1 {)}",
                "{(} SELECT 1 {)}",
                "SELECT {f(} 1 {)}",
                "SELECT {CASE WHEN 1 = 1 THEN } 1 { END}",
                "SELECT {CASE 1 WHEN } 1 { THEN 1 END}",
                "SELECT {IIF(1 = 1, } 1 {, 1)}",
                "SELECT IIF({IIF(} 1 = 1 {, 1, 1) = 1}, 1, 1)",
                "SELECT {CAST(} 1 { AS int)}",
                "SELECT * FROM {(} t {)}",
                "SELECT * FROM {(SELECT * FROM } t {) AS x}",
                "SELECT * FROM {t JOIN } t { ON 1 = 1}",
                "{BEGIN } PRINT 1 { END}",
                "{IF 1 = 1 } PRINT 1 {}",
                "{WHILE 1 = 1 } PRINT 1 {}",
                "{BEGIN TRY } PRINT 1 { END TRY BEGIN CATCH END CATCH}",
                "SELECT 1 WHERE 1 IN {(} 1 {)}",
                "SELECT 1 WHERE EXISTS {(} SELECT 1 {)}",
                "SELECT 1 WHERE {EXISTS (SELECT 1 WHERE } 1 = 1 {)}",
                "SELECT SUM(1) OVER (ORDER BY {(} 1 {)})",
                "CREATE TABLE t (a AS {(} 1 {)})",
                "INSERT INTO t {(} SELECT 1 {)}",
                "INSERT INTO t VALUES ({(} 1 {)})",
            })
    void fifty_in_one_another_are_read_and_a_hundred_thousand_refused(String pattern) throws Exception {
        assertThat(errorOf(repeated(pattern, 50))).isZero();
        assertThat(errorOf(repeated(pattern, 100_000))).isEqualTo(191);
    }

    private static String repeated(String pattern, int times) {
        return REPEATED.matcher(pattern)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1).repeat(times)));
    }

    @Test
    void the_refusal_says_so() {
        var refusal = Reading.refusal("SELECT\n" + "(".repeat(1000) + "1" + ")".repeat(1000));

        assertThat(refusal.number()).isEqualTo(191);
        assertThat(refusal.severity()).isEqualTo(15);
        assertThat(refusal.text()).isEqualTo(TOO_DEEP);
        assertThat(refusal.line()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1| + 1",
                "SELECT 1| * 1",
                "SELECT 1 WHERE 1 = 1| OR 1 = 1",
                "SELECT 1 WHERE 1 = 1| AND 1 = 1",
                "SELECT 1| UNION ALL SELECT 1",
                "SELECT 1| INTERSECT SELECT 1",
                "IF 1 = 1 PRINT 1| ELSE IF 1 = 1 PRINT 1",
                "SELECT * FROM t| CROSS JOIN t",
                "SELECT * FROM t| JOIN t ON 1 = 1",
            })
    void a_chain_of_five_thousand_is_read_and_a_longer_one_refused(String text) throws Exception {
        var parts = text.split("\\|", 2);

        assertThat(errorOf(parts[0] + parts[1].repeat(4_999))).isZero();
        assertThat(errorOf(parts[0] + parts[1].repeat(5_001))).isEqualTo(191);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1|, 1",
                "INSERT INTO t VALUES (1)|, (1)",
                "SELECT 1 WHERE 1 IN (1|, 1",
                "PRINT 1| PRINT 1",
                "SELECT 1| ; SELECT 1",
                "SELECT * FROM t|, t",
                "EXEC p 1|, 1",
                "SELECT CASE 1| WHEN 1 THEN 1",
            })
    void a_long_list_takes_no_longer_than_its_length(String text) throws Exception {
        var parts = text.split("\\|", 2);

        assertThat(errorOf(parts[0] + parts[1].repeat(100_000))).isIn(0, 102);
    }

    /** What would be tried twice at each bracket would never end. */
    @Test
    void brackets_are_read_once_whatever_is_in_them() throws Exception {
        var conditions = "SELECT 1 WHERE " + "(".repeat(200) + "1" + ") + 1".repeat(100) + " = 1" + ")".repeat(100);

        assertThat(errorOf(conditions)).isZero();
        assertThat(errorOf("SELECT * FROM " + "((SELECT 1 AS a) AS x CROSS JOIN ".repeat(100) + "t" + ")".repeat(100)))
                .isZero();
        assertThat(errorOf(
                        "SELECT 1 WHERE 1 IN " + "(".repeat(200) + "SELECT 1" + ") UNION SELECT 1".repeat(199) + ")"))
                .isZero();
    }

    /** The number of the error, or 0; on a stack smaller than that of a session. */
    private static int errorOf(String text) throws Exception {
        var result = new CompletableFuture<Integer>();
        var reader = new Thread(null, () -> result.complete(numberOf(text)), "small-stack", SMALL_STACK);
        reader.setUncaughtExceptionHandler((thread, failure) -> result.completeExceptionally(failure));
        reader.setDaemon(true);
        reader.start();
        try {
            return result.get(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not read in 30 seconds: " + text.substring(0, 60), e);
        }
    }

    private static int numberOf(String text) {
        try {
            new BatchParser(Reading.SQL_SERVER_2022).parse(text);
            return 0;
        } catch (Refusal e) {
            return e.errors().get(0).number();
        }
    }
}
