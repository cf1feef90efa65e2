package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.EmropsException;
import io.emrops.Progress;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.ReplicationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens in whatever order: never two that take changes, and nothing lost but what was told. */
class FakeReplicationHistoriesTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    enum Act {
        COMMIT,
        CATCH_UP,
        CUT_LINK,
        HEAL_LINK,
        CUT_OFF,
        RECONNECT,
        POWER_OFF,
        POWER_ON,
        FAIL_OVER,
        BREAK_HALF_WAY,
        FORCE,
        FORCE_FENCING,
        FORCE_VOUCHING,
        FENCE,
        RELEASE,
        RESUME
    }

    record Event(Act act, int one, int other, int minutes) {}

    @Provide
    Arbitrary<List<Event>> histories() {
        var one = Arbitraries.integers().between(0, NAMES.size() - 1);
        return Combinators.combine(
                        Arbitraries.of(Act.class),
                        one,
                        one,
                        Arbitraries.integers().between(0, 30))
                .as(Event::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 1500)
    void a_group_is_never_split_and_loses_nothing_in_silence(@ForAll("histories") List<Event> events) {
        new World(FakeReplication.availabilityGroup("EMRNext")).live(events);
    }

    @Property(tries = 1500)
    void neither_is_a_database_whose_log_is_shipped(@ForAll("histories") List<Event> events) {
        new World(FakeReplication.logShipping("EMRNext")).live(events);
    }

    private static final class World {
        private final FakeReplication group;
        private final Map<Long, Instant> acknowledged = new HashMap<>();
        private final Set<Long> toldLost = new HashSet<>();
        private final Set<String> off = new HashSet<>();
        private final Set<String> former = new HashSet<>();
        private Instant now = Instant.parse("2026-03-01T02:00:00Z");

        World(FakeReplication group) {
            this.group = group.clock(() -> now).primary("a");
            if (group.kind() == ReplicationKind.AVAILABILITY_GROUP) {
                group.synchronous("b").asynchronous("c");
            } else {
                group.asynchronous("b").asynchronous("c");
            }
        }

        void live(List<Event> events) {
            for (var event : events) {
                now = now.plus(Duration.ofMinutes(event.minutes())).plusMillis(1);
                try {
                    happen(event);
                } catch (EmropsException e) {
                    assertThat(e).hasMessageNotContaining("null");
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                check(event);
            }
        }

        private void check(Event event) {
            assertThat(group.mostTakingWrites()).as("after %s", event).isLessThanOrEqualTo(1);
            for (var writer : group.takingWrites()) {
                assertThat(group.held(writer))
                        .as("what %s holds after %s", writer, event)
                        .containsAll(acknowledged.keySet().stream()
                                .filter(id -> !toldLost.contains(id))
                                .toList());
            }
        }

        private void happen(Event event) throws InterruptedException {
            var one = NAMES.get(event.one());
            var other = NAMES.get(event.other());
            switch (event.act()) {
                case COMMIT -> group.commit().ifPresent(id -> acknowledged.put(id, now));
                case CATCH_UP -> group.catchUp(one);
                case CUT_LINK -> group.cutLink(one, other);
                case HEAL_LINK -> group.healLink(one, other);
                case CUT_OFF -> group.cutOff(one);
                case RECONNECT -> group.reconnect(one);
                case POWER_OFF -> {
                    group.powerOff(one);
                    off.add(one);
                }
                case POWER_ON -> powerOn(one);
                case BREAK_HALF_WAY -> group.failMidway(new io.emrops.OutcomeUnknownException("lost"));
                case FAIL_OVER -> {
                    if (!one.equals(other)) {
                        told(group.failOver(new PlannedFailover(one, other), Progress.none()));
                    }
                }
                case FORCE -> told(group.force(ForcedFailover.of(accepted(one)), Progress.none()));
                case FORCE_FENCING ->
                    told(group.force(ForcedFailover.of(accepted(one)).fencingFirst(), Progress.none()));
                case FORCE_VOUCHING -> vouch(one);
                case FENCE -> group.fence(one, Progress.none());
                case RELEASE -> group.release(one, Progress.none());
                case RESUME -> group.resume(one, Progress.none());
            }
        }

        private LossAccepted accepted(String to) {
            return LossAccepted.upTo(Duration.ofDays(9), group.possibleLoss(to), "a history");
        }

        /** Only if it is true: what takes changes, if anything does, is off. */
        private void vouch(String to) throws InterruptedException {
            var loss = group.possibleLoss(to);
            if (loss.primary().filter(off::contains).isPresent()) {
                told(group.force(ForcedFailover.of(accepted(to)).fencedOutside("it is off"), Progress.none()));
            }
        }

        /** With log shipping nobody keeps a former primary from going on, so nobody starts one as it was. */
        private void powerOn(String name) {
            if (group.kind() == ReplicationKind.LOG_SHIPPING && former.contains(name)) {
                if (group.takingWrites().isEmpty()) {
                    return;
                }
                group.reseed(name);
                former.remove(name);
            } else {
                group.powerOn(name);
            }
            off.remove(name);
        }

        private void told(FailedOver done) {
            done.from().ifPresent(former::add);
            former.remove(done.to());
            var most = done.lost().flatMap(Loss::heldUntil);
            if (done.lost().isEmpty() || done.lost().get().isNone()) {
                return;
            }
            acknowledged.forEach((id, at) -> {
                if (!toldLost.contains(id) && !group.held(done.to()).contains(id)) {
                    assertThat(at).isAfterOrEqualTo(most.orElse(Instant.MIN));
                    toldLost.add(id);
                }
            });
        }
    }
}
