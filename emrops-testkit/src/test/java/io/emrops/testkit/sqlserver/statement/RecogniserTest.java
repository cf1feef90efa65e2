package io.emrops.testkit.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.Recognition.NotMine;
import io.emrops.testkit.sqlserver.statement.Recognition.Recognised;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecogniserTest {
    @Test
    void statements_of_a_batch_need_no_semicolons_between_them() {
        var text = """
                ALTER DATABASE d SET SINGLE_USER WITH ROLLBACK IMMEDIATE
                RESTORE DATABASE d FROM DISK = 'x' WITH REPLACE;
                ALTER DATABASE d SET MULTI_USER EXEC sp_updatestats DBCC CHECKDB (d) KILL 5 WITH STATUSONLY
                UPDATE STATISTICS t DROP DATABASE e;;
                """;

        assertThat(((Recognised) Reading.of(text)).statements())
                .extracting(Object::getClass)
                .containsExactly(
                        AlterDatabase.class,
                        Restore.class,
                        AlterDatabase.class,
                        ProcedureCall.class,
                        CheckDb.class,
                        Kill.class,
                        UpdateStatistics.class,
                        DropDatabase.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "USE master",
                "INSERT t VALUES (1)",
                "UPDATE t SET a = 1",
                "WITH a AS (SELECT 1 AS b) SELECT b FROM a",
                "DECLARE @d sysname = N'd'; BACKUP DATABASE @d TO DISK = 'x'",
                "IF 1 = 1 BACKUP DATABASE d TO DISK = 'x'",
                "CREATE TABLE t (a int)",
                "ALTER TABLE t ADD a int",
                "DBCC SHRINKFILE (1)",
                "BACKUP CERTIFICATE c TO FILE = 'x'",
                "RESTORE MASTER KEY FROM FILE = 'x' DECRYPTION BY PASSWORD = 'p' ENCRYPTION BY PASSWORD = 'q'",
                "EXEC Admit @bed = 1",
                "EXEC ('BACKUP DATABASE d TO DISK = ''x''')",
                "Admit 1",
                "sp_getapplocks",
                "EXEC sp_updatestats WITH RECOMPILE",
                "(SELECT 1)",
                "'text'",
                "'open",
                "@a",
                "BAKCUP DATABASE d TO DISK = 'x'"
            })
    void other_statements_are_left_to_others(String text) {
        assertThat(Reading.of(text)).isEqualTo(new NotMine());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ";", "-- nothing", "/* nothing */ ;;"})
    void nothing_is_nothing(String text) {
        assertThat(Reading.of(text)).isEqualTo(new Recognised(List.of(), ""));
    }

    @Test
    void what_follows_and_is_none_of_administration_is_handed_back() {
        var text = "KILL 52; KILL 53 WITH STATUSONLY SELECT @@ERROR; KILL 54";

        assertThat(Reading.of(text))
                .isEqualTo(new Recognised(
                        List.of(
                                new Kill(new Operand.WholeNumber(52), Kill.Mode.END),
                                new Kill(new Operand.WholeNumber(53), Kill.Mode.STATUSONLY)),
                        "SELECT @@ERROR; KILL 54"));
    }

    @Test
    void one_bad_statement_spoils_the_batch() {
        var error = Reading.refusal("KILL 52;\n\nBACKUP DATABASE d\nTO DISK = 'x' WITH\n CHECKSUMS");

        assertThat(error.number()).isEqualTo(155);
        assertThat(error.severity()).isEqualTo(15);
        assertThat(error.line()).isEqualTo(5);
        assertThat(error.procedure()).isEmpty();
    }

    @Test
    void a_call_without_exec_is_only_one_at_the_beginning() {
        assertThat(Reading.statement("sp_updatestats;")).isInstanceOf(ProcedureCall.class);
        assertThat(Reading.of("KILL 52; sp_updatestats"))
                .isEqualTo(new Recognised(
                        List.of(new Kill(new Operand.WholeNumber(52), Kill.Mode.END)), "sp_updatestats"));
    }

    @Test
    void there_are_five_versions() {
        for (var version = 13; version <= 17; version++) {
            assertThat(Reading.statement("KILL 52", version)).isInstanceOf(Kill.class);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Recogniser(12));
        assertThatIllegalArgumentException().isThrownBy(() -> new Recogniser(2022));
    }

    @Test
    void one_statement_is_read_where_a_cursor_stands() throws Refusal {
        var cursor = new TokenCursor("PRINT 1 KILL 52 x", 16, Messages.of(16));

        assertThat(Recogniser.statementAt(cursor)).isEmpty();
        assertThat(cursor.place()).isZero();

        cursor.returnTo(2);
        assertThat(Recogniser.statementAt(cursor)).contains(new Kill(new Operand.WholeNumber(52), Kill.Mode.END));
        assertThat(cursor.at("x")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BACKUP CERTIFICATE c TO FILE = 'x'",
                "CREATE DATABASE AUDIT SPECIFICATION a",
                "EXEC sp_updatestats WITH RECOMPILE",
                "EXEC @r = p",
                "UPDATE t SET a = 1",
                ""
            })
    void a_cursor_stays_where_no_statement_of_administration_is(String text) throws Refusal {
        var cursor = new TokenCursor(text, 16, Messages.of(16));

        assertThat(Recogniser.statementAt(cursor)).isEmpty();
        assertThat(cursor.place()).isZero();
    }

    @Test
    void a_bad_statement_is_refused_where_a_cursor_stands() {
        var cursor = new TokenCursor("BACKUP DATABASE d TO DISK = 'x' WITH FOO", 16, Messages.of(16));

        assertThatThrownBy(() -> Recogniser.statementAt(cursor))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.errors().get(0).number()).isEqualTo(155));
    }
}
