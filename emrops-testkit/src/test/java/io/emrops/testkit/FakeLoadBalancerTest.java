package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeLoadBalancerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Endpoint A = new Endpoint("127.0.0.1", 8001);
    private static final Endpoint B = new Endpoint("127.0.0.1", 8002);

    private final FakeLoadBalancer balancer = FakeLoadBalancer.of("edge").pool("api", 4);

    @Test
    void it_tells_where_sessions_go_and_how_few_servers_there_were() throws Exception {
        balancer.register("api", List.of(B, A), SECOND);
        balancer.watchServing("api");

        balancer.unwell(B);
        assertThat(balancer.serving("api")).containsExactly(A);
        assertThat(balancer.fewestServing("api")).isEqualTo(1);

        balancer.well(B);
        balancer.drain("api", List.of(A, B), SECOND, Progress.none());
        balancer.register("api", List.of(A, B), SECOND);
        assertThat(balancer.serving("api")).containsExactly(A, B);
        assertThat(balancer.fewestServing("api")).isZero();
        assertThat(balancer.calls())
                .extracting(Fake.Call::toString)
                .containsExactly(
                        "register(api, 127.0.0.1:8001, 127.0.0.1:8002)",
                        "drain(api, 127.0.0.1:8001, 127.0.0.1:8002)",
                        "register(api, 127.0.0.1:8001, 127.0.0.1:8002)");
    }

    @Test
    void sessions_of_a_deregistered_server_are_cut_and_counted() throws Exception {
        balancer.register("api", List.of(A, B), SECOND);
        balancer.sessions("api", A, 3);

        balancer.deregister("api", List.of(A));

        assertThat(balancer.cutSessions()).isEqualTo(3);
        assertThat(balancer.registered("api")).extracting(PoolServer::endpoint).containsExactly(B);
    }

    @Test
    void it_fails_as_told() {
        balancer.goDown();
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> balancer.servers("api"));
        balancer.comeBack().loseConnectionAfter("register");

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> balancer.register("api", List.of(A), SECOND));

        assertThat(balancer.serving("api")).containsExactly(A);
    }

    @Test
    void it_outlives_its_process(@TempDir Path directory) throws Exception {
        var file = directory.resolve("balancer");
        var first = FakeLoadBalancer.of("edge").pool("api", 4).keptIn(file);
        first.register("api", List.of(A, B), SECOND);
        first.weight("api", B, 5);
        first.sessions("api", A, 2).unwell(A).maintain("api", B);

        var second = FakeLoadBalancer.of("edge").keptIn(file);

        assertThat(second.registered("api")).isEqualTo(first.registered("api"));
        assertThat(second.room("api")).isEqualTo(2);
    }
}
