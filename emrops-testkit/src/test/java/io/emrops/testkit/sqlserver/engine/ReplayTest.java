package io.emrops.testkit.sqlserver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was committed is done again, past constraints that held at the end of each statement. */
class ReplayTest {
    private static final String INSERT = "INSERT INTO {A}.\"T\" VALUES ";
    private static final String SELECT = "SELECT * FROM {A}.\"T\"";

    private final Bench bench = new Bench();
    private EngineSession session;

    @BeforeEach
    void create() throws Exception {
        bench.administer("CREATE DATABASE A");
        session = bench.session(51);
        bench.changeSchema(
                session,
                "A",
                "CREATE TABLE {A}.\"T\" (\"id\" INTEGER NOT NULL, CONSTRAINT {A}.\"pk\" PRIMARY KEY (\"id\"))");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private List<String> rebuilt() throws Exception {
        bench.engine.contents().rebuild(bench.engine.contents().content(bench.id("A")), "A");
        return bench.rows(session, "A", SELECT);
    }

    @Test
    void keys_move_on_to_a_row_that_was_just_written() throws Exception {
        bench.change(session, "A", INSERT + "(1)");
        bench.change(session, "A", INSERT + "(2)");
        bench.change(session, "A", "UPDATE {A}.\"T\" SET \"id\" = \"id\" + 1");

        assertThat(rebuilt()).containsExactly("[2]", "[3]");
    }

    @Test
    void keys_are_exchanged_after_one_of_them_was_changed() throws Exception {
        bench.change(session, "A", INSERT + "(2), (6), (97)");
        bench.change(session, "A", "UPDATE {A}.\"T\" SET \"id\" = 5 WHERE \"id\" = 6");
        bench.change(session, "A", "UPDATE {A}.\"T\" SET \"id\" = 99 - \"id\"");

        assertThat(rebuilt()).containsExactly("[2]", "[94]", "[97]");
    }
}
