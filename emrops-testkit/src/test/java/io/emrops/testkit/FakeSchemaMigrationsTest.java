package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.database.Migration.State;
import io.emrops.database.SchemaMigrations;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeSchemaMigrationsTest extends SchemaMigrationsContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final FakeSchemaMigrations fake = FakeSchemaMigrations.of("EMRNext").clock(InstantSource.fixed(NOW));

    @Override
    protected SchemaMigrations migrations() {
        return fake;
    }

    @Override
    protected void add(String version, String description) {
        fake.migration(version, description);
    }

    @Override
    protected void addFailing(String version, String description, String row) {
        fake.migration(version, description, row).failOn(version);
    }

    @Override
    protected void change(String version, String description) {
        fake.migration(version, description, "another text");
    }

    @Override
    protected void forget(String version, String description) {
        fake.forget(version);
    }

    @Test
    void what_failed_half_way_is_pending_again_when_it_is_put_right() throws Exception {
        fake.migration("1", "staff").migration("2", "shifts").breakOn("2");
        assertThatThrownBy(() -> fake.migrate(Progress.none())).isInstanceOf(StepFailedException.class);
        assertThat(fake.state().in(State.FAILED)).hasToString("[2 shifts]");
        assertThatThrownBy(() -> fake.migrate(Progress.none())).isInstanceOf(PreconditionFailedException.class);

        fake.repair();

        assertThat(fake.state().in(State.PENDING)).hasToString("[2 shifts]");
        assertThat(fake.migrate(Progress.none()).isCurrent()).isTrue();
        assertThat(fake.state().migrations().get(1).appliedAt()).contains(NOW);
    }

    @Test
    void a_connection_that_is_lost_in_the_middle_leaves_what_was_before_it() {
        fake.migration("1", "staff").migration("2", "shifts").failOn("2", new OutcomeUnknownException("lost"));

        assertThatThrownBy(() -> fake.migrate(Progress.none())).isInstanceOf(OutcomeUnknownException.class);

        assertThat(fake.state().version()).isEqualTo("1");
        assertThat(fake.applied()).hasToString("[migrate()]");
    }

    @Test
    void a_call_that_has_nothing_to_apply_changes_nothing() throws Exception {
        fake.migration("1", "staff").migrate(Progress.none());

        fake.migrate(Progress.none());

        assertThat(fake.changes()).hasToString("[migrate(), migrate()]");
        assertThat(fake.applied()).hasToString("[migrate()]");
    }

    @Test
    void a_process_that_comes_later_finds_the_history(@TempDir Path directory) throws Exception {
        var file = directory.resolve("schema");
        fake.migration("1", "staff").keptIn(file).migrate(Progress.none());

        var later = FakeSchemaMigrations.of("EMRNext").migration("2", "shifts").keptIn(file);

        assertThat(later.state().in(State.MISSING)).hasToString("[1 staff]");
        assertThat(later.migration("1", "staff").migrate(Progress.none()).isCurrent())
                .isTrue();
    }

    @Test
    void a_version_is_made_of_numbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> fake.migration("two", "shifts"));
    }
}
