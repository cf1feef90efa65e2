package io.emrops.testkit.sqlserver.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import org.h2.value.ValueInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine and the histories of the databases: what is in one is in the other. */
class HistoryTest {
    private static final String INSERT = "INSERT INTO {A}.\"T\" VALUES ";
    private static final String SELECT = "SELECT * FROM {A}.\"T\"";

    private final Bench bench = new Bench();
    private EngineSession session;
    private EngineSession other;

    @BeforeEach
    void create() throws Exception {
        session = bench.session(51);
        other = bench.session(52);
        for (var database : List.of("A", "B")) {
            bench.administer("CREATE DATABASE " + database);
            bench.changeSchema(
                    session,
                    database,
                    "CREATE TABLE {N}.\"T\" (\"id\" INTEGER NOT NULL, CONSTRAINT {N}.\"pk\" PRIMARY KEY (\"id\"))"
                            .replace("{N}", "{" + database + "}"));
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Another transaction than those that the engine knows. */
    private void foreignCommit(String database) throws Exception {
        bench.instance.commit(database, "", false, List.of());
    }

    @Test
    void whoever_has_to_wait_for_a_new_history_is_in_nobodys_way() throws Exception {
        other.transaction().beginStatement();
        other.transaction().enter("A");
        foreignCommit("A");

        assertThatThrownBy(() -> bench.rows(session, "A", SELECT)).isInstanceOf(Blocked.class);

        other.transaction().endStatement();
        assertThat(bench.rows(other, "A", SELECT)).isEmpty();
    }

    private int transactions(String database) {
        return bench.instance.database(database).orElseThrow().history().size();
    }

    private void assertCommitRefused(int number) {
        assertThatThrownBy(() -> session.transaction().commit())
                .isInstanceOfSatisfying(
                        CommitRefused.class,
                        e -> assertThat(e.errors()).extracting(SqlError::number).containsExactly(number));
    }

    @Test
    void a_database_with_uncommitted_rows_is_not_replaced() throws Exception {
        bench.administer("BACKUP DATABASE A TO DISK = 'f'");
        session.transaction().begin();
        bench.change(session, "A", INSERT + "(1)");

        assertThat(bench.errorsOf("RESTORE DATABASE A FROM DISK = 'f' WITH REPLACE"))
                .contains(3101);
        assertThat(bench.errorsOf("DROP DATABASE A")).contains(3702);

        session.transaction().commit();
        assertThat(bench.errorsOf("RESTORE DATABASE A FROM DISK = 'f' WITH REPLACE"))
                .isEmpty();
        assertThat(bench.rows(session, "A", SELECT)).isEmpty();
    }

    @Test
    void nothing_is_committed_onto_a_history_on_which_it_was_not_built() throws Exception {
        session.transaction().begin();
        bench.change(session, "A", INSERT + "(1)");
        foreignCommit("A");
        var before = transactions("A");

        assertCommitRefused(50_000);

        assertThat(transactions("A")).isEqualTo(before);
        assertThat(bench.rows(session, "A", SELECT)).isEmpty();
    }

    @Test
    void a_session_that_has_ended_commits_nothing() throws Exception {
        session.transaction().begin();
        bench.change(session, "A", INSERT + "(1)");
        var before = transactions("A");
        bench.instance.leave(51);

        assertCommitRefused(596);

        assertThat(transactions("A")).isEqualTo(before);
        assertThat(bench.rows(other, "A", SELECT)).isEmpty();
    }

    @Test
    void a_transaction_of_two_databases_is_committed_in_both_or_in_none() throws Exception {
        session.transaction().begin();
        bench.change(session, "A", INSERT + "(1)");
        bench.change(session, "B", INSERT.replace("{A}", "{B}") + "(1)");
        foreignCommit("B");
        var before = transactions("A");

        assertCommitRefused(50_000);

        assertThat(transactions("A")).isEqualTo(before);
        assertThat(bench.rows(other, "A", SELECT)).isEmpty();
    }

    @Test
    void a_history_that_cannot_be_done_again_is_tried_anew_each_time_and_tells_no_values() throws Exception {
        bench.change(session, "A", INSERT + "(4711)");
        var again = new RowChanged("dbo", "T", null, List.of(ValueInteger.get(4711)));
        bench.instance.commit("A", "", false, List.of(again));

        for (var i = 0; i < 2; i++) {
            assertThatThrownBy(() -> bench.rows(session, "A", SELECT))
                    .isInstanceOf(EngineFailure.class)
                    .hasNoCause()
                    .hasMessage("the engine failed: H2 code 23505");
        }
        assertThat(bench.rows(session, "B", SELECT.replace("{A}", "{B}"))).isEmpty();
    }
}
