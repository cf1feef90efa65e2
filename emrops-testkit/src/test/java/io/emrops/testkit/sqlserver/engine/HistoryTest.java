package io.emrops.testkit.sqlserver.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
}
