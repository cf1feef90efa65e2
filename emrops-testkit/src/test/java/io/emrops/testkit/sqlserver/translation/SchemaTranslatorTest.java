package io.emrops.testkit.sqlserver.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.Kind;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaTranslatorTest {
    private Workbench bench;

    @BeforeEach
    void open() throws SQLException {
        bench = new Workbench();
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    @Test
    void a_plan_names_what_is_made_and_dropped() throws Exception {
        bench.run("CREATE TABLE gone (id int)");
        var gone = bench.catalog().table("dbo", "gone").orElseThrow().objectId();

        var made = bench.plan("CREATE TABLE t (id int)");
        var dropped = bench.plan("DROP TABLE gone, nope");

        assertThat(made.touched()).containsExactly(new Touched(What.CREATED, Kind.TABLE, gone + 1, "dbo", "t"));
        assertThat(dropped.touched()).containsExactly(new Touched(What.DROPPED, Kind.TABLE, gone, "dbo", "gone"));
        assertThat(dropped.messages()).extracting(SqlError::number).containsExactly(3701);
    }

    @Test
    void what_changes_nothing_concerns_no_database() throws Exception {
        bench.run("CREATE TABLE #t (id int)");

        assertThat(bench.plan("DROP TABLE #t").database()).isEmpty();
        assertThat(bench.plan("DROP TABLE #t").temporaryDropped()).hasSize(1);
        assertThat(bench.plan("DROP TABLE IF EXISTS nope").database()).isEmpty();
        assertThat(bench.plan("CREATE INDEX ix ON #t (id)").database()).isEmpty();
    }

    @Test
    void each_temporary_table_has_a_name_of_its_own_in_the_engine() throws Exception {
        bench.run("CREATE TABLE #t (id int)");
        var before = bench.temporary("#T").orElseThrow().engineName();
        bench.run("DROP TABLE #t; CREATE TABLE #t (id int)");

        assertThat(bench.temporary("#t").orElseThrow().engineName()).isNotEqualTo(before);
    }

    @Test
    void constraints_without_a_name_get_one_like_the_server_gives() throws Exception {
        bench.run("CREATE TABLE Appointments (id int PRIMARY KEY, code varchar(9) UNIQUE,"
                + " booked int DEFAULT 0 CHECK (booked >= 0), parent int REFERENCES Appointments (id))");
        var table = bench.catalog().table("dbo", "Appointments").orElseThrow();

        assertThat(table.indexes())
                .extracting(Index::name)
                .allMatch(name -> name.matches("(PK|UQ)__Appointm__[0-9A-F]{16}"));
        assertThat(table.checks().get(0).name()).matches("CK__Appointme__booke__[0-9A-F]{8}");
        assertThat(table.foreignKeys().get(0).name()).matches("FK__Appointme__paren__[0-9A-F]{8}");
        assertThat(table.column("booked")
                        .orElseThrow()
                        .defaultValue()
                        .orElseThrow()
                        .name())
                .matches("DF__Appointme__booke__[0-9A-F]{8}");
        assertThat(table.checks().get(0).systemNamed()).isTrue();
    }

    @Test
    void numbers_of_dropped_columns_are_not_given_again() throws Exception {
        bench.run("CREATE TABLE t (a int, b AS a + 1, c int)");
        bench.run("ALTER TABLE t DROP COLUMN c");
        bench.run("ALTER TABLE t ADD d int");

        assertThat(bench.catalog().table("dbo", "t").orElseThrow().columns())
                .extracting(TableColumn::name, TableColumn::id)
                .containsExactly(tuple("a", 1), tuple("b", 2), tuple("d", 4));
    }

    @Test
    void a_change_that_fails_half_way_can_be_taken_back() throws Exception {
        bench.run("CREATE TABLE t (id int); INSERT t VALUES (1), (1)");

        var outcome =
                bench.run("ALTER TABLE t ADD a int NULL, b int CONSTRAINT ck CHECK (b > 0), CONSTRAINT u UNIQUE (id)");

        assertThat(outcome.engineError()).isEqualTo("23505");
        assertThat(bench.run("SELECT * FROM t").rows()).isEqualTo(List.of("1", "1"));
        assertThat(bench.run("ALTER TABLE t ADD a int, b int CONSTRAINT ck CHECK (b > 0)")
                        .engineError())
                .isEmpty();
    }

    @Test
    void a_refusal_says_its_line_and_both_messages() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> bench.plan("\n\nCREATE TABLE t (a int NULL PRIMARY KEY)"))
                .satisfies(refusal -> assertThat(refusal.errors())
                        .extracting(SqlError::number, SqlError::severity, SqlError::line)
                        .containsExactly(tuple(8111, 16, 3), tuple(1750, 16, 3)));
    }
}
