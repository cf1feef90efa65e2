package io.emrops.testkit.sqlserver.statement;

import static io.emrops.testkit.sqlserver.statement.Reading.refusal;
import static io.emrops.testkit.sqlserver.statement.Reading.refused;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNear;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNearKeyword;
import static io.emrops.testkit.sqlserver.statement.Reading.refusedNearWith;
import static io.emrops.testkit.sqlserver.statement.Reading.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Operand.Name;
import io.emrops.testkit.sqlserver.grammar.Operand.Text;
import io.emrops.testkit.sqlserver.grammar.Operand.Variable;
import io.emrops.testkit.sqlserver.grammar.Operand.WholeNumber;
import io.emrops.testkit.sqlserver.statement.StatisticsOption.Sample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    @Test
    void a_database_is_checked() {
        assertThat(statement("DBCC CHECKDB")).isEqualTo(new CheckDb(Optional.empty(), Optional.empty(), List.of()));
        assertThat(statement("dbcc checkdb()")).isEqualTo(statement("DBCC CHECKDB"));
        assertThat(statement("DBCC CHECKDB (N'd', REPAIR_REBUILD) WITH NO_INFOMSGS, ALL_ERRORMSGS, MAXDOP = 2"))
                .isEqualTo(new CheckDb(
                        Optional.of(new Text("d")),
                        Optional.of(CheckDb.Repair.REPAIR_REBUILD),
                        List.of(
                                CheckOption.Flag.NO_INFOMSGS,
                                CheckOption.Flag.ALL_ERRORMSGS,
                                new CheckOption.MaxDop(2))));
        assertThat(((CheckDb) statement("DBCC CHECKDB ([d e])")).database()).contains(new Name("d e"));
        assertThat(((CheckDb) statement("DBCC CHECKDB (0, NOINDEX)")).database())
                .contains(new WholeNumber(0));
        assertThat(((CheckDb) statement("DBCC CHECKDB (@P0)")).database()).contains(new Variable("@P0"));
    }

    @Test
    void what_a_check_cannot_do_is_left_for_execution() {
        assertThat(((CheckDb) statement("DBCC CHECKDB (d, REPAIR_ALL)")).repair())
                .contains(CheckDb.Repair.UNKNOWN);
        assertThat(statement("DBCC CHECKDB (d) WITH PHYSICAL_ONLY, DATA_PURITY, FAST"))
                .isNotNull();
    }

    @Test
    void near_misses_of_a_check_are_refused() {
        refused("DBCC CHECKDB (d) WITH NO_INFOMSG", 195, "'NO_INFOMSG' is not a recognized option.");
        assertThat(refusal("DBCC CHECKDB (d) WITH NO_INFOMSG").state()).isEqualTo(4);
        refused("DBCC CHECKDB (d) WITH MAXDOP", 195, "'MAXDOP' is not a recognized option.");
        refusedNear("DBCC CHECKDB d", "d");
        refusedNear("DBCC CHECKDB (d", "d");
        refusedNear("DBCC CHECKDB (d NOINDEX)", "NOINDEX");
        refusedNear("DBCC CHECKDB (d) WITH", "WITH");
        refusedNear("DBCC CHECKDB (d) WITH NO_INFOMSGS TABLOCK", "TABLOCK");
        refusedNear("DBCC CHECKDB (d) WITH MAXDOP = @p", "@p");
        refusedNearWith("DBCC CHECKDB (d) WITH TABLOCK WITH TABLERESULTS");
        assertThat(refusal("DBCC CHECKDB (d, NOINDEX, 5)").number()).isEqualTo(2583);
    }

    @Test
    void an_old_rebuild_names_its_table_as_a_string_or_a_name() throws Exception {
        assertThat(statement("DBCC DBREINDEX ('dbo.Beds', [IX], 80) WITH NO_INFOMSGS"))
                .isEqualTo(new DbReindex(new Text("dbo.Beds"), Optional.of(new Name("IX")), OptionalInt.of(80), true));
        assertThat(statement("dbcc dbreindex (Beds)"))
                .isEqualTo(new DbReindex(new Name("Beds"), Optional.empty(), OptionalInt.empty(), false));
        refusedNear("DBCC DBREINDEX (Beds) WITH FAST", "FAST");
    }

    @Test
    void statistics_are_updated() {
        assertThat(statement("UPDATE STATISTICS Ward.dbo.[Beds] (a, [b c]) WITH SAMPLE 10 PERCENT, NORECOMPUTE"))
                .isEqualTo(new UpdateStatistics(
                        new ObjectName("Ward", "dbo", "Beds"),
                        List.of("a", "b c"),
                        List.of(
                                new Sample(new WholeNumber(10), Sample.Unit.PERCENT),
                                StatisticsOption.Flag.NORECOMPUTE)));
        assertThat(((UpdateStatistics) statement("UPDATE STATISTICS Ward..Beds ix WITH SAMPLE @n ROWS")))
                .isEqualTo(new UpdateStatistics(
                        new ObjectName("Ward", "", "Beds"),
                        List.of("ix"),
                        List.of(new Sample(new Variable("@n"), Sample.Unit.ROWS))));
        assertThat(((UpdateStatistics)
                                statement(
                                        "UPDATE STATISTICS t WITH RESAMPLE ON PARTITIONS (1, 3 TO 5), INCREMENTAL = ON, MAXDOP = 2, INDEX, AUTO_DROP = OFF, ROWCOUNT = 7"))
                        .options())
                .startsWith(new StatisticsOption.Resample(List.of(new Range(1, 1), new Range(3, 5))))
                .hasSize(6);
    }

    @Test
    void near_misses_of_statistics_are_refused() {
        refused("UPDATE STATISTICS t WITH bogus", 155, "'bogus' is not a recognized UPDATE STATISTICS option.");
        refused("UPDATE STATISTICS t WITH SAMPLE 150 PERCENT", 1031, "Percent values must be between 0 and 100.");
        refusedNear("UPDATE STATISTICS t WITH SAMPLE 10", "10");
        refusedNear("update statistics", "statistics");
        refusedNear("UPDATE STATISTICS 't'", "t");
        refusedNear("UPDATE STATISTICS @t", "@t");
        refusedNear("UPDATE STATISTICS t (a b)", "b");
        refusedNear("UPDATE STATISTICS t FULLSCAN FULLSCAN", "FULLSCAN");
        refusedNearWith("UPDATE STATISTICS t WITH FULLSCAN WITH NORECOMPUTE");
        assertThat(statement("UPDATE STATISTICS t WITH FULLSCAN, SAMPLE 10 PERCENT, FULLSCAN"))
                .isNotNull();
        assertThat(refusal("UPDATE STATISTICS t WITH AUTO_DROP = ON", 15).text())
                .isEqualTo("'AUTO_DROP' is not a recognized UPDATE STATISTICS option.");
    }

    @Test
    void sessions_and_units_of_work_are_killed() {
        assertThat(statement("KILL 57")).isEqualTo(new Kill(new WholeNumber(57), Kill.Mode.END));
        assertThat(statement("kill 57 with statusonly")).isEqualTo(new Kill(new WholeNumber(57), Kill.Mode.STATUSONLY));
        assertThat(statement("KILL -2")).isEqualTo(new Kill(new WholeNumber(-2), Kill.Mode.END));
        assertThat(statement("KILL 'D5499C66-E398-45CA-BF7E-DC9C194B48CF' WITH COMMIT"))
                .isEqualTo(new Kill(new Text("D5499C66-E398-45CA-BF7E-DC9C194B48CF"), Kill.Mode.COMMIT));
    }

    @Test
    void near_misses_of_kill_are_refused() {
        refusedNear("KILL @spid", "@spid");
        refusedNear("KILL (57)", "(");
        refusedNearKeyword("KILL NULL", "NULL");
        refusedNear("KILL spid", "spid");
        refusedNear("KILL", "KILL");
        refusedNear("KILL 57 58", "58");
        refusedNear("KILL 57 WITH NOWAIT", "NOWAIT");
        refused("KILL 5.5", 1080, "The integer value 5.5 is out of range.");
        refused("KILL 99999999999", 1080, "The integer value 99999999999 is out of range.");
        assertThat(Reading.of("KILL QUERY NOTIFICATION SUBSCRIPTION ALL")).isEqualTo(new Recognition.NotMine());
    }

    @Test
    void procedures_are_called_by_name_or_place() {
        assertThat(
                        statement(
                                "EXEC @rc = sp_getapplock @Resource = N'ward', @LockMode = Exclusive, @LockTimeout = -1, @DbPrincipal = DEFAULT"))
                .isEqualTo(new ProcedureCall(
                        Optional.of(new Variable("@rc")),
                        new ObjectName("", "", "sp_getapplock"),
                        List.of(
                                new ProcedureCall.Argument("@Resource", new Text("ward"), false),
                                new ProcedureCall.Argument("@LockMode", new Name("Exclusive"), false),
                                new ProcedureCall.Argument("@LockTimeout", new WholeNumber(-1), false),
                                new ProcedureCall.Argument("@DbPrincipal", Operand.Placeholder.DEFAULT, false))));
        assertThat(statement("Ward.sys.sp_updatestats 'resample'"))
                .isEqualTo(new ProcedureCall(
                        Optional.empty(),
                        new ObjectName("Ward", "sys", "sp_updatestats"),
                        List.of(new ProcedureCall.Argument("", new Text("resample"), false))));
        assertThat(((ProcedureCall) statement("execute [SP_ReleaseAppLock] @P0, NULL, @x OUTPUT")).arguments())
                .containsExactly(
                        new ProcedureCall.Argument("", new Variable("@P0"), false),
                        new ProcedureCall.Argument("", Operand.Placeholder.NULL, false),
                        new ProcedureCall.Argument("", new Variable("@x"), true));
    }

    @Test
    void near_misses_of_a_call_are_refused() {
        refusedNear("EXEC sp_getapplock 'a' 'b'", "b");
        refusedNear("EXEC sp_getapplock 'a',", ",");
        refusedNear("EXEC sp_getapplock ('a')", "(");
        refusedNear("EXEC sp_getapplock @Resource =", "=");
        assertThat(refusal("EXEC sp_getapplock @Resource = 'a', 'Shared'").text())
                .startsWith("Must pass parameter number 2 and subsequent parameters as '@name = value'.");
        assertThat(refusal("EXEC sp_getapplock 'a' OUTPUT").number()).isEqualTo(179);
    }
}
