package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is done to three replicas, in whichever order. */
class AvailabilityHistoriesTest {
    private enum Deed {
        COMMIT,
        CUT,
        HEAL,
        FAIL_OVER,
        FORCE,
        SUSPEND,
        RESUME,
        PASS
    }

    record Event(Deed deed, int one, int other) {}

    @Provide
    static Arbitrary<List<Event>> histories() {
        var weighted = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(Deed.COMMIT)), Tuple.of(5, Arbitraries.of(Deed.class)));
        return Combinators.combine(
                        weighted,
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(1, 2))
                .as((deed, one, step) -> new Event(deed, one, (one + step) % 3))
                .list()
                .ofMaxSize(40);
    }

    /** Plays a history and looks at everything after each event. */
    private static final class World {
        final Replicated all = new Replicated();
        final List<Instance> instances = List.of(all.a, all.b, all.c);
        final AvailabilityGroup group = all.group(ClusterType.WSFC);
        final Set<Set<Integer>> cut = new HashSet<>();
        boolean forcedWhileCut;

        void play(Event event) {
            var one = instances.get(event.one());
            var other = instances.get(event.other());
            switch (event.deed()) {
                case COMMIT -> {
                    if (all.errorsOfCommit(one).isEmpty()) {
                        assertThat(group.role(one)).isEqualTo(ReplicaRole.PRIMARY);
                    }
                }
                case CUT -> {
                    group.cut(one, other);
                    cut.add(Set.of(event.one(), event.other()));
                }
                case HEAL -> {
                    group.heal(one, other);
                    cut.remove(Set.of(event.one(), event.other()));
                }
                case FAIL_OVER -> failOver(one);
                case FORCE -> {
                    forcedWhileCut |= !cut.isEmpty();
                    all.errorsOf(one, "ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS");
                }
                case SUSPEND -> all.errorsOf(one, "ALTER DATABASE EMRNext SET HADR SUSPEND");
                case RESUME -> all.errorsOf(one, "ALTER DATABASE EMRNext SET HADR RESUME");
                case PASS -> all.pass(Duration.ofMinutes(1));
            }
        }

        private void failOver(Instance to) {
            var before = group.primaries();
            var acknowledged = new ArrayList<List<Integer>>();
            instances.stream()
                    .filter(each -> before.contains(each.name()))
                    .forEach(each -> acknowledged.add(all.content(each)));
            if (all.errorsOf(to, "ALTER AVAILABILITY GROUP ag1 FAILOVER").isEmpty()) {
                assertThat(group.primaries()).contains(to.name());
                assertThat(acknowledged).contains(all.content(to));
            }
        }

        void look() {
            assertThat(group.primaries()).isNotEmpty();
            if (!forcedWhileCut) {
                assertThat(group.primaries()).hasSize(1);
            }
            if (cut.isEmpty()) {
                assertThat(group.primaries()).hasSize(1);
            }
            for (var instance : instances) {
                for (var following : instance.availabilityGroups().get(0).members()) {
                    var copy = following.databases().get(0);
                    if (copy.sync() == GroupReport.Sync.SYNCHRONIZED) {
                        assertThat(copy.suspended()).isEmpty();
                    }
                }
            }
        }
    }

    @Property(tries = 300)
    void there_are_two_primaries_only_if_one_was_forced_behind_a_cut(@ForAll("histories") List<Event> history)
            throws Exception {
        var world = new World();
        for (var event : history) {
            world.play(event);
            world.look();
        }
    }

    @Property(tries = 200)
    void whoever_is_healed_and_resumed_ends_with_the_same(@ForAll("histories") List<Event> history) throws Exception {
        var world = new World();
        for (var event : history) {
            world.play(event);
        }
        for (var i = 0; i < 3; i++) {
            world.play(new Event(Deed.HEAL, i, (i + 1) % 3));
        }
        for (var i = 0; i < 3; i++) {
            world.play(new Event(Deed.RESUME, i, (i + 1) % 3));
        }

        assertThat(world.group.primaries()).hasSize(1);
        assertThat(world.all.content(world.all.a))
                .isEqualTo(world.all.content(world.all.b))
                .isEqualTo(world.all.content(world.all.c));
    }

    /** Each acknowledged commit on a synchronous pair survives planned failovers, whatever else happens but force. */
    @Property(tries = 200)
    void nothing_that_was_acknowledged_is_lost_without_force(@ForAll("histories") List<Event> history)
            throws Exception {
        var world = new World();
        var acknowledged = new ArrayList<Integer>();
        for (var event : history) {
            if (event.deed() == Deed.COMMIT) {
                var on = world.instances.get(event.one());
                if (world.all.errorsOfCommit(on).isEmpty()) {
                    var content = world.all.content(on);
                    acknowledged.add(content.get(content.size() - 1));
                }
            } else if (event.deed() != Deed.FORCE) {
                world.play(event);
            }
            var primary = world.instances.stream()
                    .filter(each -> world.group.primaries().contains(each.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(world.all.content(primary)).containsExactlyElementsOf(acknowledged);
        }
    }
}
