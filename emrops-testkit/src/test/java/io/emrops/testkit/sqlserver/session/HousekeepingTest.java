package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.protocol.PacketWriter;
import io.emrops.testkit.sqlserver.protocol.ServerVersion;
import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HousekeepingTest {
    private static final ServerSettings SETTINGS = new ServerSettings(
            "test", new ServerVersion(16, 0, 1000), "master", null, false, null, Duration.ofSeconds(30));

    private final Session session = new Session(
            new LoginAttempt(51, "sa", "", "app", "host", "server", "library", false, false, 4096, true),
            "master",
            new TestHost());

    private static final List<String> OWN = List.of(
            "SET NOCOUNT ON",
            "SET LOCK_TIMEOUT -1",
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
            "set transaction isolation level snapshot",
            "SET IMPLICIT_TRANSACTIONS OFF",
            "SET QUOTED_IDENTIFIER, ANSI_NULLS ON",
            "SET DATEFORMAT mdy",
            "USE [a b]",
            "BEGIN TRAN",
            "BEGIN TRANSACTION x WITH MARK 'y'",
            "COMMIT",
            "COMMIT WORK",
            "COMMIT TRAN x",
            "ROLLBACK",
            "ROLLBACK TRANSACTION [x]",
            "SAVE TRAN x",
            "IF @@TRANCOUNT > 0 COMMIT TRAN",
            "IF @@TRANCOUNT = 0 BEGIN BEGIN TRAN SET NOCOUNT ON; END",
            "BEGIN SET NOCOUNT ON SELECT 1 END",
            "SELECT 1",
            "SELECT @@SPID AS a, DB_NAME(), CAST(SERVERPROPERTY('Edition') AS nvarchar(5)) AS [b], NULL",
            "SELECT CAST('7' AS int)",
            "SELECT CAST(CAST(@@TRANCOUNT AS varchar(10)) AS tinyint)",
            "EXEC sp_unprepare 7");

    private static final List<String> FOREIGN = List.of(
            "DELETE FROM t",
            "SELECT a FROM b",
            "SELECT 1 FROM b",
            "SELECT 1 + 1",
            "SELECT 1 UNION SELECT 2",
            "SELECT @@IDENTITY",
            "SELECT @p",
            "EXEC sp_who",
            "EXEC sp_unprepare 1, 2",
            "EXECUTE ('x')",
            "DROP TABLE t",
            "PRINT 'x'",
            "CHECKPOINT",
            "SHUTDOWN",
            "RETURN",
            "WAITFOR DELAY '1'",
            "IF 1 = 1 SELECT 1",
            "IF @@TRANCOUNT < 1 COMMIT",
            "BEGIN TRY SELECT 1 END TRY",
            "SET @x = 1",
            "SET FMTONLY ON",
            "SET x = 1",
            "END",
            "ELSE SET NOCOUNT ON",
            ")",
            "'x",
            "INSERT t VALUES (1)");

    private Optional<Housekeeping.Step> parse(String text) {
        return Housekeeping.of(SqlText.of(text), session, SETTINGS);
    }

    @Provide
    Arbitrary<List<String>> own() {
        return Arbitraries.of(OWN).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> foreign() {
        return Arbitraries.of(FOREIGN);
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of("\n", ";", " ;; ", " -- ;\n", " /* ; */ ");
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void its_own_statements_are_accepted_in_any_order(
            @ForAll("own") List<String> statements, @ForAll("separators") String separator) {
        assertThat(parse(String.join(separator, statements))).isPresent();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void a_text_with_anything_else_in_it_is_refused(
            @ForAll("own") List<String> statements,
            @ForAll("foreign") String other,
            @ForAll("separators") String separator,
            @ForAll int place) {
        var all = new ArrayList<>(statements);
        all.add(Math.floorMod(place, statements.size() + 1), other);

        assertThat(parse(String.join(separator, all))).isEmpty();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void no_mixture_of_its_words_is_too_strange(@ForAll("words") String text) throws Exception {
        var steps = parse(text);

        if (steps.isPresent()) {
            assertThat(carryOut(text)).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(
                        "SET",
                        "NOCOUNT",
                        "ON",
                        "TRANSACTION",
                        "ISOLATION",
                        "LEVEL",
                        "SERIALIZABLE",
                        "USE",
                        "BEGIN",
                        "END",
                        "TRAN",
                        "COMMIT",
                        "ROLLBACK",
                        "SAVE",
                        "IF",
                        "@@TRANCOUNT",
                        ">",
                        "=",
                        "0",
                        "1",
                        "SELECT",
                        "CAST",
                        "(",
                        ")",
                        "AS",
                        "int",
                        "nvarchar",
                        "(max)",
                        "DB_NAME",
                        "()",
                        "NULL",
                        "'a'",
                        ",",
                        ";",
                        "-",
                        "EXEC",
                        "sp_unprepare",
                        "WITH",
                        "MARK",
                        "x",
                        "[]",
                        "@p",
                        "99999999999",
                        "1.5",
                        "'x")
                .list()
                .ofMaxSize(15)
                .map(words -> String.join(" ", words));
    }

    private String carryOut(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        var packets = new PacketWriter(out, 51);
        packets.begin(null);
        var interruptions = new Interruptions();
        interruptions.begin();
        var request = Request.batch(text, session.state());
        var reply = new ReplyWriter(new TokenWriter(packets), SETTINGS, session, interruptions, request, null);
        parse(text).orElseThrow().carryOut(reply);
        reply.end(true);
        packets.end();
        return out.toString(StandardCharsets.UTF_16LE) + out.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"BEGIN ", "IF @@TRANCOUNT > 0 ", "SELECT CAST(", "BEGIN TRAN ", "SET NOCOUNT ON ", "SELECT 1 "})
    void a_text_of_100_000_words_is_neither_too_deep_nor_too_long(String beginning) throws Exception {
        var text = beginning.repeat(30_000);

        var steps = parse(text);

        if (steps.isPresent()) {
            assertThat(carryOut(text)).isNotEmpty();
        }
    }

    @Test
    void names_and_texts_may_be_long() throws Exception {
        assertThat(parse("SELECT 1 AS [" + "x".repeat(129) + "]")).isEmpty();
        assertThat(parse("USE " + "x".repeat(129))).isEmpty();
        assertThat(carryOut("SELECT '" + "x".repeat(5000) + "'")).contains("x\0x\0x\0");
        session.enter("d".repeat(300));
        assertThat(carryOut("SELECT DB_NAME()")).contains("d\0d\0d\0");
    }

    @Test
    void a_value_is_that_of_its_turn() throws Exception {
        assertThat(carryOut("USE Ward; SELECT DB_NAME()")).contains("\u0008\0W\0a\0r\0d\0");
        carryOut("BEGIN TRAN BEGIN TRAN");
        assertThat(carryOut("COMMIT; SELECT @@TRANCOUNT")).contains("\u00D1\u0004\u0001\0\0\0");
    }

    @Test
    void a_condition_is_looked_at_in_its_turn() throws Exception {
        carryOut("BEGIN TRAN; IF @@TRANCOUNT > 0 COMMIT; IF @@TRANCOUNT > 0 BEGIN SET NOCOUNT ON BEGIN TRAN END");

        assertThat(session.transaction.count()).isZero();
    }
}
