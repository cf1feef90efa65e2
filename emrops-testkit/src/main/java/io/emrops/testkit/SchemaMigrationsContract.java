package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.database.Migration;
import io.emrops.database.Migration.State;
import io.emrops.database.SchemaMigrations;
import io.emrops.database.SchemaState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every {@link SchemaMigrations} keeps. Each test gets an empty schema, and no migrations. */
public abstract class SchemaMigrationsContract {
    /** What a migration that fails has in one of its rows. */
    private static final String PATIENT = "Mary Sample";

    /** For subclasses. */
    protected SchemaMigrationsContract() {}

    /** The system under test; asked for once, before there are migrations. */
    protected abstract SchemaMigrations migrations() throws Exception;

    /** A migration that can be applied. */
    protected abstract void add(String version, String description) throws Exception;

    /** A migration that fails at a row with this text, and whose error quotes it where the database does that. */
    protected abstract void addFailing(String version, String description, String row) throws Exception;

    /** Gives a migration that is there another text. */
    protected abstract void change(String version, String description) throws Exception;

    /** Nobody has the text of this migration any more. */
    protected abstract void forget(String version, String description) throws Exception;

    private SchemaMigrations withTwo() throws Exception {
        var migrations = migrations();
        add("1", "staff");
        add("2", "shifts");
        return migrations;
    }

    private static List<String> names(SchemaState state, State wanted) {
        return state.in(wanted).stream().map(Migration::toString).toList();
    }

    private static String everything(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void where_no_migrations_are_found_nothing_is_known_and_migrating_is_refused() throws Exception {
        var migrations = migrations();

        assertThat(migrations.state()).isEqualTo(new SchemaState("", List.of()));
        assertThat(migrations.state().isCurrent()).isFalse();
        assertThatThrownBy(() -> migrations.migrate(Progress.none())).isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void what_is_pending_is_told_and_nothing_is_changed() throws Exception {
        var migrations = withTwo();

        var state = migrations.state();

        assertThat(state.version()).isEmpty();
        assertThat(names(state, State.PENDING)).containsExactly("1 staff", "2 shifts");
        assertThat(state.migrations())
                .allSatisfy(each -> assertThat(each.appliedAt()).isEmpty());
        assertThat(migrations.state()).isEqualTo(state);
    }

    @Test
    void all_that_are_pending_are_applied_in_the_order_of_their_numbers() throws Exception {
        var migrations = withTwo();
        add("10", "after nine");
        add("9", "before ten");
        var heard = new ArrayList<String>();

        var after = migrations.migrate((done, total, what) -> heard.add(done + "/" + total + " " + what));

        assertThat(after.version()).isEqualTo("10");
        assertThat(after.isCurrent()).isTrue();
        assertThat(names(after, State.APPLIED)).containsExactly("1 staff", "2 shifts", "9 before ten", "10 after nine");
        assertThat(after.migrations())
                .allSatisfy(each -> assertThat(each.appliedAt()).isPresent());
        assertThat(heard).isNotEmpty().anyMatch(told -> told.startsWith("4/4 "));
        assertThat(migrations.state()).isEqualTo(after);
    }

    @Test
    void a_second_call_applies_what_is_left_and_nothing_twice() throws Exception {
        var migrations = withTwo();
        var first = migrations.migrate(Progress.none());
        assertThat(migrations.migrate(Progress.none())).isEqualTo(first);
        add("2.1", "swaps");
        assertThat(names(migrations.state(), State.PENDING)).containsExactly("2.1 swaps");

        var second = migrations.migrate(Progress.none());

        assertThat(second.version()).isEqualTo("2.1");
        assertThat(second.migrations().subList(0, 2)).isEqualTo(first.migrations());
        assertThat(second.isCurrent()).isTrue();
    }

    @Test
    void two_calls_at_a_time_apply_each_once() throws Exception {
        var migrations = withTwo();
        var threads = Executors.newFixedThreadPool(2);
        try {
            var one = threads.submit(() -> migrations.migrate(Progress.none()));
            var other = threads.submit(() -> migrations.migrate(Progress.none()));

            assertThat(one.get()).isEqualTo(other.get());
            assertThat(one.get().isCurrent()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_migration_that_fails_is_named_without_its_rows_and_those_before_it_stay() throws Exception {
        var migrations = withTwo();
        addFailing("3", "twice", PATIENT);
        add("4", "more");

        var failure = catchThrowable(() -> migrations.migrate(Progress.none()));

        assertThat(failure).isInstanceOf(StepFailedException.class).hasMessageContaining("3");
        assertThat(everything(failure)).doesNotContain(PATIENT);
        var state = migrations.state();
        assertThat(state.version()).isEqualTo("2");
        assertThat(names(state, State.APPLIED)).containsExactly("1 staff", "2 shifts");
        assertThat(names(state, State.PENDING)).contains("4 more");
        var third = state.migrations().get(2);
        assertThat(third).hasToString("3 twice");
        assertThat(third.state()).isIn(State.PENDING, State.FAILED);
    }

    @Test
    void a_migration_that_was_changed_afterwards_is_refused_before_anything_is_done() throws Exception {
        var migrations = withTwo();
        migrations.migrate(Progress.none());
        change("2", "shifts");
        add("3", "more");

        refuses(migrations, State.CHANGED, "2 shifts");
        assertThat(names(migrations.state(), State.PENDING)).containsExactly("3 more");
    }

    @Test
    void a_migration_whose_text_is_gone_is_refused_before_anything_is_done() throws Exception {
        var migrations = withTwo();
        migrations.migrate(Progress.none());
        forget("1", "staff");
        add("3", "more");

        refuses(migrations, State.MISSING, "1 staff");
    }

    @Test
    void a_migration_that_comes_too_late_is_refused_before_anything_is_done() throws Exception {
        var migrations = withTwo();
        migrations.migrate(Progress.none());
        add("1.5", "late");
        add("3", "more");

        refuses(migrations, State.SKIPPED, "1.5 late");
    }

    private static void refuses(SchemaMigrations migrations, State why, String which) {
        var before = migrations.state();

        assertThat(names(before, why)).containsExactly(which);
        assertThat(before.isBroken()).isTrue();
        assertThatThrownBy(() -> migrations.migrate(Progress.none())).isInstanceOf(PreconditionFailedException.class);
        assertThat(migrations.state()).isEqualTo(before);
    }

    @Test
    void an_interrupt_is_heard_before_the_first_migration() throws Exception {
        var migrations = withTwo();

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> migrations.migrate(Progress.none())).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(names(migrations.state(), State.PENDING)).hasSize(2);
    }
}
