package io.emrops.sqlserver.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.EmropsException;
import io.emrops.Progress;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.PlannedFailover;
import io.emrops.sqlserver.SqlServerLogShipping;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever happens to a shipped log, in whichever order: nobody takes changes beside another unless somebody has vouched, and nothing is lost untold. */
@Tag("long")
class ShippingHistoriesTest {
    private static final PlannedFailover OVER = new PlannedFailover(SimulatedShipping.A, SimulatedShipping.B);
    private static final AtomicInteger PLANNED = new AtomicInteger();
    private static final AtomicInteger FORCED = new AtomicInteger();

    private enum Deed {
        COMMIT,
        BACK_UP,
        COPY,
        RESTORE,
        SHARE_CUT,
        SHARE_HEALED,
        A_SILENT,
        B_SILENT,
        BOTH_ANSWER,
        FAIL_OVER,
        FAIL_OVER_CUT,
        FORCE,
        FORCE_FENCING,
        FORCE_VOUCHED,
        FENCE,
        RELEASE,
        PASS
    }

    /** @param at of which statement, where one is cut */
    private record Event(Deed deed, int at, boolean onA, Cut cut) {}

    @Provide
    Arbitrary<List<Event>> histories() {
        var deeds = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(Deed.COMMIT, Deed.BACK_UP, Deed.COPY, Deed.RESTORE, Deed.PASS)),
                Tuple.of(3, Arbitraries.of(Deed.class)),
                Tuple.of(1, Arbitraries.of(Deed.FAIL_OVER_CUT, Deed.RELEASE)));
        return Combinators.combine(
                        deeds,
                        Arbitraries.integers().between(1, 45),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Cut.DIES_BEFORE, Cut.DIES_AFTER, Cut.LOST_BEFORE, Cut.LOST_ANSWER))
                .as(Event::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(25);
    }

    /** Plays a history and looks at both servers after each event. */
    private static final class World implements AutoCloseable {
        final SimulatedShipping simulated = new SimulatedShipping();
        SqlServerLogShipping provider = simulated.shipping;
        boolean vouched;

        void play(Event event) throws InterruptedException {
            switch (event.deed()) {
                case COMMIT -> simulated.takesChanges(SimulatedShipping.A);
                case BACK_UP -> simulated.jobs.backUp();
                case COPY -> simulated.jobs.copy();
                case RESTORE -> simulated.jobs.restore();
                case SHARE_CUT -> simulated.jobs.cut();
                case SHARE_HEALED -> simulated.jobs.heal();
                case A_SILENT -> simulated.toA.cut = true;
                case B_SILENT -> simulated.toB.cut = true;
                case BOTH_ANSWER -> {
                    simulated.toA.cut = false;
                    simulated.toB.cut = false;
                }
                case PASS -> simulated.pass(Duration.ofSeconds(90));
                default -> attempt(event);
            }
        }

        private void attempt(Event event) throws InterruptedException {
            try {
                switch (event.deed()) {
                    case FAIL_OVER -> planned(provider);
                    case FAIL_OVER_CUT -> cut(event);
                    case FORCE -> forced(accepted());
                    case FORCE_FENCING -> forced(accepted().fencingFirst());
                    case FORCE_VOUCHED -> {
                        var accepted = accepted().fencedOutside("nobody looks");
                        vouched |= simulated.toA.cut;
                        forced(accepted);
                    }
                    case FENCE -> provider.fence(SimulatedShipping.A, Progress.none());
                    case RELEASE -> provider.release(SimulatedShipping.A, Progress.none());
                    default -> throw new AssertionError(event);
                }
            } catch (EmropsException e) {
                // Whether it may be refused is for other tests to say.
            }
        }

        private ForcedFailover accepted() {
            return ForcedFailover.of(
                    LossAccepted.upTo(Duration.ofDays(1), provider.possibleLoss(SimulatedShipping.B), "a test")
                            .andUnknown());
        }

        private void planned(SqlServerLogShipping by) throws InterruptedException {
            var done = by.failOver(OVER, Progress.none());
            if (done.lost().isPresent()) {
                PLANNED.incrementAndGet();
                assertThat(numbers(simulated.history(SimulatedShipping.B), Instant.MAX))
                        .isEqualTo(numbers(simulated.history(SimulatedShipping.A), Instant.MAX));
            }
        }

        /** What was committed up to when it was said to be held is there. */
        private void forced(ForcedFailover failover) throws InterruptedException {
            FailedOver done = provider.force(failover, Progress.none());
            if (done.lost().isPresent()) {
                FORCED.incrementAndGet();
                var until = done.lost().flatMap(Loss::heldUntil).orElse(Instant.MIN);
                assertThat(numbers(simulated.history(SimulatedShipping.B), Instant.MAX))
                        .containsAll(numbers(simulated.history(SimulatedShipping.A), until));
            }
        }

        private void cut(Event event) throws InterruptedException {
            var process = event.onA() ? simulated.processA : simulated.processB;
            var server = event.onA() ? simulated.a : simulated.b;
            if (process.isDead()) {
                return;
            }
            process.cut(event.cut(), event.at(), () -> server.script().faults().onNextRequest(Fault.close()));
            try {
                planned(simulated.shipping);
            } catch (CutSource.Died e) {
                provider = simulated.another();
            } finally {
                process.cut(Cut.NEVER, 0, () -> {});
            }
        }

        void look() {
            var taking = simulated.takingChanges();
            if (!vouched) {
                assertThat(taking).hasSizeLessThan(2);
            }
        }

        private static List<String> numbers(List<Commit> commits, Instant before) {
            return commits.stream()
                    .filter(commit -> commit.at().isBefore(before))
                    .map(commit -> commit.lsn().toString())
                    .toList();
        }

        @Override
        public void close() {
            simulated.close();
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void nobody_takes_changes_beside_another_and_nothing_is_lost_untold(@ForAll("histories") List<Event> history)
            throws Exception {
        try (var world = new World()) {
            for (var event : history) {
                world.play(event);
                world.look();
            }
        }
    }

    @AfterContainer
    static void histories_have_failed_over() {
        assertThat(PLANNED).hasPositiveValue();
        assertThat(FORCED).hasPositiveValue();
    }
}
