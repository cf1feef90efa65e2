package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Ability;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica;
import io.emrops.replication.Replica.Link;
import io.emrops.replication.Replica.Role;
import io.emrops.replication.Replica.Writes;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.WayBack;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ReplicaFailover} keeps to. Extend it and say how replicas are had, and what happens to them. Each test begins with a primary
 * and one replica that follows it, to which a planned failover would be possible.
 */
public abstract class ReplicationContract {
    private static final Duration MUCH = Duration.ofDays(1);

    private ReplicaFailover group;
    private String primary;
    private String other;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected ReplicationContract() {}

    /** A group of two, made anew. */
    protected abstract ReplicaFailover group() throws Exception;

    /** Who is primary at first. */
    protected abstract String primary();

    /** Who follows it. */
    protected abstract String other();

    /** A user's change is committed on whoever is primary. */
    protected abstract void commit() throws Exception;

    /** The two see each other no more; who asks sees both. */
    protected abstract void cutLink() throws Exception;

    /** They see each other again, and the replica has got all there is, as far as it follows. */
    protected abstract void healLink() throws Exception;

    /** The server of this replica stops. */
    protected abstract void lose(String replica) throws Exception;

    /** It starts again, and sees the others. */
    protected abstract void bringBack(String replica) throws Exception;

    /** The clock of the servers goes on. */
    protected abstract void pass(Duration time) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        group = group();
        primary = primary();
        other = other();
    }

    private boolean can(Ability... abilities) {
        return group.abilities().containsAll(java.util.Arrays.asList(abilities));
    }

    private PlannedFailover over() {
        return new PlannedFailover(primary, other);
    }

    private LossAccepted accept(Duration most) {
        return LossAccepted.upTo(most, group.possibleLoss(other), "a test");
    }

    /** With all that a caller can vouch for: the server of the old primary is off. */
    private ForcedFailover forced(LossAccepted accepted) {
        return ForcedFailover.of(accepted).fencedOutside("its server is off");
    }

    private Replica the(String name) {
        return group.status().replica(name);
    }

    private void assertPrimary(String name) {
        var status = group.status();
        assertThat(status.isPrimary(name)).as("%s", status).isTrue();
        assertThat(status.replica(name).writes()).isEqualTo(Writes.TAKEN);
        assertThat(status.replicas().stream().filter(r -> r.writes() == Writes.TAKEN))
                .hasSize(1);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(call);
    }

    @Test
    void a_group_says_who_is_primary_and_who_follows() throws Exception {
        commit();
        healLink();

        var status = group.status();

        assertPrimary(primary);
        assertThat(status.replicas()).extracting(Replica::name).containsExactlyInAnyOrder(primary, other);
        assertThat(status.replica(other).follows()).as("%s", status).isTrue();
        assertThat(status.replica(other).role()).isEqualTo(Role.SECONDARY);
        assertThat(status.replica(other).writes()).isEqualTo(Writes.REFUSED);
        assertThat(status.replica(other).lag().isWithin(MUCH)).isTrue();
        assertThat(status.replica(other).heldUntil()).isPresent();
    }

    @Test
    void a_link_that_is_cut_is_told_and_the_lag_grows_or_is_unknown() throws Exception {
        pass(Duration.ofMinutes(1));
        cutLink();
        commit();
        pass(Duration.ofMinutes(10));

        var replica = the(other);

        assertThat(replica.follows()).isFalse();
        assertThat(replica.link()).isNotEqualTo(Link.CONNECTED);
        assertThat(replica.lag().isWithin(Duration.ofMinutes(9))).isFalse();
        assertPrimary(primary);
    }

    @Test
    void a_replica_that_does_not_answer_is_told_and_no_lag_is_made_up() throws Exception {
        lose(other);

        var replica = the(other);

        assertThat(replica.answers()).isFalse();
        assertThat(replica.follows()).isFalse();
        assertThat(replica.lag().time()).isEmpty();
        assertPrimary(primary);
    }

    @Test
    void nobody_who_answers_is_no_status() throws Exception {
        lose(primary);
        lose(other);

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> group.status());
    }

    @Test
    void a_planned_failover_changes_the_roles_loses_nothing_and_is_found_done() throws Exception {
        commit();
        healLink();
        var before = group.target();

        var done = group.failOver(over(), Progress.none());
        var again = group.failOver(over(), Progress.none());

        assertPrimary(other);
        assertThat(the(primary).writes()).isEqualTo(Writes.REFUSED);
        assertThat(done.lost().orElseThrow().isNone()).isTrue();
        assertThat(done.from()).contains(primary);
        assertThat(again.to()).isEqualTo(other);
        assertThat(again.wayBack()).isEqualTo(done.wayBack());
        assertThat(group.target()).isEqualTo(before);
    }

    @Test
    void where_it_can_be_failed_back_it_is() throws Exception {
        var done = group.failOver(over(), Progress.none());
        commit();
        healLink();

        if (done.wayBack() == WayBack.FAIL_BACK) {
            group.failOver(over().back(), Progress.none());
            assertPrimary(primary);
        } else {
            assertRefused(() -> group.failOver(over().back(), Progress.none()));
            assertPrimary(other);
        }
    }

    @Test
    void a_planned_failover_over_a_link_that_is_cut_is_refused() throws Exception {
        cutLink();
        commit();

        assertRefused(() -> group.preview(over()));
        assertRefused(() -> group.failOver(over(), Progress.none()));

        assertPrimary(primary);
    }

    @Test
    void a_planned_failover_from_somebody_else_or_to_nobody_is_refused() throws Exception {
        assertRefused(() -> group.failOver(new PlannedFailover(primary, "nobody"), Progress.none()));
        assertRefused(() -> group.failOver(new PlannedFailover("nobody", other), Progress.none()));

        assertPrimary(primary);
    }

    @Test
    void a_planned_failover_without_the_primary_changes_nothing() throws Exception {
        lose(primary);

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> group.failOver(over(), Progress.none()));

        assertThat(group.status().primaries()).isEmpty();
    }

    @Test
    void a_preview_tells_and_changes_nothing() throws Exception {
        assertThat(group.preview(over())).isNotEmpty();
        assertPrimary(primary);

        group.failOver(over(), Progress.none());

        assertThat(group.preview(over())).isEmpty();
    }

    @Test
    void what_was_committed_since_the_link_was_cut_would_be_lost() throws Exception {
        pass(Duration.ofMinutes(1));
        healLink();
        cutLink();
        pass(Duration.ofMinutes(5));
        commit();
        pass(Duration.ofSeconds(1));

        var loss = group.possibleLoss(other);

        assertThat(loss.isNone()).isFalse();
        assertThat(loss.replica()).isEqualTo(other);
        assertThat(loss.primary()).contains(primary);
        assertThat(loss.atMost().orElse(MUCH)).isGreaterThanOrEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void a_primary_that_answers_is_not_passed_over_by_force() throws Exception {
        cutLink();
        commit();
        var accepted = accept(MUCH).andUnknown();

        assertRefused(() -> group.preview(forced(accepted)));
        assertRefused(() -> group.force(forced(accepted), Progress.none()));

        assertPrimary(primary);
    }

    @Test
    void one_that_is_fenced_first_is() throws Exception {
        if (!can(Ability.FENCE, Ability.FORCED_FAILOVER)) {
            return;
        }
        cutLink();
        commit();

        group.force(ForcedFailover.of(accept(MUCH).andUnknown()).fencingFirst(), Progress.none());

        assertPrimary(other);
    }

    @Test
    void more_than_was_accepted_is_not_lost_and_a_lost_primary_stays_lost() throws Exception {
        pass(Duration.ofMinutes(1));
        cutLink();
        pass(Duration.ofMinutes(10));
        commit();
        lose(primary);

        assertRefused(() -> group.preview(forced(accept(Duration.ofMinutes(5)))));
        assertRefused(() -> group.force(forced(accept(Duration.ofMinutes(5))), Progress.none()));

        assertThat(group.status().primaries()).isEmpty();
    }

    @Test
    void what_was_accepted_is_lost_and_nothing_else_by_force() throws Exception {
        if (!can(Ability.FORCED_FAILOVER)) {
            return;
        }
        cutLink();
        pass(Duration.ofMinutes(10));
        commit();
        lose(primary);
        var accepted = accept(MUCH).andUnknown();

        var done = group.force(forced(accepted), Progress.none());
        var again = group.force(forced(accepted), Progress.none());

        assertPrimary(other);
        assertThat(done.lost()).map(Loss::isNone).contains(false);
        assertThat(done.wayBack()).isNotEqualTo(WayBack.FAIL_BACK);
        assertThat(again.to()).isEqualTo(other);
    }

    @Test
    void what_was_accepted_for_another_counts_for_nothing() throws Exception {
        cutLink();
        commit();
        lose(primary);
        var shown = group.possibleLoss(other);
        var elsewhere =
                new Loss(shown.group(), shown.replica(), Optional.of("nobody"), shown.heldUntil(), shown.atMost());
        var less = shown.heldUntil()
                .map(until -> new Loss(
                        shown.group(),
                        shown.replica(),
                        shown.primary(),
                        Optional.of(until.plusSeconds(60)),
                        shown.atMost()))
                .orElse(elsewhere);

        for (var other : new Loss[] {elsewhere, less}) {
            var accepted = LossAccepted.upTo(MUCH, other, "a test");
            assertRefused(() -> group.force(forced(accepted), Progress.none()));
        }

        assertThat(group.status().primaries()).isEmpty();
    }

    @Test
    void a_former_primary_of_a_forced_failover_follows_when_it_is_told_to() throws Exception {
        if (!can(Ability.FORCED_FAILOVER, Ability.RESUME)) {
            return;
        }
        commit();
        lose(primary);
        group.force(forced(accept(MUCH).andUnknown()), Progress.none());
        commit();
        bringBack(primary);

        assertPrimary(other);
        assertThat(the(primary).follows()).isFalse();
        assertRefused(() -> group.failOver(over().back(), Progress.none()));
        group.resume(primary, Progress.none());
        group.resume(primary, Progress.none());
        healLink();
        assertThat(the(primary).follows()).as("%s", the(primary)).isTrue();
        group.failOver(over().back(), Progress.none());
        assertPrimary(primary);
    }

    @Test
    void one_that_was_fenced_before_another_was_forced_follows_when_it_is_told_to() throws Exception {
        if (!can(Ability.FENCE, Ability.FORCED_FAILOVER, Ability.RESUME)) {
            return;
        }
        group.fence(primary, Progress.none());
        assertRefused(() -> group.resume(primary, Progress.none()));
        group.force(ForcedFailover.of(accept(MUCH).andUnknown()), Progress.none());
        commit();

        group.resume(primary, Progress.none());

        healLink();
        assertThat(the(primary).follows()).as("%s", the(primary)).isTrue();
        group.failOver(over().back(), Progress.none());
        assertPrimary(primary);
    }

    @Test
    void a_fenced_primary_takes_no_changes_until_it_is_released() throws Exception {
        if (!can(Ability.FENCE, Ability.RELEASE)) {
            return;
        }
        group.fence(primary, Progress.none());
        group.fence(primary, Progress.none());

        assertThat(group.status().primaries()).isEmpty();
        assertThat(the(primary).writes()).isEqualTo(Writes.REFUSED);
        assertRefused(() -> group.fence(other, Progress.none()));
        group.release(primary, Progress.none());
        group.release(primary, Progress.none());
        assertPrimary(primary);
    }

    @Test
    void one_that_another_has_taken_over_from_is_not_released() throws Exception {
        if (!can(Ability.FENCE, Ability.RELEASE, Ability.FORCED_FAILOVER)) {
            return;
        }
        group.fence(primary, Progress.none());
        group.force(ForcedFailover.of(accept(MUCH).andUnknown()), Progress.none());

        assertRefused(() -> group.release(primary, Progress.none()));

        assertPrimary(other);
    }

    @Test
    void a_replica_that_is_not_there_is_refused() {
        assertRefused(() -> group.possibleLoss("nobody"));
        assertRefused(() -> group.resume("nobody", Progress.none()));
        assertRefused(() -> group.fence("nobody", Progress.none()));
        assertRefused(() -> group.release("nobody", Progress.none()));
    }

    @Test
    void what_a_kind_cannot_do_is_refused() throws Exception {
        if (!can(Ability.PLANNED_FAILOVER)) {
            assertRefused(() -> group.failOver(over(), Progress.none()));
        }
        if (!can(Ability.FENCE)) {
            assertRefused(() -> group.fence(primary, Progress.none()));
        }
        if (!can(Ability.RELEASE)) {
            assertRefused(() -> group.release(primary, Progress.none()));
        }
        if (!can(Ability.RESUME)) {
            assertRefused(() -> group.resume(other, Progress.none()));
        }
        assertPrimary(primary);
    }
}
