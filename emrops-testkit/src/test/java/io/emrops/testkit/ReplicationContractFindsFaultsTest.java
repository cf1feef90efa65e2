package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.ReplicationStatus;
import io.emrops.replication.WayBack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class ReplicationContractFindsFaultsTest {
    private interface Fault {
        Object instead(String method, Object[] args, Faulty.Sound sound, FakeReplication fake) throws Throwable;
    }

    private static List<String> failures(Fault fault) {
        return ContractsFindFaultsTest.failures(ReplicationContract.class, () -> new FakeReplicationContractTest() {
            @Override
            protected ReplicaFailover group() {
                super.group();
                return Faulty.faulty(
                        ReplicaFailover.class,
                        fake(),
                        (method, args, sound) -> fault.instead(method, args, sound, fake()));
            }
        });
    }

    /** With whatever loss, and the old primary fenced first if it answers. */
    private static Object anyway(FakeReplication fake, ForcedFailover failover, boolean fencing) throws Exception {
        var shown = fake.possibleLoss(failover.to());
        var accepted = LossAccepted.upTo(Duration.ofDays(9), shown, "a fault").andUnknown();
        return fake.force(new ForcedFailover(accepted, fencing, failover.fencedOutside()), Progress.none());
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound, fake) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_loses_more_than_was_accepted_is_found_out() {
        var failures = failures((method, args, sound, fake) -> method.equals("force")
                ? anyway(fake, (ForcedFailover) args[0], ((ForcedFailover) args[0]).fenceFirst())
                : sound.call());

        assertThat(failures)
                .contains(
                        "more_than_was_accepted_is_not_lost_and_a_lost_primary_stays_lost",
                        "what_was_accepted_for_another_counts_for_nothing");
    }

    @Test
    void one_that_passes_over_a_primary_that_answers_is_found_out() {
        var failures = failures((method, args, sound, fake) -> method.equals("force")
                ? fake.force(((ForcedFailover) args[0]).fencingFirst(), Progress.none())
                : sound.call());

        assertThat(failures).containsExactly("a_primary_that_answers_is_not_passed_over_by_force");
    }

    @Test
    void one_that_calls_a_forced_failover_planned_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            try {
                return sound.call();
            } catch (PreconditionFailedException e) {
                if (method.equals("failOver")
                        && ((PlannedFailover) args[0]).to().equals("sql-b")) {
                    var accepted = LossAccepted.upTo(Duration.ofDays(9), fake.possibleLoss("sql-b"), "a fault");
                    return fake.force(ForcedFailover.of(accepted).fencingFirst(), Progress.none());
                }
                throw e;
            }
        });

        assertThat(failures).contains("a_planned_failover_over_a_link_that_is_cut_is_refused");
    }

    @Test
    void one_that_makes_up_a_lag_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            return answer instanceof ReplicationStatus status
                    ? new ReplicationStatus(
                            status.group(),
                            status.at(),
                            status.replicas().stream()
                                    .map(ReplicationContractFindsFaultsTest::near)
                                    .toList())
                    : answer;
        });

        assertThat(failures)
                .contains(
                        "a_link_that_is_cut_is_told_and_the_lag_grows_or_is_unknown",
                        "a_replica_that_does_not_answer_is_told_and_no_lag_is_made_up");
    }

    private static Replica near(Replica r) {
        return new Replica(
                r.name(),
                r.answers(),
                r.role(),
                r.writes(),
                r.commit(),
                r.link(),
                r.synchronisation(),
                r.movement(),
                io.emrops.replication.Lag.none(),
                r.heldUntil(),
                r.redoneUntil());
    }

    @Test
    void one_that_always_says_that_nothing_is_lost_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            return answer instanceof Loss loss
                    ? new Loss(
                            loss.group(), loss.replica(), loss.primary(), loss.heldUntil(), Optional.of(Duration.ZERO))
                    : answer;
        });

        assertThat(failures).contains("what_was_committed_since_the_link_was_cut_would_be_lost");
    }

    @Test
    void one_that_promises_a_way_back_that_there_is_not_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            return answer instanceof FailedOver done
                    ? new FailedOver(done.group(), done.from(), done.to(), done.at(), done.lost(), WayBack.FAIL_BACK)
                    : answer;
        });

        assertThat(failures).contains("what_was_accepted_is_lost_and_nothing_else_by_force");
    }

    @Test
    void one_that_fences_in_words_only_is_found_out() {
        var failures = failures((method, args, sound, fake) -> method.equals("fence") ? null : sound.call());

        assertThat(failures).contains("a_fenced_primary_takes_no_changes_until_it_is_released");
    }

    @Test
    void one_whose_preview_does_it_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            if (method.equals("preview") && args[0] instanceof PlannedFailover failover) {
                fake.failOver(failover, Progress.none());
            }
            return answer;
        });

        assertThat(failures).contains("a_preview_tells_and_changes_nothing");
    }
}
