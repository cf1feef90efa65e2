package io.emrops.examples;

import io.emrops.Progress;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.ComposeDeployer;
import io.emrops.docker.DockerEngine;
import io.emrops.haproxy.HaProxy;
import io.emrops.network.Endpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A site of the hospital in a network of loopback of its own: two web servers in Docker, a HAProxy that has the pool {@code web} of those and
 * the pool {@code site} of whatever the site gives to the outside, and the way to its Docker engine. All of it is reached over that network alone.
 */
final class Site implements AutoCloseable {
    static final String POOL = "site";

    private static final String SERVICE = "web";
    private static final String REGISTRY = System.getenv().getOrDefault("EMROPS_REGISTRY", "127.0.0.1:5000");

    final String name;
    final Edge edge;
    final HaProxy balancer;
    final ComposeDeployer deployer;

    private final int number;
    private final Stack stack;
    private final DockerEngine local = DockerEngine.local();
    private final DockerEngine docker;
    private final Process wayToDocker;

    /**
     * @param number its network is 127.0.number.0/24
     * @param port where it is for its clients
     */
    Site(String name, int number, int port, Path directory) throws Exception {
        this.name = name;
        this.number = number;
        var compose = ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));
        stack = Stack.on(local, compose);
        edge = new Edge(directory.resolve("edge"), address(1), Map.of(SERVICE, "/", POOL, "/"), Map.of(POOL, port));
        balancer = edge.connectOverTheNetwork();
        var enginePort = freePort(address(3));
        wayToDocker = new ProcessBuilder(
                        "socat",
                        "TCP-LISTEN:%d,bind=%s,fork,reuseaddr".formatted(enginePort, address(3)),
                        "UNIX-CONNECT:" + local.host().replaceFirst("unix://", ""))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        docker = DockerEngine.at("tcp://" + address(3) + ":" + enginePort);
        deployer = ComposeDeployer.project(stack.project)
                .file(Files.writeString(directory.resolve("compose.yml"), """
                        services:
                          web:
                            image: ${EMR_REGISTRY}/emr/web:${EMR_VERSION}
                            scale: 2
                            ports: ["%s::8080"]
                            healthcheck:
                              interval: 250ms
                              timeout: 30s
                              test: ["CMD", "/bin/sh", "-c", "[ -e /dev/shm/well ] && sleep 10; (/bin/sh /srv/health) && : >/dev/shm/well"]
                        """.formatted(address(2))))
                .versionVariable("EMR_VERSION")
                .variable("EMR_REGISTRY", REGISTRY)
                .compose(compose)
                .engine(docker)
                .healthyWithin(Duration.ofMinutes(1))
                .drainWithin(Duration.ofSeconds(5))
                .behind(SERVICE, 8080, balancer, SERVICE)
                .build();
    }

    void start() throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> !docker.id().isEmpty());
        deployer.rollOut(new ReleaseRequest("1.0.0", "test/start#1"), Progress.none());
    }

    /** One of its network. */
    String address(int last) {
        return "127.0." + number + "." + last;
    }

    String network() {
        return address(0) + "/24";
    }

    /** Where its clients come. */
    String address() {
        return address(1);
    }

    /** What it gives to the outside while it serves. */
    Endpoint web() {
        return new Endpoint(address(1), edge.port(SERVICE));
    }

    /** As when its power is cut. */
    void kill() throws Exception {
        stack.toAll(SERVICE, "kill");
    }

    /** Of the containers that are there, as one sees who stands before the machine. */
    boolean runs() throws Exception {
        return stack.running() > 0;
    }

    static int freePort(String... addresses) throws Exception {
        try (var first = new ServerSocket(0, 1, InetAddress.getByName(addresses[0]))) {
            for (var i = 1; i < addresses.length; i++) {
                new ServerSocket(first.getLocalPort(), 1, InetAddress.getByName(addresses[i])).close();
            }
            return first.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        try {
            stack.close();
        } finally {
            edge.close();
            docker.close();
            local.close();
            // One for each connection, of which those behind a link that was cut would stay for minutes.
            wayToDocker.descendants().forEach(ProcessHandle::destroy);
            wayToDocker.destroy();
            wayToDocker.waitFor(10, TimeUnit.SECONDS);
        }
    }
}
