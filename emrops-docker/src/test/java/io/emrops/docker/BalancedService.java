package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.ReleaseRequest;
import io.emrops.docker.engine.Instance;
import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer;
import io.emrops.testkit.FakeLoadBalancer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service of real containers behind a load balancer in memory. */
abstract class BalancedService {
    static final String POOL = "app";
    static final Endpoint STRANGER = new Endpoint("10.0.0.9", 8080);

    final FakeLoadBalancer edge = FakeLoadBalancer.of("edge").pool(POOL, 8);
    DockerEngine engine;
    Lab lab;

    @SuppressWarnings("NullAway.Init")
    BalancedService() {}

    abstract ComposeCommand compose();

    @BeforeEach
    final void open() throws Exception {
        engine = DockerEngine.local();
        lab = new Lab(engine);
    }

    @AfterEach
    final void close() throws Exception {
        lab.close();
        engine.close();
    }

    /** Exactly these run, are well and are servers of the pool beside the stranger. */
    final void requireServing(int replicas, String version) {
        assertThat(lab.instances().of("app"))
                .hasSize(replicas)
                .allMatch(Instance::well)
                .allMatch(i -> i.image().endsWith("/app:" + version));
        assertThat(edge.registered(POOL))
                .filteredOn(s -> !s.endpoint().equals(STRANGER))
                .allMatch(PoolServer::serves)
                .extracting(PoolServer::endpoint)
                .containsExactlyInAnyOrderElementsOf(endpoints());
    }

    final List<Endpoint> endpoints() {
        return lab.instances().of("app").stream()
                .flatMap(i -> i.ports().stream())
                .map(p -> new Endpoint(p.address(), p.outside()))
                .toList();
    }

    /** A deployer of the usual file, with more lines for the service under change. */
    final ComposeDeployerBuilder app(String... lines) throws IOException {
        return app(edge, lines);
    }

    final ComposeDeployerBuilder app(FakeLoadBalancer balancer, String... lines) throws IOException {
        return lab.deployer(compose(), file("127.0.0.1::8080", lines))
                .behind("app", 8080, balancer, POOL)
                .drainWithin(Duration.ofSeconds(5));
    }

    final Path file(String port, String... lines) throws IOException {
        return Files.writeString(
                lab.directory.resolve("rolling.yml"), """
                services:
                  app:
                    image: ${EMR_REGISTRY}/emropsit/app:${APP_VERSION:-1.0.0}
                    stop_grace_period: 1s
                    environment:
                      GREETING: ${GREETING:-none}
                    depends_on:
                      - side
                    ports:
                      - "%s"
                    %s
                  side:
                    image: ${EMR_REGISTRY}/emropsit/side:1.0.0
                    stop_grace_period: 1s
                volumes:
                  data: {}
                """.formatted(port, String.join("\n    ", lines)));
    }

    static ReleaseRequest request(String version) {
        return new ReleaseRequest(version, "run-" + UUID.randomUUID() + "/deploy#1");
    }
}
