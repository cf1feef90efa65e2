package io.emrops.sqlserver.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.diagnostics.Blocking;
import io.emrops.diagnostics.Blocking.Chain;
import io.emrops.diagnostics.Blocking.Head;
import io.emrops.diagnostics.Blocking.Waiting;
import io.emrops.sqlserver.diagnostics.BlockingSample.Holder;
import io.emrops.sqlserver.diagnostics.BlockingSample.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockingForestTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Waiter waiter(int session, int blockedBy, int seconds) {
        return new Waiter(session, blockedBy, "LCK_M_X", Duration.ofSeconds(seconds), "r" + session);
    }

    private static Holder holder(int session, boolean working) {
        return new Holder("login " + session, working, "program " + session, Optional.of(NOW.minusSeconds(90)));
    }

    private static BlockingSample sample(Map<Integer, Holder> sessions, Waiter... waiters) {
        return new BlockingSample(NOW, List.of(waiters), sessions);
    }

    private static List<Chain> twice(Map<Integer, Holder> sessions, Waiter... waiters) {
        var sample = sample(sessions, waiters);
        return BlockingForest.of(sample, sample).chains();
    }

    @Test
    void a_sleeping_head_with_a_transaction_is_found_although_it_has_no_request() {
        var chains = twice(
                Map.of(51, holder(51, false), 52, holder(52, true), 53, holder(53, true)),
                waiter(52, 51, 30),
                waiter(53, 52, 20));

        assertThat(chains).singleElement().satisfies(chain -> {
            assertThat(chain.head()).isEqualTo(Head.SLEEPING);
            assertThat(chain.blocker()).isEqualTo(51);
            assertThat(chain.description()).isEqualTo("program 51");
            assertThat(chain.transactionOpenFor()).isEqualTo(Duration.ofSeconds(90));
            assertThat(chain.lasted()).isTrue();
            assertThat(chain.waiting())
                    .extracting(Waiting::session, Waiting::blockedBy, Waiting::depth)
                    .containsExactly(tuple(52, 51, 1), tuple(53, 52, 2));
        });
    }

    @Test
    void each_head_has_a_chain_of_its_own_and_the_longest_comes_first() {
        var chains = twice(
                Map.of(60, holder(60, true)),
                waiter(52, 51, 1),
                waiter(61, 60, 1),
                waiter(62, 60, 1),
                waiter(63, 62, 1));

        assertThat(chains)
                .extracting(
                        Chain::head, Chain::blocker, chain -> chain.waiting().size())
                .containsExactly(tuple(Head.WORKING, 60, 3), tuple(Head.UNKNOWN, 51, 1));
    }

    @ParameterizedTest
    @CsvSource({"-2,ORPHANED_TRANSACTION", "-3,DEFERRED_RECOVERY", "-4,LATCH", "-5,LATCH", "-99,LATCH"})
    void numbers_below_zero_are_no_sessions(int blocker, Head head) {
        assertThat(twice(Map.of(), waiter(52, blocker, 5))).singleElement().satisfies(chain -> {
            assertThat(chain.head()).isEqualTo(head);
            assertThat(chain.description()).isEmpty();
            assertThat(chain.lasted()).isTrue();
        });
    }

    @Test
    void a_circle_ends_and_whoever_waits_for_it_is_in_it_too() {
        var chains = twice(
                Map.of(),
                waiter(52, 53, 1),
                waiter(53, 54, 1),
                waiter(54, 52, 1),
                waiter(60, 53, 1),
                waiter(61, 60, 1));

        assertThat(chains).singleElement().satisfies(chain -> {
            assertThat(chain.head()).isEqualTo(Head.CIRCLE);
            assertThat(chain.blocker()).isEqualTo(52);
            assertThat(chain.waiting())
                    .extracting(Waiting::session, Waiting::depth)
                    .containsExactly(tuple(52, 1), tuple(53, 1), tuple(54, 1), tuple(60, 1), tuple(61, 2));
        });
    }

    @Test
    void the_parts_of_one_statement_do_not_block_it() {
        assertThat(twice(Map.of(), waiter(52, 52, 1), waiter(53, 0, 1))).isEmpty();
    }

    @Test
    void what_was_seen_once_has_not_lasted() {
        var sessions = Map.of(51, holder(51, false), 52, holder(52, true));
        var second = sample(sessions, waiter(52, 51, 2));

        assertThat(lasting(sample(sessions), second)).isEmpty();
        assertThat(lasting(sample(sessions, waiter(52, 50, 1)), second)).isEmpty();
        assertThat(lasting(sample(sessions, waiter(52, 51, 60)), second)).isEmpty();
        assertThat(lasting(
                        sample(sessions, new Waiter(52, 51, "LCK_M_X", Duration.ofSeconds(1), "another request")),
                        second))
                .isEmpty();
        assertThat(lasting(sample(Map.of(51, holder(9, false), 52, holder(52, true)), waiter(52, 51, 1)), second))
                .isEmpty();
        assertThat(lasting(sample(sessions, waiter(52, 51, 1)), second)).hasSize(1);
    }

    private static List<Chain> lasting(BlockingSample first, BlockingSample second) {
        return BlockingForest.of(first, second).lasting();
    }

    @Provide
    Arbitrary<List<Waiter>> waiters() {
        return Combinators.combine(
                        Arbitraries.integers().between(50, 62),
                        Arbitraries.integers().between(-5, 62),
                        Arbitraries.integers().between(0, 9))
                .as(BlockingForestTest::waiter)
                .list()
                .ofMaxSize(14);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whoever_waits_is_in_exactly_one_chain(
            @ForAll("waiters") List<Waiter> first, @ForAll("waiters") List<Waiter> second) {
        var known = new HashMap<Integer, Holder>();
        for (var session = 50; session < 60; session++) {
            known.put(session, holder(session, session % 2 == 0));
        }
        var expected = new HashSet<Integer>();
        second.stream()
                .filter(waiter -> waiter.blockedBy() != waiter.session() && waiter.blockedBy() != 0)
                .forEach(waiter -> expected.add(waiter.session()));

        Blocking blocking =
                BlockingForest.of(new BlockingSample(NOW, first, known), new BlockingSample(NOW, second, known));

        var told = new ArrayList<Integer>();
        blocking.chains().forEach(chain -> chain.waiting().forEach(waiting -> told.add(waiting.session())));
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(blocking.chains()).allMatch(chain -> !chain.waiting().isEmpty());
        for (var chain : blocking.chains()) {
            if (chain.head() != Head.CIRCLE) {
                assertThat(expected).doesNotContain(chain.blocker());
            }
        }
    }
}
