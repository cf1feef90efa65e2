package io.emrops.testkit.sqlserver.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one transaction has set or left undone is nothing to the next. */
class LeftoversTest {
    private static final String INSERT = "INSERT INTO {A}.\"T\" VALUES ";
    private static final String SELECT = "SELECT * FROM {A}.\"T\"";

    private final Bench bench = new Bench();
    private EngineSession session;
    private EngineSession other;

    @BeforeEach
    void create() throws Exception {
        bench.administer("CREATE DATABASE A");
        bench.administer("ALTER DATABASE A SET RECOVERY BULK_LOGGED");
        session = bench.session(51);
        other = bench.session(52);
        bench.changeSchema(
                session,
                "A",
                "CREATE TABLE {A}.\"T\" (\"id\" INTEGER NOT NULL, CONSTRAINT {A}.\"pk\" PRIMARY KEY (\"id\"))");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Commit last() {
        var history = bench.instance.database("A").orElseThrow().history();
        return history.get(history.size() - 1);
    }

    @Test
    void a_load_that_has_failed_makes_no_load_of_what_comes_then() throws Exception {
        session.transaction().beginStatement();
        session.transaction().bulk();
        session.transaction().undoStatement();
        bench.change(session, "A", INSERT + "(1)");
        assertThat(last().bulkLogged()).isFalse();

        session.transaction().begin();
        session.transaction().beginStatement();
        session.transaction().bulk();
        session.transaction().undoStatement();
        bench.change(session, "A", INSERT + "(2)");
        session.transaction().commit();
        assertThat(last().bulkLogged()).isFalse();

        session.transaction().begin();
        session.transaction().beginStatement();
        session.transaction().bulk();
        session.transaction().endStatement();
        bench.change(session, "A", INSERT + "(3)");
        session.transaction().commit();
        assertThat(last().bulkLogged()).isTrue();
    }

    @Test
    void a_database_that_was_dropped_leaves_no_tables() throws Exception {
        bench.change(session, "A", INSERT + "(1)");
        var dropped = bench.id("A");
        bench.administer("DROP DATABASE A");
        bench.administer("CREATE DATABASE A");

        var schemas = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = '" + dropped + ".dbo'";
        assertThat(bench.rows(session, "A", schemas)).containsExactly("[0]");
    }

    @Test
    void an_engine_ends_though_a_session_does_not_end_well() throws Exception {
        var ending = new Bench();
        var broken = ending.session(51);
        var well = ending.session(52);
        broken.connection().close();

        assertThatThrownBy(ending::close).isInstanceOf(EngineFailure.class);

        assertThat(well.connection().isClosed()).isTrue();
    }

    @Test
    void a_mark_is_that_of_its_transaction_alone() throws Exception {
        session.transaction().begin();
        session.transaction().mark("first");
        session.transaction().mark("inside");
        bench.change(session, "A", INSERT + "(1)");
        session.transaction().commit();
        assertThat(last().mark()).isEqualTo("first");

        session.transaction().begin();
        bench.change(session, "A", INSERT + "(2)");
        session.transaction().commit();
        assertThat(last().mark()).isEmpty();
    }

    @Test
    void a_transaction_whose_commit_has_failed_is_no_part_of_the_next() throws Exception {
        session.transaction().begin();
        bench.change(session, "A", INSERT + "(1)");
        bench.clockFails(true);
        assertThatThrownBy(() -> session.transaction().commit()).isInstanceOf(IllegalStateException.class);
        bench.clockFails(false);

        assertThat(bench.rows(other, "A", SELECT)).isEmpty();
        session.transaction().begin();
        bench.change(session, "A", INSERT + "(1)");
        bench.change(session, "A", INSERT + "(2)");
        session.transaction().commit();
        assertThat(bench.rows(other, "A", SELECT)).containsExactly("[1]", "[2]");
    }

    @Test
    void nor_is_one_whose_rollback_has_failed() throws Exception {
        session.transaction().begin();
        bench.change(session, "A", INSERT + "(1)");
        bench.changeSchema(session, "A", "CREATE TABLE {A}.\"U\" (\"id\" INTEGER)");
        var again = new RowChanged("dbo", "Gone", null, List.of());
        bench.instance.commit("A", "", false, List.of(again));
        assertThatThrownBy(() -> session.transaction().rollback()).isInstanceOf(EngineFailure.class);

        assertThat(session.transaction().isOpen()).isFalse();
        session.transaction().begin();
        session.transaction().commit();
    }

    @Test
    void a_statement_is_done_once_though_a_temporary_table_cannot_be_dropped_yet() throws Exception {
        bench.changeSchema(session, "A", "CREATE TABLE {A}.\"Held\" (\"id\" INTEGER)");
        other.transaction().begin();
        bench.change(other, "A", "INSERT INTO {A}.\"Held\" VALUES (1)");
        var held = EngineNames.object(bench.id("A"), "dbo", "Held");
        var table = Table.empty(1, "dbo", "#held", Instant.EPOCH);
        session.temporaries().forget(new Temporary(table, held));

        bench.change(session, "A", INSERT + "(1)");
        other.transaction().rollback();
        assertThat(bench.rows(session, "A", SELECT)).containsExactly("[1]");
        assertThatThrownBy(() -> bench.rows(session, "A", "SELECT * FROM {A}.\"Held\""))
                .isInstanceOf(SQLException.class);
    }
}
