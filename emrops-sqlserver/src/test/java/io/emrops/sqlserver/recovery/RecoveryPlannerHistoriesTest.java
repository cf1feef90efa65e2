package io.emrops.sqlserver.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.recovery.RandomHistories.Script;
import io.emrops.sqlserver.recovery.RecoveryDecision.Chain;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reason;
import io.emrops.sqlserver.recovery.RecoveryDecision.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

@Tag("long")
class RecoveryPlannerHistoriesTest {
    @Provide
    Arbitrary<Script> histories() {
        return RandomHistories.scripts(16, 3);
    }

    @Provide
    Arbitrary<Script> smallHistories() {
        return RandomHistories.scripts(8, 1);
    }

    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void a_chain_ends_exactly_at_the_asked_moment(@ForAll("histories") Script script) {
        var history = script.play();
        var random = new Random(script.seed());
        var situation = situation(history, random, true);

        for (var asked : moments(history, random, 4)) {
            if (history.tellsOfBranchAt(asked, situation)
                    && RecoveryPlanner.plan(situation, new Goal.At(asked)) instanceof Chain chain) {
                var moment = chain.moment().orElseThrow();
                assertThat(Duration.between(moment, asked)).isBetween(Duration.ZERO, Duration.ofMillis(4));
                assertThat(chain.stopAt()).contains(LocalDateTime.ofInstant(moment, history.zone));
                assertThat(RestoringServer.restore(history, chain))
                        .as("%s by %s", asked, chain)
                        .isEqualTo(history.heldAt(moment).orElseThrow());
            }
        }
    }

    @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void what_any_order_of_any_sets_can_reach_is_planned_and_nothing_else(@ForAll("smallHistories") Script script) {
        var history = script.play();
        var random = new Random(script.seed());
        var situation = situation(history, random, false);

        for (var asked : moments(history, random, 6)) {
            var decision = RecoveryPlanner.plan(situation, new Goal.At(asked));
            if (decision instanceof Refusal refusal && refusal.reason() == Reason.BRANCHES) {
                continue;
            }
            assertThat(decision instanceof Chain)
                    .as(decision.toString())
                    .isEqualTo(EveryOrder.reaches(history, situation, LocalTimes.down(asked)));
        }
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void the_nearest_moments_of_a_refusal_can_be_reached_and_none_between_can(@ForAll("histories") Script script) {
        var history = script.play();
        var random = new Random(script.seed());
        var situation = situation(history, random, true);

        for (var asked : moments(history, random, 4)) {
            if (RecoveryPlanner.plan(situation, new Goal.At(asked)) instanceof Refusal refusal) {
                for (var near : List.of(refusal.before(), refusal.after())) {
                    near.ifPresent(m -> assertThat(RecoveryPlanner.plan(situation, new Goal.At(m)))
                            .as("nearest " + m)
                            .isInstanceOf(Chain.class));
                }
                for (var between : moments(history, random, 6)) {
                    var inside = refusal.before()
                                    .map(b -> between.isAfter(b.plusMillis(4)))
                                    .orElse(true)
                            && refusal.after().map(between::isBefore).orElse(true);
                    if (inside) {
                        assertThat(RecoveryPlanner.plan(situation, new Goal.At(between)))
                                .as("between " + refusal)
                                .isInstanceOf(Refusal.class);
                    }
                }
            }
        }
    }

    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void the_end_of_a_set_is_all_that_is_in_it(@ForAll("histories") Script script) {
        var history = script.play();
        var situation = situation(history, new Random(script.seed()), true);

        for (var set : history.sets) {
            if (set.kind() == Backup.Kind.FULL && script.losses() == 0) {
                assertThat(RecoveryPlanner.plan(situation, new Goal.EndOf(set.id())))
                        .isInstanceOf(Chain.class);
            }
            if (RecoveryPlanner.plan(situation, new Goal.EndOf(set.id())) instanceof Chain chain) {
                var last = history.rangeOf(set)[1];
                var inIt = history.branch(set.forks().last()).commits.stream()
                        .filter(c -> c.lsn() < last)
                        .map(SimulatedHistory.Commit::number)
                        .toList();
                assertThat(RestoringServer.restore(history, chain)).containsExactlyElementsOf(inIt);
            }
        }
        if (RecoveryPlanner.plan(situation, new Goal.EndOfTail()) instanceof Chain chain) {
            assertThat(RestoringServer.restore(history, chain)).hasSameSizeAs(history.current().commits);
        }
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void what_is_kept_reaches_every_moment_that_all_reached(
            @ForAll("histories") Script script, @ForAll @IntRange(min = 1, max = 7200) int seconds) {
        var history = script.play();
        var random = new Random(script.seed());
        var situation = Situation.of(SimulatedHistory.NAME, history.sets, ServerClock.in(history.zone))
                .withUnreachable(history.unreachable)
                .withLive(history.live(true));
        var keep = Duration.ofSeconds(seconds);

        var decision = new Retention(keep, 1).decide(situation, List.of(), history.now);

        var gone = new HashSet<>(history.unreachable);
        decision.expired().forEach(set -> gone.add(set.id()));
        var after = situation.withUnreachable(gone);
        for (var moment : moments(history, random, 6)) {
            if (!moment.isBefore(history.now.minus(keep))
                    && RecoveryPlanner.plan(situation, new Goal.At(moment)) instanceof Chain chain) {
                assertThat(RecoveryPlanner.plan(after, new Goal.At(moment)))
                        .as("%s, was %s, gone %s", moment, chain, decision.expired())
                        .isInstanceOf(Chain.class);
            }
        }
    }

    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void whatever_is_deleted_in_order_leaves_what_is_left_as_it_was(
            @ForAll("histories") Script script, @ForAll @IntRange(min = 1, max = 7200) int seconds) {
        var history = script.play();
        var situation = Situation.of(SimulatedHistory.NAME, history.sets, ServerClock.in(history.zone))
                .withUnreachable(history.unreachable);
        var going = new Retention(Duration.ofSeconds(seconds), 1)
                .decide(situation, List.of(), history.now)
                .expired();
        var gone = new HashSet<>(history.unreachable);
        var left = new HashSet<>(going);
        left.removeIf(set -> !(RecoveryPlanner.plan(situation, new Goal.EndOf(set.id())) instanceof Chain));

        for (var next : going) {
            gone.add(next.id());
            left.remove(next);
            for (var each : left) {
                assertThat(RecoveryPlanner.plan(situation.withUnreachable(gone), new Goal.EndOf(each.id())))
                        .as("%s after %s of %s", each, next, going)
                        .isInstanceOf(Chain.class);
            }
        }
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void logs_that_lag_bring_nothing_but_the_moment_or_nothing_at_all(@ForAll("histories") Script script) {
        var history = script.play().withLag();
        var random = new Random(script.seed());
        var situation = situation(history, random, true).withPrimaries(List.of("elsewhere"));

        for (var asked : moments(history, random, 4)) {
            if (history.tellsOfBranchAt(asked, situation)
                    && RecoveryPlanner.plan(situation, new Goal.At(asked)) instanceof Chain chain) {
                RestoringServer.restoreAsked(history, chain)
                        .ifPresent(held -> assertThat(held)
                                .as("%s by %s", asked, chain)
                                .isEqualTo(history.heldAt(chain.moment().orElseThrow())
                                        .orElseThrow()));
            }
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void the_order_in_which_sets_are_known_does_not_matter(@ForAll("histories") Script script) {
        var history = script.play();
        var random = new Random(script.seed());
        var situation = situation(history, random, true);
        var shuffled = new ArrayList<>(situation.sets());
        Collections.shuffle(shuffled, random);
        var other = new Situation(
                situation.database(),
                shuffled,
                situation.unreachable(),
                situation.otherNames(),
                situation.family(),
                situation.branch(),
                situation.branchesBegan(),
                situation.live(),
                situation.clock(),
                situation.primaries());

        for (var asked : moments(history, random, 3)) {
            assertThat(RecoveryPlanner.plan(other, new Goal.At(asked)))
                    .isEqualTo(RecoveryPlanner.plan(situation, new Goal.At(asked)));
        }
    }

    private static Situation situation(SimulatedHistory history, Random random, boolean anyClock) {
        var clock = switch (anyClock ? random.nextInt(3) : 0) {
            case 0 -> ServerClock.in(history.zone);
            case 1 -> ServerClock.now(history.zone.getRules().getOffset(history.now));
            default -> ServerClock.unknown();
        };
        var situation = Situation.of(SimulatedHistory.NAME, history.sets, clock).withUnreachable(history.unreachable);
        for (var told : history.told.entrySet()) {
            situation = situation.withBranchBegan(told.getKey(), told.getValue());
        }
        return random.nextInt(3) == 0 ? situation.withLive(history.live(random.nextInt(4) > 0)) : situation;
    }

    /** Anywhere, and close to where something happened. */
    private static List<Instant> moments(SimulatedHistory history, Random random, int count) {
        var moments = new ArrayList<Instant>();
        var first = history.branches.get(0).began.minusSeconds(5);
        var span = Duration.between(first, history.now).toMillis();
        for (var i = 0; i < count; i++) {
            switch (random.nextInt(3)) {
                case 0 -> moments.add(first.plusMillis((long) (random.nextDouble() * span)));
                case 1 -> {
                    var branch = history.branches.get(random.nextInt(history.branches.size()));
                    if (!branch.commits.isEmpty()) {
                        var commit = branch.commits.get(random.nextInt(branch.commits.size()));
                        moments.add(commit.at().plusMillis(random.nextInt(9) - 4));
                    }
                }
                default -> {
                    var set = history.sets.get(random.nextInt(history.sets.size()));
                    var near = random.nextBoolean() ? set.startedAt() : set.finishedAt();
                    moments.add(near.toInstant().plusMillis(random.nextInt(5000) - 2500L));
                }
            }
        }
        moments.removeIf(m -> m.isAfter(history.now));
        return moments;
    }
}
