package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoverySource;
import io.emrops.recovery.RecoveryState.Phase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RecoveryProvider} keeps to. Extend it and say how a database comes into being, how something is
 * committed in it and how it is backed up. Each test has a database of its own, begins with a full backup of it, and leaves it
 * behind.
 */
public abstract class RecoveryProviderContract extends RecoveryContractFixture {
    /** For subclasses. */
    protected RecoveryProviderContract() {}

    @BeforeEach
    final void prepare() throws Exception {
        provider = provider();
        database = newDatabase();
        commit(database, "first");
        backUp(database, Backup.Kind.FULL);
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() throws Exception {
        var before = provider.target();

        recover(plan(threeCommitsAndTheirMoment()));

        assertThat(provider.target()).isEqualTo(before);
    }

    @Test
    void a_plan_begins_with_a_full_backup_explains_itself_and_touches_nothing() throws Exception {
        var moment = threeCommitsAndTheirMoment();
        backUp(database, Backup.Kind.LOG);

        var plan = plan(moment);

        assertThat(plan.sources()).extracting(RecoverySource::kind).startsWith(Backup.Kind.FULL);
        assertThat(plan.sources())
                .allSatisfy(source -> assertThat(source.files()).isNotEmpty());
        assertThat(plan.explanation()).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(plan.takenBack()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(plan.needsTail()).as("the moment is in a log backup").isFalse();
        assertThat(plan.stopsAt()).isBetween(moment.minus(Duration.ofSeconds(1)), moment);
        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void a_moment_that_no_backup_holds_yet_needs_the_end_of_the_log() throws Exception {
        var plan = plan(threeCommitsAndTheirMoment());

        assertThat(plan.needsTail()).isTrue();
    }

    @Test
    void a_moment_before_the_first_backup_and_one_to_come_are_refused() throws Exception {
        var now = moment();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> plan(now.minus(Duration.ofDays(365))));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> plan(now.plus(Duration.ofDays(1))));
    }

    @Test
    void a_database_that_is_not_there_and_a_name_that_is_taken_are_refused() throws Exception {
        var moment = threeCommitsAndTheirMoment();
        var other = newDatabase();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.plan(RecoveryRequest.inPlace(freeName(), moment)));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.plan(RecoveryRequest.beside(database, moment, other)));
    }

    @Test
    void a_preview_tells_what_would_be_done_and_does_nothing() throws Exception {
        var plan = plan(threeCommitsAndTheirMoment());

        var lines = provider.preview(plan);

        assertThat(lines).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(provider.preview(plan)).isEqualTo(lines);
        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void what_was_committed_up_to_the_moment_is_there_and_nothing_later() throws Exception {
        var moment = threeCommitsAndTheirMoment();
        backUp(database, Backup.Kind.LOG);
        commit(database, "fourth");

        recover(plan(moment));

        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second");
    }

    @Test
    void so_it_is_for_a_moment_at_the_end_of_the_log() throws Exception {
        recover(plan(threeCommitsAndTheirMoment()));

        assertThat(committed(database)).containsExactly("first", "second");
    }

    @Test
    void differential_and_log_backups_are_put_together() throws Exception {
        commit(database, "second");
        backUp(database, Backup.Kind.LOG);
        commit(database, "third");
        backUp(database, Backup.Kind.DIFFERENTIAL);
        commit(database, "fourth");
        var moment = moment();
        commit(database, "fifth");
        backUp(database, Backup.Kind.LOG);

        recover(plan(moment));

        assertThat(committed(database)).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void securing_closes_the_database_and_a_second_call_finds_the_same_tail() throws Exception {
        var plan = plan(threeCommitsAndTheirMoment());

        var once = provider.secure(plan, key, Progress.none());
        var twice = provider.secure(plan, key, Progress.none());

        assertThat(once.tail()).isPresent();
        assertThat(twice.tail()).isEqualTo(once.tail());
        assertThat(isOpen(database)).isFalse();
        assertThat(provider.state(plan, once).phase()).isEqualTo(Phase.SECURED);
    }

    @Test
    void a_plan_to_the_end_of_the_log_is_out_of_date_once_the_log_was_backed_up() throws Exception {
        var plan = plan(threeCommitsAndTheirMoment());
        backUp(database, Backup.Kind.LOG);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.secure(plan, key, Progress.none()));

        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void each_step_may_be_repeated() throws Exception {
        var plan = plan(threeCommitsAndTheirMoment());
        var secured = provider.secure(plan, key, Progress.none());

        provider.restore(plan, secured, Progress.none());
        provider.restore(plan, secured, Progress.none());
        assertThat(provider.state(plan, secured).phase()).isEqualTo(Phase.AT_THE_MOMENT);
        assertThat(isOpen(database)).isFalse();
        provider.open(plan, secured);
        var recovered = provider.open(plan, secured);

        assertThat(recovered.database()).isEqualTo(database);
        assertThat(recovered.moment()).isEqualTo(plan.request().moment());
        assertThat(recovered.restoring()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(provider.state(plan, secured).phase()).isEqualTo(Phase.OPEN);
        assertThat(committed(database)).containsExactly("first", "second");
    }

    @Test
    void a_database_short_of_the_moment_is_not_opened() throws Exception {
        var plan = plan(threeCommitsAndTheirMoment());
        var secured = provider.secure(plan, key, Progress.none());

        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> provider.open(plan, secured));

        assertThat(isOpen(database)).isFalse();
        provider.release(plan, secured, Progress.none());
        assertThat(committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void what_was_secured_is_released_as_it_was() throws Exception {
        var plan = plan(threeCommitsAndTheirMoment());
        var secured = provider.secure(plan, key, Progress.none());

        provider.release(plan, secured, Progress.none());
        provider.release(plan, secured, Progress.none());

        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void what_was_restored_is_released_as_it_was_too() throws Exception {
        var moment = threeCommitsAndTheirMoment();
        backUp(database, Backup.Kind.LOG);
        commit(database, "fourth");
        var plan = plan(moment);
        var secured = provider.secure(plan, key, Progress.none());
        provider.restore(plan, secured, Progress.none());

        provider.release(plan, secured, Progress.none());

        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void what_was_opened_is_not_released_any_more() throws Exception {
        var plan = plan(threeCommitsAndTheirMoment());
        var secured = provider.secure(plan, key, Progress.none());
        provider.restore(plan, secured, Progress.none());
        provider.open(plan, secured);
        commit(database, "new");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> provider.release(plan, secured, Progress.none()));

        assertThat(committed(database)).containsExactly("first", "second", "new");
    }

    @Test
    void beside_a_database_nothing_is_closed() throws Exception {
        var into = freeName();
        var plan = provider.plan(RecoveryRequest.beside(database, threeCommitsAndTheirMoment(), into));
        var secured = provider.secure(plan, key, Progress.none());
        assertThat(isOpen(database)).isTrue();

        provider.restore(plan, secured, Progress.none());
        var recovered = provider.open(plan, secured);

        assertThat(recovered.database()).isEqualTo(into);
        assertThat(committed(into)).containsExactly("first", "second");
        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void a_database_beside_is_gone_after_its_release() throws Exception {
        var into = freeName();
        var request = RecoveryRequest.beside(database, threeCommitsAndTheirMoment(), into);
        var plan = provider.plan(request);
        var secured = provider.secure(plan, key, Progress.none());
        provider.restore(plan, secured, Progress.none());

        provider.release(plan, secured, Progress.none());
        provider.release(plan, secured, Progress.none());

        assertThat(provider.plan(request).request())
                .as("the name is free again")
                .isEqualTo(request);
        assertThat(committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void a_recovered_database_is_sound_and_one_that_is_not_there_is_not() throws Exception {
        recover(plan(threeCommitsAndTheirMoment()));

        var finding = provider.checkIntegrity(database, Progress.none());

        assertThat(finding.ok()).as(finding.text()).isTrue();
        assertThat(provider.checkIntegrity(freeName(), Progress.none()).ok()).isFalse();
    }

    @Test
    void to_the_end_of_a_full_backup_nothing_else_is_restored() throws Exception {
        commit(database, "second");
        var chosen = backUp(database, Backup.Kind.FULL);
        commit(database, "third");
        backUp(database, Backup.Kind.LOG);
        commit(database, "fourth");

        var plan = provider.plan(RecoveryRequest.toBackup(chosen));
        recover(plan);

        assertThat(plan.needsTail()).isFalse();
        assertThat(plan.sources()).extracting(RecoverySource::id).containsExactly(chosen.id());
        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second");
    }

    @Test
    void a_differential_or_a_log_backup_may_be_chosen_too() throws Exception {
        commit(database, "second");
        var differential = backUp(database, Backup.Kind.DIFFERENTIAL);
        commit(database, "third");
        var log = backUp(database, Backup.Kind.LOG);
        commit(database, "fourth");
        var then = freeName();
        var later = freeName();

        recover(provider.plan(RecoveryRequest.toBackup(differential, then)));
        recover(provider.plan(RecoveryRequest.toBackup(log, later)));

        assertThat(committed(then)).containsExactly("first", "second");
        assertThat(committed(later)).containsExactly("first", "second", "third");
        assertThat(committed(database)).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void a_recovery_to_a_backup_is_released_with_nothing_lost() throws Exception {
        commit(database, "second");
        var chosen = backUp(database, Backup.Kind.FULL);
        commit(database, "third");
        var plan = provider.plan(RecoveryRequest.toBackup(chosen).acceptingLoss());
        var secured = provider.secure(plan, key, Progress.none());
        provider.restore(plan, secured, Progress.none());

        provider.release(plan, secured, Progress.none());

        assertThat(secured.tail())
                .as("what can be secured is, whatever is accepted")
                .isPresent();
        assertThat(isOpen(database)).isTrue();
        assertThat(committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void a_backup_of_another_database_is_refused() throws Exception {
        var other = newDatabase();
        commit(other, "theirs");
        var theirs = backUp(other, Backup.Kind.FULL);
        var request = RecoveryRequest.toBackup(new Backup(
                theirs.id(),
                database,
                theirs.kind(),
                theirs.location(),
                theirs.finishedAt(),
                theirs.size(),
                theirs.copyOnly(),
                theirs.proof()));

        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> provider.plan(request));

        assertThat(committed(database)).containsExactly("first");
    }
}
