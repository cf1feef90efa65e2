package io.emrops.testkit.sqlserver.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators see of tables in which somebody else is. */
class TablesOfOthersTest {
    private final Bench bench = new Bench();
    private EngineSession session;
    private EngineSession other;

    @BeforeEach
    void create() throws Exception {
        bench.administer("CREATE DATABASE A");
        session = bench.session(51);
        other = bench.session(52);
        bench.changeSchema(session, "A", "CREATE TABLE {A}.\"T\" (\"id\" INTEGER)");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** How often tables were changed: the catalogs of this bench know no more. */
    private int changes() {
        return bench.engine.contents().committedCatalog("A").nextObjectId();
    }

    @Test
    void a_database_that_is_gone_is_no_failure() {
        assertThatThrownBy(() -> bench.rows(session, "Gone", "SELECT 1"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.errors().get(0).number()).isEqualTo(911));
    }

    @Test
    void who_asks_for_tables_waits_until_those_that_were_restored_are_there() throws Exception {
        var before = changes();
        bench.administer("BACKUP DATABASE A TO DISK = 'f'");
        bench.changeSchema(session, "A", "CREATE TABLE {A}.\"U\" (\"id\" INTEGER)");
        other.transaction().beginStatement();
        other.transaction().enter("A");
        bench.administer("RESTORE DATABASE A FROM DISK = 'f' WITH REPLACE");

        assertThatThrownBy(() -> bench.engine.contents().bringUpToDate(session)).isInstanceOf(Blocked.class);

        other.transaction().endStatement();
        bench.engine.contents().bringUpToDate(session);
        assertThat(changes()).isEqualTo(before);
    }

    @Test
    void who_asks_for_tables_does_not_wait_for_those_that_somebody_is_changing() throws Exception {
        var before = changes();
        other.transaction().begin();
        bench.changeSchema(other, "A", "CREATE TABLE {A}.\"U\" (\"id\" INTEGER)");

        bench.engine.contents().bringUpToDate(session);

        assertThat(changes()).isEqualTo(before);
        other.transaction().rollback();
    }
}
