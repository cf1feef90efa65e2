package io.emrops.testkit.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.emrops.testkit.sqlserver.statement.Recognition.Recognised;
import io.emrops.testkit.sqlserver.statement.Recognition.Refused;
import io.emrops.testkit.sqlserver.tsql.Lexer;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;

class AnyTokensTest {
    private static final List<String> BEGINNINGS = List.of(
            "BACKUP DATABASE d TO",
            "BACKUP LOG",
            "RESTORE DATABASE d FROM",
            "RESTORE HEADERONLY FROM",
            "ALTER DATABASE d SET",
            "ALTER DATABASE d MODIFY",
            "CREATE DATABASE d ON",
            "DROP DATABASE",
            "DBCC CHECKDB (",
            "UPDATE STATISTICS t WITH",
            "ALTER INDEX ix ON t REBUILD WITH (",
            "KILL",
            "EXEC sp_getapplock",
            "sp_updatestats",
            "");

    private static final List<String> PIECES = List.of(
            ("WITH TO FROM = , ( ) ; . - @a @@b 'x' N'y' 1 1.5 99999999999 0x 1e5 [n] \"m\" [] '' ' [ /* N' name ON OFF ALL"
                            + " DISK URL MIRROR FILE FILEGROUP PAGE STATS NAME COMPRESSION ENCRYPTION ALGORITHM SERVER CERTIFICATE"
                            + " LEVEL ZSTD MOVE STOPAT AFTER FILESTREAM DATABASE_SNAPSHOT RECOVERY FULL OFFLINE ROLLBACK IMMEDIATE"
                            + " NO_WAIT QUERY_STORE SIZE MAXSIZE KB LOG PRIMARY COLLATE FOR AS SNAPSHOT OF IF EXISTS NOINDEX MAXDOP"
                            + " TABLOCK SAMPLE PERCENT RESAMPLE PARTITIONS ONLINE WAIT_AT_LOW_PRIORITY FILLFACTOR PARTITION"
                            + " STATUSONLY NULL DEFAULT OUTPUT SELECT KILL BACKUP RESTORE DATABASE USE \uD83D é \0 %")
                    .split(" "));

    @Provide
    Arbitrary<String> soups() {
        return Arbitraries.of(BEGINNINGS)
                .flatMap(beginning -> Arbitraries.of(PIECES)
                        .list()
                        .ofMaxSize(15)
                        .map(pieces -> beginning + " " + String.join(" ", pieces)));
    }

    @Provide
    Arbitrary<AdminStatement> statements() {
        return AnyStatement.any();
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void any_soup_of_tokens_ends_in_a_result(
            @ForAll("soups") String soup, @ForAll @IntRange(min = 13, max = 17) int version) {
        requireResult(soup, version);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void any_text_ends_in_a_result(@ForAll String text, @ForAll @IntRange(min = 13, max = 17) int version) {
        requireResult(text, version);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_statement_that_was_damaged_ends_in_a_result(
            @ForAll("statements") AdminStatement statement,
            @ForAll long seed,
            @ForAll @IntRange(min = 13, max = 17) int version) {
        var random = new Random(seed);
        var spelling = new Spelling(seed);
        new Printer(spelling).print(statement);
        var tokens = new ArrayList<>(Lexer.tokens(spelling.toString()).stream()
                .map(token -> token.text())
                .toList());
        var at = random.nextInt(tokens.size());
        switch (random.nextInt(3)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, PIECES.get(random.nextInt(PIECES.size())));
            default -> tokens.set(at, PIECES.get(random.nextInt(PIECES.size())));
        }

        requireResult(String.join(" ", tokens), version);
    }

    @Test
    void a_long_text_takes_no_longer_than_its_length() {
        var devices = "BACKUP DATABASE d TO DISK = 'x'" + ", DISK = 'x'".repeat(100_000);
        var statements = "KILL 5 ".repeat(100_000);
        var brackets = "DBCC CHECKDB " + "(".repeat(100_000);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            requireResult(devices, 16);
            requireResult(statements, 16);
            requireResult(brackets, 16);
        });
    }

    private static void requireResult(String text, int version) {
        var recognition = Reading.of(text, version);

        if (recognition instanceof Refused refused) {
            assertThat(refused.error().severity()).isBetween(15, 16);
            assertThat(refused.error().line()).isPositive();
        } else if (recognition instanceof Recognised recognised) {
            assertThat(text).endsWith(recognised.rest());
        }
    }
}
