package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UpkeepTest {
    private static final String RESUMABLE =
            "ALTER INDEX IX_Ward ON dbo.Beds REBUILD WITH (ONLINE = ON, RESUMABLE = ON)";

    private final Server server = new Server();
    private long rows = 40;

    @BeforeEach
    void create() throws Exception {
        fill(server);
    }

    private void fill(Server filled) throws Exception {
        filled.run("CREATE DATABASE EMRNext");
        filled.instance.contents(database -> List.of(
                new Contents.Table(
                        "dbo",
                        "Beds",
                        581577110,
                        rows,
                        2,
                        List.of(
                                new Contents.Index("PK_Beds", 1, true),
                                new Contents.Index("IX_Ward", 2, true),
                                new Contents.Index("IX_Locked", 3, false)),
                        List.of("_WA_Sys_00000002")),
                new Contents.Table("lab", "Results", 597577167, 7, 1, List.of(), List.of())));
    }

    private List<SqlError> run(String sql) throws Exception {
        return server.run(51, "EMRNext", sql).messages();
    }

    private List<Integer> errorsOf(String sql) {
        return server.errorsOf(51, "EMRNext", sql);
    }

    private Upkeep upkeep() {
        return server.database("EMRNext").upkeep();
    }

    private Upkeep.IndexState index(String name) {
        return upkeep().index("dbo", "beds", name);
    }

    private Upkeep.StatisticsState statistics(String name) {
        return upkeep().statistics("DBO", "Beds", name).orElseThrow();
    }

    @Test
    void a_rebuild_puts_an_index_and_its_statistics_in_order() throws Exception {
        upkeep().fragment("dbo", "Beds", "IX_Ward", 87.5);
        assertThat(index("ix_ward").fragmentation()).isEqualTo(87.5);

        assertThat(run("ALTER INDEX IX_Ward ON Beds REBUILD WITH (FILLFACTOR = 80, ONLINE = ON)"))
                .isEmpty();

        assertThat(index("IX_Ward").fragmentation()).isZero();
        assertThat(index("IX_Ward").rebuilt()).contains(server.now());
        assertThat(statistics("IX_Ward").updated()).isEqualTo(server.now());
        assertThat(index("PK_Beds").rebuilt()).isEmpty();
    }

    @Test
    void a_reorganisation_leaves_statistics_alone_and_needs_page_locks() throws Exception {
        upkeep().fragment("dbo", "Beds", "IX_Ward", 20);
        run("ALTER INDEX IX_Ward ON dbo.Beds REORGANIZE");

        assertThat(index("IX_Ward").fragmentation()).isZero();
        assertThat(index("IX_Ward").reorganized()).contains(server.now());
        assertThat(upkeep().statistics("dbo", "Beds", "IX_Ward")).isEmpty();
        assertThat(errorsOf("ALTER INDEX IX_Locked ON dbo.Beds REORGANIZE")).containsExactly(1943);
        assertThat(errorsOf("ALTER INDEX ALL ON dbo.Beds REORGANIZE")).containsExactly(1943);

        run("ALTER INDEX IX_Locked ON dbo.Beds SET (ALLOW_PAGE_LOCKS = ON)");
        assertThat(errorsOf("ALTER INDEX ALL ON dbo.Beds REORGANIZE")).isEmpty();
        assertThat(index("IX_Locked").reorganized()).contains(server.now());
    }

    @Test
    void changes_are_counted_until_statistics_are_made_anew() throws Exception {
        upkeep().outdate("dbo", "Beds", "IX_Ward", 900);
        upkeep().outdate("dbo", "Beds", "PK_Beds", 900);

        run("UPDATE STATISTICS dbo.Beds IX_Ward");
        run("ALTER INDEX PK_Beds ON dbo.Beds REORGANIZE");

        assertThat(upkeep().changes("dbo", "beds", "ix_ward")).isZero();
        assertThat(upkeep().changes("dbo", "Beds", "PK_Beds")).isEqualTo(900);
        run("ALTER INDEX PK_Beds ON dbo.Beds REBUILD");
        assertThat(upkeep().changes("dbo", "Beds", "PK_Beds")).isZero();
    }

    @Test
    void what_is_disabled_is_only_rebuilt() throws Exception {
        run("ALTER INDEX IX_Ward ON dbo.Beds DISABLE");
        assertThat(index("IX_Ward").disabled()).isTrue();
        assertThat(errorsOf("ALTER INDEX IX_Ward ON dbo.Beds REORGANIZE")).containsExactly(1973);

        run("ALTER INDEX ALL ON dbo.Beds REBUILD");
        assertThat(index("IX_Ward").disabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER INDEX PK ON dbo.Nothing REBUILD | 1088",
                "ALTER INDEX PK ON lab.Beds REBUILD | 1088",
                "ALTER INDEX PK ON Nowhere.dbo.Beds REBUILD | 911",
                "ALTER INDEX IX_Other ON Beds REBUILD | 2727",
                "ALTER INDEX IX_Ward ON Beds REBUILD WITH (RESUMABLE = ON) | 11438",
                "ALTER INDEX IX_Ward ON Beds RESUME | 10638",
                "ALTER INDEX IX_Ward ON Beds PAUSE | 10638",
                "ALTER INDEX IX_Ward ON Beds ABORT | 10638",
                "UPDATE STATISTICS Nothing | 2706",
                "UPDATE STATISTICS dbo.Beds IX_Other | 2767",
                "UPDATE STATISTICS dbo.Beds WITH FULLSCAN, SAMPLE 10 PERCENT | 1052",
                "UPDATE STATISTICS dbo.Beds WITH INDEX, COLUMNS | 1052",
                "UPDATE STATISTICS dbo.Beds WITH NORECOMPUTE, NORECOMPUTE | 1039",
                "DBCC DBREINDEX ('Nothing') | 2501",
                "DBCC DBREINDEX ('dbo.Beds', 'IX_Other') | 2727"
            })
    void what_is_not_there_or_does_not_fit_is_refused(String sql, int number) {
        assertThat(errorsOf(sql)).containsExactly(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER INDEX IX_Ward ON Beds REBUILD PARTITION = 2",
                "ALTER INDEX ALL ON Beds PAUSE",
                "UPDATE STATISTICS Beds WITH ROWCOUNT = 5",
                "UPDATE STATISTICS Beds WITH INCREMENTAL = ON",
                "EXEC sp_updatestats 'sometimes'"
            })
    void what_is_not_played_is_not_claimed(String sql) {
        assertThatIllegalArgumentException().isThrownBy(() -> run(sql));
    }

    @ParameterizedTest
    @CsvSource({"STANDARD", "WEB", "EXPRESS"})
    void only_some_editions_rebuild_while_the_index_is_used(Edition edition) throws Exception {
        var other = new Server(16, edition);
        fill(other);

        assertThat(other.errorsOf(51, "EMRNext", "ALTER INDEX IX_Ward ON Beds REBUILD WITH (ONLINE = ON)"))
                .containsExactly(1712);
        assertThat(other.errorsOf(51, "EMRNext", "ALTER INDEX IX_Ward ON Beds REBUILD WITH (ONLINE = OFF)"))
                .isEmpty();
    }

    @Test
    void a_read_only_database_is_left_as_it_is() throws Exception {
        server.run("ALTER DATABASE EMRNext SET READ_ONLY");

        assertThat(errorsOf("ALTER INDEX ALL ON Beds REBUILD")).containsExactly(3906);
        assertThat(errorsOf("UPDATE STATISTICS Beds")).containsExactly(3906);
    }

    @Test
    void a_rebuild_that_is_stopped_is_undone_unless_it_can_go_on() throws Exception {
        server.start(60, "ALTER INDEX IX_Ward ON EMRNext.dbo.Beds REBUILD", "ALTER INDEX", 40)
                .cancel();
        assertThat(index("IX_Ward").paused()).isEmpty();
        assertThat(index("IX_Ward").rebuilt()).isEmpty();

        server.start(60, RESUMABLE.replace("dbo.Beds", "EMRNext.dbo.Beds"), "ALTER INDEX", 40)
                .cancel();
        assertThat(index("IX_Ward").paused()).isEqualTo(OptionalInt.of(40));
        assertThat(errorsOf("ALTER INDEX IX_Ward ON Beds REBUILD")).containsExactly(10637);

        assertThat(errorsOf("ALTER INDEX IX_Ward ON Beds RESUME")).isEmpty();
        assertThat(index("IX_Ward").paused()).isEmpty();
        assertThat(index("IX_Ward").rebuilt()).contains(server.now());
    }

    @Test
    void a_resumable_rebuild_is_paused_and_given_up_by_others() throws Exception {
        server.instance.enter(60, "EMRNext");
        var rebuild = server.start(60, RESUMABLE.replace("dbo.Beds", "EMRNext.dbo.Beds"), "ALTER INDEX", 40);
        assertThatThrownBy(() -> run("ALTER INDEX PK_Beds ON Beds REBUILD"))
                .isInstanceOfSatisfying(
                        OthersInside.class, e -> assertThat(e.sessions()).containsExactly(60));

        var paused = server.run(51, "EMRNext", "ALTER INDEX IX_Ward ON Beds PAUSE");

        assertThat(paused.killed()).containsExactly(60);
        assertThat(rebuild.release().errors()).containsExactly(596);
        assertThat(index("IX_Ward").paused()).isEqualTo(OptionalInt.of(40));

        run("ALTER INDEX IX_Ward ON Beds ABORT");
        assertThat(index("IX_Ward").paused()).isEmpty();
        assertThat(index("IX_Ward").rebuilt()).isEmpty();
    }

    @Test
    void statistics_remember_how_they_were_updated() throws Exception {
        run("UPDATE STATISTICS dbo.Beds (IX_Ward, _WA_Sys_00000002) WITH SAMPLE 25 PERCENT, NORECOMPUTE");

        assertThat(statistics("IX_Ward").sampled()).isEqualTo(10);
        assertThat(statistics("_wa_sys_00000002").noRecompute()).isTrue();
        assertThat(upkeep().statistics("dbo", "Beds", "PK_Beds")).isEmpty();

        run("UPDATE STATISTICS dbo.Beds WITH FULLSCAN, COLUMNS");
        assertThat(statistics("_WA_Sys_00000002").sampled()).isEqualTo(40);
        assertThat(statistics("IX_Ward").sampled()).isEqualTo(10);
    }

    @Test
    void statistics_of_all_tables_are_updated_where_rows_came_or_went() throws Exception {
        assertThat(run("EXEC sp_updatestats"))
                .extracting(SqlError::text)
                .containsExactly(
                        "Updating [dbo].[Beds]",
                        "    [PK_Beds] has been updated...",
                        "    [IX_Ward] has been updated...",
                        "    [IX_Locked] has been updated...",
                        "    [_WA_Sys_00000002] has been updated...",
                        "    4 index(es)/statistic(s) have been updated, 0 did not require update.",
                        " ",
                        "Updating [lab].[Results]",
                        "    0 index(es)/statistic(s) have been updated, 0 did not require update.",
                        " ",
                        "Statistics for all tables have been updated.");
        var again = run("sp_updatestats 'resample'");
        assertThat(again)
                .extracting(SqlError::text)
                .contains(
                        "    [IX_Ward], update is not necessary...",
                        "    0 index(es)/statistic(s) have been updated, 4 did not require update.");
        assertThat(again)
                .extracting(SqlError::number)
                .containsExactly(15650, 15653, 15653, 15653, 15653, 15651, 0, 15650, 15651, 0, 15005);
        rows++;
        assertThat(run("EXEC EMRNext.dbo.sp_updatestats"))
                .extracting(SqlError::number)
                .containsExactly(15650, 15652, 15652, 15652, 15652, 15651, 0, 15650, 15651, 0, 15005);
    }

    @Test
    void the_old_way_of_rebuilding_works() throws Exception {
        assertThat(run("DBCC DBREINDEX ('EMRNext.dbo.[Beds]', '', 90)"))
                .extracting(SqlError::number)
                .containsExactly(2528);
        assertThat(index("IX_Ward").rebuilt()).contains(server.now());
    }

    @Test
    void a_backup_carries_it() throws Exception {
        run("ALTER INDEX IX_Ward ON Beds REBUILD");
        var rebuilt = index("IX_Ward").rebuilt();
        server.run("BACKUP DATABASE EMRNext TO DISK = 'f'");
        run("ALTER INDEX IX_Ward ON Beds REBUILD");

        server.run("RESTORE DATABASE EMRNext FROM DISK = 'f' WITH REPLACE");

        assertThat(index("IX_Ward").rebuilt()).isEqualTo(rebuilt);
    }
}
