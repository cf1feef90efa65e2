package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.network.PoolServer;
import io.emrops.network.PoolServer.Admission;
import io.emrops.network.PoolServer.Health;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LoadBalancer} keeps to. Extend it and say how servers are had, and how they become well and unwell. Each
 * test begins with an empty pool.
 */
public abstract class LoadBalancerContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int SLOTS = 3;

    private LoadBalancer balancer;
    private String pool;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected LoadBalancerContract() {}

    /** A balancer whose {@link #pool} is empty and takes three servers. */
    protected abstract LoadBalancer balancer() throws Exception;

    /** A pool that checks the health of its servers. */
    protected abstract String pool();

    /**
     * Where a server runs that is well.
     *
     * @param number 1 to 4; the same number is the same server
     */
    protected abstract Endpoint server(int number) throws Exception;

    /** The server's health checks fail from now on. */
    protected abstract void turnUnwell(Endpoint server) throws Exception;

    /** The server's health checks succeed again. */
    protected abstract void turnWell(Endpoint server) throws Exception;

    /** A registered server gets a session that lasts until {@link #endSessions}; returns when the balancer has it open. */
    protected abstract void openSession(Endpoint server) throws Exception;

    /** All open sessions end. */
    protected abstract void endSessions() throws Exception;

    /** Somebody else takes a registered server out of service, and leaves it in the pool. */
    protected abstract void maintain(Endpoint server) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        balancer = balancer();
        pool = pool();
    }

    private void register(Endpoint... servers) throws InterruptedException {
        balancer.register(pool, List.of(servers), LONG);
    }

    private List<Endpoint> registered() {
        return balancer.servers(pool).stream().map(PoolServer::endpoint).toList();
    }

    private PoolServer the(Endpoint server) {
        return balancer.servers(pool).stream()
                .filter(s -> s.endpoint().equals(server))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() throws Exception {
        var before = balancer.target();

        register(server(1));

        assertThat(balancer.target()).isEqualTo(before);
    }

    @Test
    void an_empty_pool_has_room_and_no_servers() {
        assertThat(balancer.servers(pool)).isEmpty();
        assertThat(balancer.room(pool)).isEqualTo(SLOTS);
    }

    @Test
    void registered_servers_serve_and_are_told_by_their_endpoints() throws Exception {
        register(server(2), server(1));

        assertThat(registered()).containsExactlyInAnyOrder(server(1), server(2));
        assertThat(balancer.servers(pool)).allMatch(PoolServer::serves).allSatisfy(s -> {
            assertThat(s.admission()).isEqualTo(Admission.READY);
            assertThat(s.health()).isEqualTo(Health.UP);
            assertThat(s.sessions()).isZero();
        });
        assertThat(balancer.servers(pool)).extracting(PoolServer::name).doesNotHaveDuplicates();
        assertThat(balancer.room(pool)).isEqualTo(SLOTS - 2);
    }

    @Test
    void a_server_that_is_there_is_not_registered_twice() throws Exception {
        register(server(1));
        var before = balancer.servers(pool);

        register(server(1), server(1));

        assertThat(balancer.servers(pool)).isEqualTo(before);
    }

    @Test
    void a_pool_without_room_for_all_takes_none() throws Exception {
        register(server(1), server(2));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> register(server(2), server(3), server(4)));

        assertThat(registered()).containsExactlyInAnyOrder(server(1), server(2));
        register(server(1), server(2), server(3));
        assertThat(balancer.room(pool)).isZero();
    }

    @Test
    void one_that_does_not_become_well_is_not_left_behind_nor_are_those_beside_it() throws Exception {
        register(server(1));
        turnUnwell(server(3));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> balancer.register(pool, List.of(server(1), server(2), server(3)), SHORT));

        assertThat(registered()).containsExactly(server(1));
        assertThat(the(server(1)).serves()).isTrue();
        assertThat(balancer.room(pool)).isEqualTo(SLOTS - 1);
        turnWell(server(3));
        register(server(2), server(3));
        assertThat(balancer.servers(pool)).hasSize(3).allMatch(PoolServer::serves);
    }

    @Test
    void one_that_was_found_drained_is_drained_again_if_it_is_not_well() throws Exception {
        register(server(1), server(2));
        balancer.drain(pool, List.of(server(1)), Duration.ZERO, Progress.none());
        maintain(server(2));
        turnUnwell(server(3));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> balancer.register(pool, List.of(server(1), server(2), server(3)), SHORT));

        assertThat(the(server(1)).admission()).isEqualTo(Admission.DRAINING);
        assertThat(the(server(2)).admission()).isEqualTo(Admission.MAINTENANCE);
        assertThat(registered()).containsExactlyInAnyOrder(server(1), server(2));
    }

    @Test
    void a_drained_server_gets_no_new_sessions_and_is_taken_back_with_its_weight() throws Exception {
        register(server(1), server(2));
        balancer.weight(pool, server(1), 7);

        var open = balancer.drain(pool, List.of(server(1)), LONG, Progress.none());

        assertThat(open).isZero();
        assertThat(the(server(1)).admission()).isEqualTo(Admission.DRAINING);
        assertThat(the(server(1)).serves()).isFalse();
        assertThat(the(server(2)).serves()).isTrue();
        register(server(1));
        assertThat(the(server(1)).serves()).isTrue();
        assertThat(the(server(1)).weight()).isEqualTo(7);
    }

    @Test
    void a_server_in_maintenance_keeps_its_place_and_is_taken_back() throws Exception {
        register(server(1));
        maintain(server(1));

        assertThat(the(server(1)).admission()).isEqualTo(Admission.MAINTENANCE);
        assertThat(balancer.room(pool)).isEqualTo(SLOTS - 1);
        register(server(2));
        assertThat(registered()).containsExactlyInAnyOrder(server(1), server(2));
        register(server(1));
        assertThat(balancer.servers(pool)).hasSize(2).allMatch(PoolServer::serves);
    }

    @Test
    void one_that_is_made_ready_is_not_waited_for_and_keeps_its_weight() throws Exception {
        register(server(1), server(2));
        balancer.weight(pool, server(1), 7);
        balancer.drain(pool, List.of(server(1)), Duration.ZERO, Progress.none());
        maintain(server(2));
        turnUnwell(server(1));
        turnUnwell(server(2));

        balancer.ready(pool, server(1));
        balancer.ready(pool, server(2));
        balancer.ready(pool, server(2));

        assertThat(the(server(1)).admission()).isEqualTo(Admission.READY);
        assertThat(the(server(2)).admission()).isEqualTo(Admission.READY);
        assertThat(the(server(2)).serves()).isFalse();
        turnWell(server(1));
        turnWell(server(2));
        register(server(1), server(2));
        assertThat(balancer.servers(pool)).hasSize(2).allMatch(PoolServer::serves);
        assertThat(the(server(1)).weight()).isEqualTo(7);
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> balancer.ready(pool, server(3)));
    }

    @Test
    void draining_does_not_bring_one_in_maintenance_back() throws Exception {
        register(server(1));
        maintain(server(1));

        var open = balancer.drain(pool, List.of(server(1)), LONG, Progress.none());

        assertThat(open).isZero();
        assertThat(the(server(1)).admission()).isEqualTo(Admission.MAINTENANCE);
    }

    @Test
    void sessions_that_do_not_end_are_counted_when_time_is_up() throws Exception {
        register(server(1));
        openSession(server(1));
        openSession(server(1));

        assertThat(the(server(1)).sessions()).isEqualTo(2);
        assertThat(balancer.drain(pool, List.of(server(1)), Duration.ZERO, Progress.none()))
                .isEqualTo(2);
        assertThat(balancer.drain(pool, List.of(server(1)), SHORT, Progress.none()))
                .isEqualTo(2);
        assertThat(the(server(1)).admission()).isEqualTo(Admission.DRAINING);
        endSessions();
    }

    @Test
    void draining_waits_for_open_sessions_to_end() throws Exception {
        register(server(1));
        openSession(server(1));
        var reports = new AtomicInteger();

        var open = balancer.drain(pool, List.of(server(1)), LONG, (done, total, what) -> {
            if (reports.incrementAndGet() == 1) {
                assertThat(done).isZero();
                assertThat(total).isEqualTo(1);
                end();
            }
        });

        assertThat(open).isZero();
        assertThat(reports).hasPositiveValue();
    }

    private void end() {
        try {
            endSessions();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_is_not_registered_counts_as_drained_and_as_gone() throws Exception {
        register(server(1));

        assertThat(balancer.drain(pool, List.of(server(2)), LONG, Progress.none()))
                .isZero();
        balancer.deregister(pool, List.of(server(2)));

        assertThat(registered()).containsExactly(server(1));
        assertThat(the(server(1)).serves()).isTrue();
    }

    @Test
    void a_deregistered_server_leaves_its_place_to_another() throws Exception {
        register(server(1), server(2), server(3));

        balancer.deregister(pool, List.of(server(1)));
        balancer.deregister(pool, List.of(server(1)));

        assertThat(registered()).containsExactlyInAnyOrder(server(2), server(3));
        assertThat(balancer.room(pool)).isEqualTo(1);
        register(server(4));
        assertThat(registered()).containsExactlyInAnyOrder(server(2), server(3), server(4));
        assertThat(balancer.servers(pool)).allMatch(PoolServer::serves);
    }

    @Test
    void a_server_that_comes_again_has_no_weight_of_before() throws Exception {
        register(server(1));
        var configured = the(server(1)).weight();
        balancer.weight(pool, server(1), configured == 3 ? 5 : 3);

        balancer.deregister(pool, List.of(server(1)));
        register(server(1));

        assertThat(the(server(1)).weight()).isEqualTo(configured);
    }

    @Test
    void a_weight_is_set_for_one_server_alone_and_zero_takes_no_sessions() throws Exception {
        register(server(1), server(2));
        var other = the(server(2));

        balancer.weight(pool, server(1), 256);
        assertThat(the(server(1)).weight()).isEqualTo(256);
        balancer.weight(pool, server(1), 0);

        assertThat(the(server(1)).weight()).isZero();
        assertThat(the(server(1)).serves()).isFalse();
        assertThat(the(server(2))).isEqualTo(other);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> balancer.weight(pool, server(3), 1));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> balancer.weight(pool, server(1), 257));
    }

    @Test
    void a_pool_that_is_not_there_is_refused() throws Exception {
        var missing = pool + "-of-nobody";
        var some = List.of(server(1));

        assertRefused(() -> balancer.servers(missing));
        assertRefused(() -> balancer.room(missing));
        assertRefused(() -> balancer.register(missing, some, LONG));
        assertRefused(() -> balancer.drain(missing, some, LONG, Progress.none()));
        assertRefused(() -> balancer.ready(missing, server(1)));
        assertRefused(() -> balancer.deregister(missing, some));
        assertRefused(() -> balancer.weight(missing, server(1), 1));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(call);
    }
}
