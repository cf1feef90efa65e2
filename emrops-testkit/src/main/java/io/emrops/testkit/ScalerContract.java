package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Scaler} keeps to that can change both the number of a service's instances and their limits. Extend it and say
 * how the scaler of an application is made that runs and is well. The tests leave the service as they like.
 */
public abstract class ScalerContract {
    private Scaler scaler;
    private Capacity first;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected ScalerContract() {}

    /** A scaler of an application that runs, with one instance or more of the service. */
    protected abstract Scaler scaler() throws Exception;

    /** The service that is scaled and resized. */
    protected abstract String service();

    /** Limits that it can be given, other than those it has. */
    protected abstract Resources smaller();

    /** More than {@link #smaller} in both respects, and not what it has. */
    protected abstract Resources larger();

    /** More than the platform has. */
    protected abstract Resources tooLarge();

    /** Replaces all instances of the service by new ones, as the next roll-out would. */
    protected abstract void replaceInstances() throws Exception;

    /** How many instances of the service run and have work, by asking the platform in another way. */
    protected abstract int working() throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        scaler = scaler();
        first = scaler.capacity(service());
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() throws Exception {
        var before = scaler.target();

        scaler.scale(service(), first.replicas() + 1, Progress.none());

        assertThat(scaler.target()).isEqualTo(before);
    }

    @Test
    void a_service_is_scaled_out_and_in() throws Exception {
        var out = scaler.scale(service(), first.replicas() + 2, Progress.none());
        var workingOut = working();
        var in = scaler.scale(service(), first.replicas(), Progress.none());

        assertThat(out).isEqualTo(new Capacity(first.replicas() + 2, first.resources()));
        assertThat(workingOut).isEqualTo(out.replicas());
        assertThat(in).isEqualTo(first).isEqualTo(scaler.capacity(service()));
        assertThat(working()).isEqualTo(first.replicas());
    }

    @Test
    void a_service_is_scaled_to_nothing_and_back() throws Exception {
        var nothing = scaler.scale(service(), 0, Progress.none());
        var workingThen = working();
        var back = scaler.scale(service(), first.replicas(), Progress.none());

        assertThat(nothing.replicas()).isZero();
        assertThat(workingThen).isZero();
        assertThat(back).isEqualTo(first);
        assertThat(working()).isEqualTo(first.replicas());
    }

    @Test
    void a_preview_of_scaling_tells_what_would_change_and_changes_nothing() throws Exception {
        var lines = scaler.previewScale(service(), first.replicas() + 1);

        assertThat(lines).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(scaler.capacity(service())).isEqualTo(first);
        assertThat(working()).isEqualTo(first.replicas());
        assertThat(scaler.previewScale(service(), first.replicas() + 1)).isEqualTo(lines);
        assertThat(scaler.previewScale(service(), first.replicas())).isEmpty();
    }

    @Test
    void scaling_to_as_many_as_there_are_changes_nothing() throws Exception {
        var once = scaler.scale(service(), first.replicas() + 1, Progress.none());
        var twice = scaler.scale(service(), first.replicas() + 1, Progress.none());

        assertThat(twice).isEqualTo(once);
        assertThat(scaler.previewScale(service(), first.replicas() + 1)).isEmpty();
        assertThat(working()).isEqualTo(once.replicas());
    }

    @Test
    void the_number_outlives_a_roll_out() throws Exception {
        var scaled = scaler.scale(service(), first.replicas() + 1, Progress.none());

        replaceInstances();

        assertThat(scaler.capacity(service())).isEqualTo(scaled);
        assertThat(working()).isEqualTo(scaled.replicas());
    }

    @Test
    void limits_are_given_to_what_runs_and_to_what_comes() throws Exception {
        var lines = scaler.previewResize(service(), smaller());
        var untouched = scaler.capacity(service());
        var resized = scaler.resize(service(), smaller(), Progress.none());
        var again = scaler.resize(service(), smaller(), Progress.none());
        var more = scaler.scale(service(), first.replicas() + 1, Progress.none());

        assertThat(lines).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(untouched).isEqualTo(first);
        assertThat(resized).isEqualTo(new Capacity(first.replicas(), smaller())).isEqualTo(again);
        assertThat(more.resources()).isEqualTo(smaller());
        assertThat(scaler.previewResize(service(), smaller())).isEmpty();
        assertThat(scaler.previewResize(service(), larger())).isNotEmpty();
    }

    @Test
    void limits_outlive_a_roll_out() throws Exception {
        var resized = scaler.resize(service(), larger(), Progress.none());

        replaceInstances();

        assertThat(scaler.capacity(service())).isEqualTo(resized);
        assertThat(scaler.previewResize(service(), larger())).isEmpty();
    }

    @Test
    void limits_come_back_as_they_were_and_as_they_were_kept() throws Exception {
        var before = scaler.resources(service());
        scaler.resize(service(), smaller(), Progress.none());

        var back = scaler.restore(before, Progress.none());
        var again = scaler.restore(before, Progress.none());

        assertThat(back).isEqualTo(first).isEqualTo(again);
        assertThat(scaler.resources(service())).isEqualTo(before);
        replaceInstances();
        assertThat(scaler.capacity(service())).isEqualTo(first);
        assertThat(scaler.resources(service())).isEqualTo(before);
    }

    @Test
    void limits_come_back_to_those_of_an_earlier_change() throws Exception {
        scaler.resize(service(), smaller(), Progress.none());
        var before = scaler.resources(service());
        scaler.resize(service(), larger(), Progress.none());

        scaler.restore(before, Progress.none());

        assertThat(before.resources()).isEqualTo(smaller());
        assertThat(scaler.resources(service())).isEqualTo(before);
        replaceInstances();
        assertThat(scaler.capacity(service()).resources()).isEqualTo(smaller());
    }

    @Test
    void more_than_the_platform_has_is_refused_before_anything_is_touched() throws Exception {
        var before = scaler.resources(service());

        assertRefused(() -> scaler.previewResize(service(), tooLarge()));
        assertRefused(() -> scaler.resize(service(), tooLarge(), Progress.none()));

        assertThat(scaler.resources(service())).isEqualTo(before);
    }

    @Test
    void a_service_that_does_not_exist_is_refused_by_every_verb() {
        var missing = "no-such-service";

        assertRefused(() -> scaler.capacity(missing));
        assertRefused(() -> scaler.previewScale(missing, 2));
        assertRefused(() -> scaler.scale(missing, 2, Progress.none()));
        assertRefused(() -> scaler.previewResize(missing, smaller()));
        assertRefused(() -> scaler.resize(missing, smaller(), Progress.none()));
        assertRefused(() -> scaler.resources(missing));
    }

    @Test
    void fewer_than_no_instances_are_a_mistake_of_the_caller() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> scaler.previewScale(service(), -1));
        assertThatIllegalArgumentException().isThrownBy(() -> scaler.scale(service(), -1, Progress.none()));

        assertThat(scaler.capacity(service())).isEqualTo(first);
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void assertRefused(Call call) {
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(call::run);
    }
}
