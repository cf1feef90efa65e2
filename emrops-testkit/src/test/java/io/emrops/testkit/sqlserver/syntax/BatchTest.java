package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.Kill;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    private final StatementPrinter printer = new StatementPrinter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1 SELECT 2;;SELECT 3 | SELECT 1; SELECT 2; SELECT 3",
                ";;PRINT 'x' + 'y'; | PRINT ('x' + 'y')",
                "IF 1 = 1 PRINT 1 ELSE PRINT 2 PRINT 3 | IF (1 = 1) PRINT 1 ELSE PRINT 2; PRINT 3",
                "IF 1 = 1 PRINT 1; ELSE PRINT 2; | IF (1 = 1) PRINT 1 ELSE PRINT 2",
                "IF 1 = 1 PRINT 1 ELSE IF 2 = 2 PRINT 2 ELSE PRINT 3 | IF (1 = 1) PRINT 1 ELSE IF (2 = 2) PRINT 2 ELSE PRINT 3",
                "IF 1 = 1 IF 2 = 2 PRINT 1 ELSE PRINT 2 | IF (1 = 1) IF (2 = 2) PRINT 1 ELSE PRINT 2",
                "IF 1 = 1 DECLARE @a int, @b int | IF (1 = 1) BEGIN DECLARE @a int; DECLARE @b int; END",
                "WHILE @i < 5 BEGIN SET @i += 1; IF @i = 3 BREAK ELSE CONTINUE END | WHILE (@i < 5) BEGIN SET @i += 1; IF (@i = 3) BREAK"
                        + " ELSE CONTINUE; END",
                "BEGIN PRINT 1 END | BEGIN PRINT 1; END",
                "BEGIN TRY PRINT 1 END TRY BEGIN CATCH THROW END CATCH | BEGIN TRY PRINT 1; END TRY BEGIN CATCH THROW ; END CATCH",
                "BEGIN TRY; PRINT 1; END TRY BEGIN CATCH; PRINT 2; THROW; END CATCH; | BEGIN TRY PRINT 1; END TRY BEGIN CATCH PRINT 2;"
                        + " THROW ; END CATCH",
                "BEGIN TRY PRINT 1 END TRY BEGIN CATCH END CATCH | BEGIN TRY PRINT 1; END TRY BEGIN CATCH ; END CATCH",
                "THROW 50001, 'x', 1 | THROW 50001, 'x', 1",
                "RAISERROR ('x %d', 16, -1, @a) WITH NOWAIT, LOG | RAISERROR ('x %d', 16, (- (1)), @a) WITH NOWAIT, LOG",
                "RAISERROR (50001, 16, 1) SELECT 1 | RAISERROR (50001, 16, 1); SELECT 1",
                "WAITFOR DELAY '00:00:01' | WAITFOR DELAY '00:00:01'",
                "WAITFOR TIME @t | WAITFOR TIME @t",
                "RETURN SELECT 1 | RETURN; SELECT 1",
                "DECLARE @a int = 1, @b AS nvarchar(10), @t TABLE (a int PRIMARY KEY) | DECLARE @a int = 1; DECLARE @b nvarchar(10);"
                        + " DECLARE @t TABLE ([a] int  PRIMARY KEY)",
                "SET @a = 1 SET @b ^= 2 | SET @a = 1; SET @b ^= 2",
                "EXEC ('x' + @y + N'z') | EXEC ('x' + @y + N'z')",
                "EXECUTE dbo.p | EXEC [dbo].[p] ",
                "EXEC @r = p 1, -2.5, N'x', @a OUTPUT, @b = DEFAULT, @c = @d OUT, @e = NULL | EXEC @r = [p] 1, (- (2.5)), N'x', @a OUTPUT,"
                        + " @b = DEFAULT, @c = @d OUTPUT, @e = NULL",
                "EXEC sp_help t WITH RECOMPILE | EXEC [sp_help] 't'",
                "sp_help t, [u v] PRINT 1 | EXEC [sp_help] 't', 'u v'; PRINT 1",
                "SELEC 1 | EXEC [SELEC] 1",
                "BEGIN TRAN | BEGIN TRANSACTION",
                "BEGIN TRANSACTION x WITH MARK 'y' | BEGIN TRANSACTION [x] WITH MARK 'y'",
                "BEGIN TRAN @x COMMIT TRAN x COMMIT WORK COMMIT | BEGIN TRANSACTION @x; COMMIT; COMMIT; COMMIT",
                "COMMIT WITH (DELAYED_DURABILITY = ON) | COMMIT",
                "SAVE TRAN x ROLLBACK TRANSACTION x ROLLBACK WORK ROLLBACK | SAVE TRANSACTION [x]; ROLLBACK TRANSACTION [x]; ROLLBACK"
                        + " TRANSACTION; ROLLBACK TRANSACTION",
                "USE [a b] | USE [a b]",
                "SET NOCOUNT ON | SET NOCOUNT ON",
                "set ansi_nulls, quoted_identifier on | SET ANSI_NULLS ON; SET QUOTED_IDENTIFIER ON",
                "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED | SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
                "SET TRANSACTION ISOLATION LEVEL snapshot | SET TRANSACTION ISOLATION LEVEL SNAPSHOT",
                "SET LOCK_TIMEOUT -1 SET DATEFIRST 1 SET DEADLOCK_PRIORITY -5 | SET LOCK_TIMEOUT -1; SET DATEFIRST 1; SET"
                        + " DEADLOCK_PRIORITY -5",
                "SET LANGUAGE us_english SET DATEFORMAT dmy SET ROWCOUNT @n | SET LANGUAGE US_ENGLISH; SET DATEFORMAT DMY; SET ROWCOUNT @n",
                "SET CONTEXT_INFO 0xFF SET STATISTICS IO, TIME ON | SET CONTEXT_INFO 0xFF; SET STATISTICS IO ON; SET STATISTICS TIME ON",
                "SET IDENTITY_INSERT dbo.t OFF | SET IDENTITY_INSERT [dbo].[t] OFF",
            })
    void batches_are_read_as_documented(String text, String meaning) {
        assertThat(printer.batch(Reading.batch(text)).strip()).as(text).isEqualTo(meaning.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", "-- nothing", "/* nothing */ ;;"})
    void nothing_is_nothing(String text) {
        assertThat(Reading.batch(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PRINT 1 x | 102 line 1: Incorrect syntax near 'x'.",
                "PRINT 1; foo 2 | 102 line 1: Incorrect syntax near 'foo'.",
                "PRINT 1; 'x' | 102 line 1: Incorrect syntax near 'x'.",
                "@a | 102 line 1: Incorrect syntax near '@a'.",
                "1 | 102 line 1: Incorrect syntax near '1'.",
                ") | 102 line 1: Incorrect syntax near ')'.",
                "(1) | 102 line 1: Incorrect syntax near '('.",
                "END | 156 line 1: Incorrect syntax near the keyword 'END'.",
                "ELSE PRINT 1 | 156 line 1: Incorrect syntax near the keyword 'ELSE'.",
                "'open | 105 line 1: Unclosed quotation mark after the character string 'open '.",
                "PRINT | 102 line 1: Incorrect syntax near 'PRINT'.",
                "IF PRINT 1 | 156 line 1: Incorrect syntax near the keyword 'PRINT'.",
                "IF 1 PRINT 1 | 4145 line 1: An expression of non-boolean type specified in a context where a condition is expected, near"
                        + " 'PRINT'.",
                "IF 1 = 1 | 102 line 1: Incorrect syntax near '1'.",
                "IF 1 = 1; PRINT 1 | 102 line 1: Incorrect syntax near ';'.",
                "IF 1 = 1 PRINT 1;; ELSE PRINT 2 | 156 line 1: Incorrect syntax near the keyword 'ELSE'.",
                "IF 1 = 1 PRINT 1 PRINT 2 ELSE PRINT 3 | 156 line 1: Incorrect syntax near the keyword 'ELSE'.",
                "IF 1 = 1 THEN PRINT 1 | 156 line 1: Incorrect syntax near the keyword 'THEN'.",
                "BEGIN END | 156 line 1: Incorrect syntax near the keyword 'END'.",
                "BEGIN PRINT 1 | 102 line 1: Incorrect syntax near '1'.",
                "BEGIN TRY PRINT 1 END | 102 line 1: Incorrect syntax near 'END'.",
                "BEGIN TRY PRINT 1 END TRY | 102 line 1: Incorrect syntax near 'TRY'.",
                "BEGIN TRY PRINT 1 END TRY; BEGIN CATCH END CATCH | 102 line 1: Incorrect syntax near ';'.",
                "BEGIN TRY END TRY BEGIN CATCH END CATCH | 156 line 1: Incorrect syntax near the keyword 'END'.",
                "BREAK | 135 line 1: Cannot use a BREAK statement outside the scope of a WHILE statement.",
                "CONTINUE | 136 line 1: Cannot use a CONTINUE statement outside the scope of a WHILE statement.",
                "RETURN 1 | 178 line 1: A RETURN statement with a return value cannot be used in this context.",
                "THROW | 10704 line 1: To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement"
                        + " inside a CATCH block, or add error parameters to the THROW statement.",
                "THROW 50001 | 102 line 1: Incorrect syntax near '50001'.",
                "THROW 50001, 'x' + 'y', 1 | 102 line 1: Incorrect syntax near '+'.",
                "PRINT 1 THROW 50001, 'x', 1 | 102 line 1: Incorrect syntax near 'THROW'.",
                "RAISERROR 50001 'x' | 102 line 1: Incorrect syntax near '50001'.",
                "RAISERROR ('x', 16) | 102 line 1: Incorrect syntax near ')'.",
                "RAISERROR ('x' + 'y', 16, 1) | 102 line 1: Incorrect syntax near '+'.",
                "RAISERROR ('x', 16, 1) WITH NOWAIT, FOO | 102 line 1: Incorrect syntax near 'FOO'.",
                "WAITFOR '00:00:01' | 102 line 1: Incorrect syntax near '00:00:01'.",
                "DECLARE a int | 102 line 1: Incorrect syntax near 'a'.",
                "DECLARE @a | 102 line 1: Incorrect syntax near '@a'.",
                "DECLARE @a = 1 | 102 line 1: Incorrect syntax near '='.",
                "DECLARE @a int, | 102 line 1: Incorrect syntax near ','.",
                "SET @a | 102 line 1: Incorrect syntax near '@a'.",
                "SET a = 1 | 195 line 1: 'a' is not a recognized SET option.",
                "SET FOO ON | 195 line 1: 'FOO' is not a recognized SET option.",
                "SET NOCOUNT | 102 line 1: Incorrect syntax near 'NOCOUNT'.",
                "SET NOCOUNT 1 | 102 line 1: Incorrect syntax near '1'.",
                "SET TRANSACTION ISOLATION LEVEL FOO | 102 line 1: Incorrect syntax near 'FOO'.",
                "SET TABLE ON | 156 line 1: Incorrect syntax near the keyword 'TABLE'.",
                "EXEC | 102 line 1: Incorrect syntax near 'EXEC'.",
                "EXEC p 1 + 1 | 102 line 1: Incorrect syntax near '+'.",
                "EXEC p (1) | 102 line 1: Incorrect syntax near '('.",
                "EXEC p f() | 102 line 1: Incorrect syntax near '('.",
                "EXEC p @a = 1, 2 | 119 line 1: Must pass parameter number 2 and subsequent parameters as '@name = value'. After the form"
                        + " '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'.",
                "EXEC p 1 OUTPUT | 179 line 1: Cannot use the OUTPUT option when passing a constant to a stored procedure.",
                "EXEC ('x' + UPPER('y')) | 102 line 1: Incorrect syntax near 'UPPER'.",
                "USE @a | 102 line 1: Incorrect syntax near '@a'.",
                "USE | 102 line 1: Incorrect syntax near 'USE'.",
                "SAVE TRANSACTION | 102 line 1: Incorrect syntax near 'TRANSACTION'.",
                "SELECT 1 GO SELECT 2 x y | 102 line 1: Incorrect syntax near 'y'.",
                "BACKUP DATABASE d TO DISK = 'x' foo | 102 line 1: Incorrect syntax near 'foo'.",
                "PRINT 1; BACKUP DATABASE d TO DISK = 'x' WITH FOO | 155 line 1: 'FOO' is not a recognized BACKUP option.",
            })
    void what_is_wrong_is_refused(String text, String refusal) {
        if (text.startsWith("'open")) {
            assertThat(Reading.refusal(text).number()).isEqualTo(105);
        } else {
            Reading.refused(text, refusal);
        }
    }

    @Test
    void lines_are_those_of_the_first_words() {
        var batch = Reading.batch("\nIF 1 = 1\n  PRINT 1\nELSE IF 2 = 2\n  PRINT 2\n;\n\nKILL 5");

        var first = (Statement.If) batch.get(0);
        assertThat(first.line()).isEqualTo(2);
        assertThat(first.then().line()).isEqualTo(3);
        assertThat(first.otherwise().map(Statement::line)).contains(4);
        assertThat(batch.get(1).line()).isEqualTo(8);
    }

    @Test
    void statements_of_administration_may_stand_anywhere() {
        var batch = Reading.batch("KILL 5 PRINT 1 IF 1 = 1 EXEC sp_updatestats WHILE 1 = 1 BEGIN KILL 6 BREAK END");

        assertThat(batch.get(0))
                .isInstanceOfSatisfying(
                        Statement.Administration.class,
                        statement -> assertThat(statement.statement()).isInstanceOf(Kill.class));
        assertThat(((Statement.If) batch.get(2)).then())
                .isInstanceOfSatisfying(
                        Statement.Administration.class,
                        statement -> assertThat(statement.statement()).isInstanceOf(ProcedureCall.class));
        assertThat(((Statement.Block) ((Statement.While) batch.get(3)).body()).statements())
                .hasSize(2);
    }

    @Test
    void a_procedure_of_administration_that_is_called_otherwise_is_one_as_any() {
        assertThat(Reading.statement("EXEC sp_updatestats @@SPID")).isInstanceOf(Statement.ExecuteProcedure.class);
    }

    @Test
    void there_are_five_versions() {
        for (var version = 13; version <= 17; version++) {
            assertThat(Reading.batch("SELECT 1", version)).hasSize(1);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchParser(12));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchParser(18));
    }

    @Test
    void parameters_are_declared_with_values_and_directions() throws Refusal {
        var parser = new BatchParser(16);

        assertThat(parser.parseParameters(
                        "@a int, @b AS nvarchar(4000) = N'x' OUTPUT, @c dbo.Beds READONLY, @d decimal(10, 2) out"))
                .extracting(Object::toString)
                .containsExactly(
                        "ParameterDeclaration[name=@a, type=int, value=Optional.empty, output=false, readOnly=false]",
                        "ParameterDeclaration[name=@b, type=nvarchar(4000), value=Optional[Literal[kind=NATIONAL_STRING, text=x]],"
                                + " output=true, readOnly=false]",
                        "ParameterDeclaration[name=@c, type=dbo.beds, value=Optional.empty, output=false, readOnly=true]",
                        "ParameterDeclaration[name=@d, type=decimal(10,2), value=Optional.empty, output=true, readOnly=false]");
        assertThat(parser.parseParameters("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a int", "@a", "@a int,", "@a int x", "@a int = ", "@a int OUTPUT OUTPUT"})
    void parameters_that_are_wrong_are_refused(String text) {
        assertThat(refused(() -> new BatchParser(16).parseParameters(text))).contains(102);
    }

    private interface Reader {
        Object read() throws Refusal;
    }

    private static Optional<Integer> refused(Reader reader) {
        try {
            reader.read();
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e.errors().get(0).number());
        }
    }

    @Test
    void what_is_read_alone_is_read_to_its_end() {
        var parser = new BatchParser(16);

        assertThat(refused(() -> parser.parseExpression("1 1"))).contains(102);
        assertThat(refused(() -> parser.parseExpression(""))).contains(102);
        assertThat(refused(() -> parser.parseCondition("1 = 1 x"))).contains(102);
        assertThat(refused(() -> parser.parseCondition(""))).contains(102);
        assertThat(refused(() -> parser.parseQuery("SELECT 1; SELECT 2"))).contains(102);
        assertThat(refused(() -> parser.parseQuery("PRINT 1"))).contains(156);
        assertThat(refused(() -> parser.parseQuery("WITH c AS (SELECT 1 AS a) SELECT * FROM c")))
                .isEmpty();
    }
}
