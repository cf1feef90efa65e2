package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
    private static final Contents.Table BEDS =
            new Contents.Table("dbo", "Beds", 581577110, 40, 2, List.of(new Contents.Index("PK", 1, true)), List.of());

    private final Server server = new Server();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
    }

    private List<Integer> numbersOf(String sql) throws Exception {
        return server.run(sql).stream().map(SqlError::number).toList();
    }

    @Test
    void a_clean_database_is_told_table_by_table() throws Exception {
        server.instance.contents(database -> List.of(BEDS));

        var said = server.run("DBCC CHECKDB (EMRNext)");

        assertThat(said)
                .extracting(SqlError::number)
                .containsExactly(2536, 8997, 8997, 8997, 8997, 8997, 8997, 8997, 8997, 2536, 2593, 8989, 2528);
        assertThat(said)
                .extracting(SqlError::text)
                .contains(
                        "DBCC results for 'EMRNext'.",
                        "There are 40 rows in 2 pages for object \"Beds\".",
                        "CHECKDB found 0 allocation errors and 0 consistency errors in database 'EMRNext'.");
        assertThat(server.database("EMRNext").lastGoodCheck()).contains(server.now());
    }

    @Test
    void without_informational_messages_a_clean_database_is_silence() throws Exception {
        assertThat(numbersOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS, ALL_ERRORMSGS, MAXDOP = 2"))
                .isEmpty();
        assertThat(numbersOf("DBCC CHECKDB ('EMRNext') WITH PHYSICAL_ONLY")).containsExactly(2536, 8989, 2528);
        assertThat(numbersOf("DBCC CHECKDB (EMRNext, NOINDEX) WITH PHYSICAL_ONLY"))
                .containsExactly(7966, 2536, 8989, 2528);
    }

    @Test
    void damage_is_told_with_and_without_informational_messages() throws Exception {
        server.instance.contents(database -> List.of(BEDS));
        server.run("DBCC CHECKDB (EMRNext)");
        var good = server.database("EMRNext").lastGoodCheck();
        server.instance.damage("EMRNext");

        assertThat(numbersOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS")).containsExactly(8928, 8939, 8990, 8989, 8958);
        assertThat(server.run("DBCC CHECKDB (EMRNext) WITH PHYSICAL_ONLY"))
                .extracting(SqlError::text)
                .contains(
                        "CHECKDB found 0 allocation errors and 2 consistency errors in table 'Beds' (object ID 581577110).",
                        "CHECKDB found 0 allocation errors and 2 consistency errors in database 'EMRNext'.",
                        "repair_allow_data_loss is the minimum repair level for the errors found by DBCC CHECKDB (EMRNext).");
        assertThat(server.database("EMRNext").lastGoodCheck()).isEqualTo(good);
    }

    @Test
    void a_bad_page_that_is_no_tables_is_told_apart() throws Exception {
        server.instance.damage("EMRNext");

        assertThat(numbersOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS")).containsExactly(8909, 8954, 8989, 8958);
    }

    @Test
    void results_can_be_rows() throws Exception {
        var clean = server.run(51, "EMRNext", "DBCC CHECKDB WITH TABLERESULTS");
        assertThat(clean.result().orElseThrow().columns())
                .extracting(Column::name)
                .startsWith("Error", "Level", "State", "MessageText", "RepairLevel")
                .hasSize(23);
        assertThat(clean.result().orElseThrow().rows()).hasSize(10);
        assertThat(clean.messages()).extracting(SqlError::number).containsExactly(2528);
        assertThat(server.run(51, "EMRNext", "DBCC CHECKDB (0) WITH TABLERESULTS, NO_INFOMSGS")
                        .result())
                .isEmpty();

        server.instance.damage("EMRNext");
        var damaged = server.run(51, "EMRNext", "DBCC CHECKDB WITH TABLERESULTS, NO_INFOMSGS");
        assertThat(damaged.result().orElseThrow().rows())
                .extracting(row -> row.get(0))
                .containsExactly(8909, 8954, 8989, 8958);
        assertThat(damaged.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DBCC CHECKDB (Nowhere) | 2520",
                "DBCC CHECKDB (99) | 2521",
                "DBCC CHECKDB (tempdb) | 8921",
                "DBCC CHECKDB (EMRNext, 7) | 2560",
                "DBCC CHECKDB (EMRNext) WITH HISTOGRAM | 2532",
                "DBCC CHECKDB (EMRNext) WITH PHYSICAL_ONLY, DATA_PURITY | 2532",
                "DBCC CHECKDB (EMRNext) WITH EXTENDED_LOGICAL_CHECKS, PHYSICAL_ONLY | 2532",
                "DBCC CHECKDB (EMRNext, REPAIR_REBUILD) | 7919"
            })
    void what_cannot_be_checked_is_refused(String sql, int number) {
        assertThat(server.errorsOf(sql)).containsExactly(number);
        assertThat(server.database("EMRNext").lastGoodCheck()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"master", "msdb", "model"})
    void what_every_instance_has_is_clean(String name) throws Exception {
        assertThat(numbersOf("DBCC CHECKDB (" + name + ") WITH NO_INFOMSGS")).isEmpty();
    }

    @Test
    void only_what_is_open_is_checked() throws Exception {
        server.run("BACKUP DATABASE EMRNext TO DISK = 'f'");
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'f' WITH NORECOVERY");
        assertThat(server.errorsOf("DBCC CHECKDB (EMRNext)")).containsExactly(927);
    }

    @Test
    void repairs_need_the_database_for_themselves_and_are_not_played() throws Exception {
        server.run("ALTER DATABASE EMRNext SET SINGLE_USER");
        assertThat(numbersOf("DBCC CHECKDB (EMRNext, REPAIR_ALLOW_DATA_LOSS) WITH NO_INFOMSGS"))
                .isEmpty();

        server.instance.damage("EMRNext");
        for (var sql :
                List.of("DBCC CHECKDB (EMRNext, REPAIR_ALLOW_DATA_LOSS)", "DBCC CHECKDB (EMRNext) WITH ESTIMATEONLY")) {
            assertThatIllegalArgumentException().as(sql).isThrownBy(() -> server.run(sql));
        }
    }

    @Test
    void without_room_for_a_snapshot_it_is_not_checked_unless_nobody_is_there() throws Exception {
        server.instance.disk().fill("C:\\Data\\EMRNext.mdf");
        server.instance.enter(61, "EMRNext");

        assertThat(server.errorsOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS")).containsExactly(7928, 5030, 7926);
        assertThat(server.database("EMRNext").lastGoodCheck()).isEmpty();
        assertThat(numbersOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS, TABLOCK"))
                .isEmpty();

        server.instance.leave(61);
        assertThat(numbersOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS")).containsExactly(7928);
    }

    @Test
    void a_restored_database_was_checked_when_its_backup_was() throws Exception {
        server.run("DBCC CHECKDB (EMRNext)");
        var checked = server.now();
        server.run("BACKUP DATABASE EMRNext TO DISK = 'f'");
        server.run("DBCC CHECKDB (EMRNext)");

        server.run("RESTORE DATABASE EMRNext FROM DISK = 'f' WITH REPLACE");

        assertThat(server.database("EMRNext").lastGoodCheck()).contains(checked);
    }

    @Test
    void a_check_is_seen_and_stopped() throws Exception {
        var check = server.start(60, "DBCC CHECKDB (EMRNext)", "DBCC TABLE CHECK", 70);
        assertThat(server.instance.requests()).singleElement().satisfies(request -> {
            assertThat(request.command()).isEqualTo("DBCC TABLE CHECK");
            assertThat(request.percentComplete()).isEqualTo(70);
        });

        check.cancel();

        assertThat(server.database("EMRNext").lastGoodCheck()).isEmpty();
    }
}
