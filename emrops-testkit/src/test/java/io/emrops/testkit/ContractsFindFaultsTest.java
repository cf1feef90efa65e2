package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.Service;
import io.emrops.notice.Notice;
import io.emrops.spi.RunStore.Batch;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A contract is worth what it finds: each fault that an implementation may have breaks a test that says what is wrong. */
@Timeout(120)
class ContractsFindFaultsTest {
    @Test
    void a_sound_store_passes() {
        assertThat(failuresOfStore((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void a_store_that_writes_over_other_records_is_found_out() {
        var failures = failuresOfStore((method, args, sound) -> {
            if (method.equals("append") && args[0] instanceof Batch batch && batch.expectedSequence() == 0) {
                return null;
            }
            return sound.call();
        });

        assertThat(failures).contains("a_batch_behind_other_records_than_its_writer_has_seen_is_refused");
    }

    @Test
    void a_store_that_knows_no_capitals_is_found_out() {
        var failures = failuresOfStore((method, args, sound) -> {
            if (method.equals("append") && args[0] instanceof Batch b) {
                args[0] = new Batch(b.runId().toLowerCase(Locale.ROOT), b.expectedSequence(), b.records(), b.ended());
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("every_legal_id_names_a_run_of_its_own");
    }

    @Test
    void a_store_that_swallows_interrupts_is_found_out() {
        var failures = failuresOfStore((method, args, sound) -> {
            Thread.interrupted();
            return sound.call();
        });

        assertThat(failures).containsExactly("an_interrupt_does_not_abort_an_append_and_is_kept");
    }

    @Test
    void a_store_that_lists_runs_by_name_is_found_out() {
        var failures = failuresOfStore((method, args, sound) -> {
            var result = sound.call();
            return method.equals("runs")
                    ? ((List<?>) result)
                            .stream()
                                    .sorted(Comparator.comparing(Object::toString))
                                    .toList()
                    : result;
        });

        assertThat(failures).contains("runs_are_listed_in_the_order_of_their_first_record");
    }

    @Test
    void locks_that_are_taken_one_by_one_are_found_out() {
        Faulty.Fault oneByOne = (method, args, sound) -> {
            if (method.equals("acquire") && args[0] instanceof SortedSet<?> names && names.size() > 1) {
                args[0] = new TreeSet<>(List.of((String) names.first()));
                sound.call();
                args[0] = names;
            }
            return sound.call();
        };

        var failures = failures(LeasesContract.class, () -> Faulty.leasesWith(oneByOne));

        assertThat(failures).contains("a_lock_of_another_run_is_refused_and_nothing_is_taken");
    }

    @Test
    void a_deployer_whose_preview_rolls_out_is_found_out() {
        var failures = failuresOfDeployer((method, args, sound, fake) -> {
            var result = sound.call();
            if (method.equals("preview")) {
                fake.rollOut(
                        new ReleaseRequest(((ReleaseRequest) args[0]).version(), "key"), (done, total, what) -> {});
            }
            return result;
        });

        assertThat(failures).contains("a_preview_tells_what_would_change_and_changes_nothing");
    }

    @Test
    void a_deployer_that_hides_a_broken_version_is_found_out() {
        var failures = failuresOfDeployer((method, args, sound, fake) -> {
            try {
                return sound.call();
            } catch (StepFailedException e) {
                return fake.running();
            }
        });

        assertThat(failures)
                .containsExactly(
                        "a_broken_version_fails_and_what_ran_before_can_be_brought_back",
                        "a_broken_version_that_was_to_come_rolling_can_be_left_at_once_and_for_another",
                        "a_start_does_not_pass_over_what_does_not_become_well",
                        "behind_a_broken_version_that_was_to_come_rolling_the_old_one_works_on");
    }

    @Test
    void a_deployer_that_does_everything_at_once_is_found_out() {
        var failures = failuresOfDeployer((method, args, sound, fake) -> {
            if (method.equals("rollOut")) {
                var request = (ReleaseRequest) args[0];
                args[0] = new ReleaseRequest(request.version(), request.operationKey());
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("behind_a_broken_version_that_was_to_come_rolling_the_old_one_works_on");
    }

    @Test
    void a_deployer_that_only_removes_what_it_should_create_again_is_found_out() {
        var failures = failuresOfDeployer((method, args, sound, fake) -> method.equals("recreate")
                ? fake.rollBack(Release.nothing(Instant.EPOCH), Progress.none())
                : sound.call());

        assertThat(failures)
                .containsExactly(
                        "what_is_created_again_is_what_ran_before",
                        "what_was_stopped_is_created_again_as_it_was",
                        "where_nothing_runs_nothing_is_created_again");
    }

    @Test
    void a_deployer_that_goes_back_to_one_replica_is_found_out() {
        var failures = failuresOfDeployer((method, args, sound, fake) -> {
            if (method.equals("rollBack")) {
                var to = (Release) args[0];
                var single = to.services().stream()
                        .map(s -> new Service(s.name(), s.image(), s.digest(), 1))
                        .toList();
                args[0] = new Release(to.version(), single, to.variables(), to.since());
            }
            return sound.call();
        });

        assertThat(failures).contains("an_older_release_comes_back_exactly");
    }

    @Test
    void a_deployer_that_finds_what_was_replaced_is_found_out() {
        var last = new Release[1];
        var failures = failuresOfDeployer((method, args, sound, fake) -> {
            var result = sound.call();
            if (method.equals("rollOut")) {
                last[0] = (Release) result;
            }
            var unknown = method.equals("find") && ((Optional<?>) result).isEmpty() && last[0] != null;
            return unknown ? Optional.of(last[0]) : result;
        });

        assertThat(failures).contains("what_was_replaced_is_not_found_any_more");
    }

    @Test
    void a_deployer_that_removes_what_it_should_stop_is_found_out() {
        var failures = failuresOfDeployer((method, args, sound, fake) ->
                method.equals("stop") ? fake.rollBack(Release.nothing(Instant.EPOCH), Progress.none()) : sound.call());

        assertThat(failures).contains("what_is_stopped_stays_what_it_is_and_comes_back_as_it_was");
    }

    @Test
    void a_sound_notifier_passes() {
        assertThat(failuresOfNotifier((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void a_notifier_that_takes_any_audience_in_a_rehearsal_is_found_out() {
        var failures = failuresOfNotifier((method, args, sound) -> {
            if (method.equals("preview") && args[0] instanceof Notice n) {
                return List.of(n.audience() + " would be told: " + n.subject());
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("an_audience_that_is_not_known_is_refused_by_preview_and_send");
    }

    @Test
    void a_notifier_that_swallows_what_it_cannot_deliver_is_found_out() {
        var failures = failuresOfNotifier((method, args, sound) -> {
            try {
                return sound.call();
            } catch (PreconditionFailedException e) {
                return method.equals("preview") ? List.of("nobody would be told") : null;
            }
        });

        assertThat(failures).containsExactly("an_audience_that_is_not_known_is_refused_by_preview_and_send");
    }

    @Test
    void a_notifier_that_shortens_subjects_to_ascii_is_found_out() {
        var failures = failuresOfNotifier((method, args, sound) -> {
            if (method.equals("send") && args[0] instanceof Notice n) {
                args[0] = new Notice(n.audience(), n.subject().replaceAll("[^ -~]", "?"), n.text());
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("a_notice_arrives_as_it_was_given");
    }

    interface Contract {
        Object fresh();
    }

    private static List<String> failuresOfStore(Faulty.Fault fault) {
        return failures(RunStoreContract.class, () -> Faulty.storeWith(fault));
    }

    private static List<String> failuresOfDeployer(Faulty.DeployerFault fault) {
        return failures(DeployerContract.class, () -> Faulty.deployerWith(fault));
    }

    private static List<String> failuresOfNotifier(Faulty.Fault fault) {
        return failures(NotifierContract.class, () -> Faulty.notifierWith(fault));
    }

    /** The tests of a contract that do not pass. */
    static List<String> failures(Class<?> contract, Contract instances) {
        return methods(contract, Test.class)
                .filter(test -> !passes(contract, instances.fresh(), test))
                .map(Method::getName)
                .sorted()
                .toList();
    }

    private static boolean passes(Class<?> contract, Object instance, Method test) {
        try {
            for (var before : methods(contract, BeforeEach.class).toList()) {
                Faulty.invoke(before, instance);
            }
            Faulty.invoke(test, instance);
            for (var after : methods(contract, AfterEach.class).toList()) {
                Faulty.invoke(after, instance);
            }
            return true;
        } catch (Throwable e) {
            return false;
        }
    }

    private static Stream<Method> methods(Class<?> contract, Class<? extends Annotation> annotation) {
        return Arrays.stream(contract.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(annotation));
    }
}
