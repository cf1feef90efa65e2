package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.TargetUnavailableException;
import io.emrops.database.Database;
import org.junit.jupiter.api.Test;

/** What every {@link Database} keeps to. Extend it and give one that answers and one that does not. */
public abstract class DatabaseContract {
    /** For subclasses. */
    protected DatabaseContract() {}

    /** A database that answers. */
    protected abstract Database database() throws Exception;

    /** A database that does not answer. */
    protected abstract Database unreachable() throws Exception;

    @Test
    void a_database_that_answers_says_how_long_it_took() throws Exception {
        var database = database();

        var took = database.ping();

        assertThat(took).isPositive();
    }

    @Test
    void a_database_that_does_not_answer_is_unavailable() throws Exception {
        var database = unreachable();

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(database::ping);
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() throws Exception {
        var database = database();
        var before = database.target();

        database.ping();

        assertThat(database.target()).isEqualTo(before);
    }
}
