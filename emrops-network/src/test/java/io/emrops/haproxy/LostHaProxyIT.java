package io.emrops.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A HAProxy that dies, before and in the middle. */
@RequiresEngine("haproxy")
@Timeout(120)
class LostHaProxyIT {
    private static final String POOL = HaProxyProcess.POOL;
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private HaProxyProcess haproxy;
    private HaProxy balancer;
    private TestServer server;
    private List<Endpoint> servers;

    @BeforeEach
    void start() throws Exception {
        haproxy = HaProxyProcess.in(directory);
        balancer = haproxy.connect().build();
        server = new TestServer();
        servers = List.of(server.endpoint());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        haproxy.close();
    }

    @Test
    void one_that_is_gone_is_unavailable_and_nothing_was_changed() {
        haproxy.kill();

        assertUnavailable(() -> balancer.target());
        assertUnavailable(() -> balancer.servers(POOL));
        assertUnavailable(() -> balancer.room(POOL));
        assertUnavailable(() -> balancer.register(POOL, servers, LONG));
        assertUnavailable(() -> balancer.drain(POOL, servers, LONG, Progress.none()));
        assertUnavailable(() -> balancer.deregister(POOL, servers));
        assertUnavailable(() -> balancer.weight(POOL, servers.get(0), 3));
        assertUnavailable(() -> balancer.reload(LONG));
        var overTcp = HaProxy.at("127.0.0.1", haproxy.adminPort()).build();
        assertUnavailable(() -> overTcp.servers(POOL));
    }

    private static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(call);
    }

    @Test
    void one_that_dies_while_a_server_becomes_well_leaves_the_outcome_open_and_the_call_may_be_repeated()
            throws Exception {
        var killed = new AtomicBoolean();
        server.onCheck(() -> {
            if (killed.compareAndSet(false, true)) {
                haproxy.kill();
            }
        });

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> balancer.register(POOL, servers, LONG));

        haproxy.start();
        balancer.register(POOL, servers, LONG);
        assertThat(balancer.servers(POOL)).singleElement().matches(PoolServer::serves);
    }

    @Test
    void one_that_dies_while_sessions_end_leaves_the_outcome_open_and_the_server_drained() throws Exception {
        balancer.register(POOL, servers, LONG);
        var session = new Thread(() -> {
            try {
                Load.get(haproxy.port(), "/hold", "");
            } catch (java.io.IOException e) {
                // It is cut by the death.
            }
        });
        session.start();
        while (balancer.servers(POOL).get(0).sessions() == 0) {
            Thread.sleep(5);
        }

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> balancer.drain(POOL, servers, LONG, (done, total, what) -> haproxy.kill()));

        server.letGo();
        session.join();
        haproxy.start();
        assertThat(balancer.servers(POOL)).singleElement().matches(s -> s.admission() == PoolServer.Admission.DRAINING);
        assertThat(balancer.drain(POOL, servers, LONG, Progress.none())).isZero();
    }
}
