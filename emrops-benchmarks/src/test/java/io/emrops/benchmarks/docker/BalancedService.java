package io.emrops.benchmarks.docker;

import io.emrops.Progress;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.ComposeDeployer;
import io.emrops.docker.DockerEngine;
import io.emrops.haproxy.HaProxy;
import io.emrops.network.PoolServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The API of the examples, three times behind a HAProxy; gone when closed. */
final class BalancedService implements AutoCloseable {
    static final int COUNT = 3;

    private static final String SERVICE = "api";
    private static final String REGISTRY = System.getenv().getOrDefault("EMROPS_REGISTRY", "127.0.0.1:5000");
    private static final String COMPOSE = System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose");
    private static final String PROGRAM = System.getenv().getOrDefault("EMROPS_HAPROXY", "haproxy");

    private final String project = "emropsbench" + UUID.randomUUID().toString().substring(0, 8);
    private final Path file;
    /** Of a short name, as that of a unix socket has to be. */
    private final Path place = Files.createTempDirectory("emrops-edge");

    private final Path socket = place.resolve("admin.sock");
    private final Path state;
    private final Process process;
    private final HaProxy haproxy;
    private final DockerEngine docker = DockerEngine.local();
    private final ComposeDeployer deployer;
    private int releases;

    /** Whether there is all that it takes. */
    static boolean possible() throws InterruptedException {
        try {
            for (var version : List.of("1.0.0", "2.0.0")) {
                Containers.docker("image", "inspect", REGISTRY + "/emr/api:" + version);
            }
            for (var program : List.of(List.of(PROGRAM, "-v"), List.of("socat", "-V"))) {
                new ProcessBuilder(program)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
            return ComposeCommand.of(COMPOSE).words().size() == 1;
        } catch (IOException e) {
            return false;
        }
    }

    BalancedService(Path directory) throws Exception {
        state = Files.writeString(directory.resolve("state"), "1\n");
        file = Files.writeString(directory.resolve("compose.yml"), """
                services:
                  api:
                    image: %s/emr/api:${EMR_VERSION}
                    scale: %d
                    healthcheck:
                      interval: 500ms
                    ports: ["127.0.0.1::8080"]
                """.formatted(REGISTRY, COUNT));
        var configuration = Files.writeString(directory.resolve("haproxy.cfg"), """
                global
                  stats socket %s mode 600 level admin
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 10s
                  timeout server 10s
                backend api
                  option httpchk GET /api/health
                  default-server inter 200ms rise 1 fall 3
                  server-template s 10 127.0.0.1:1 check disabled
                """.formatted(socket));
        process = new ProcessBuilder(PROGRAM, "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("haproxy.log").toFile())
                .start();
        while (!Files.exists(socket)) {
            if (!process.isAlive()) {
                throw new IOException(Files.readString(directory.resolve("haproxy.log")));
            }
            Thread.sleep(20);
        }
        haproxy = HaProxy.at(socket).stateFile(state).build();
        deployer = ComposeDeployer.project(project)
                .file(file)
                .versionVariable("EMR_VERSION")
                .compose(ComposeCommand.of(COMPOSE))
                .engine(docker)
                .behind(SERVICE, 8080, haproxy, SERVICE)
                .build();
    }

    void roll(String version) throws InterruptedException {
        deployer.rollOut(new ReleaseRequest(version, project + "/" + ++releases).rolling(), Progress.none());
    }

    /** What {@link SurgeScript} is given. */
    List<String> words(String version) {
        return List.of(
                project,
                file.toString(),
                socket.toString(),
                state.toString(),
                COMPOSE,
                SERVICE,
                Integer.toString(COUNT),
                version);
    }

    void require(String version) {
        var serving =
                haproxy.servers(SERVICE).stream().filter(PoolServer::serves).count();
        var running = deployer.current();
        var image = running.service(SERVICE).orElseThrow();
        if (serving != COUNT || !image.image().endsWith(":" + version) || image.replicas() != COUNT) {
            throw new IllegalStateException(serving + " servers, and what runs is " + running);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        remove(List.of("rm", "-f"), "ps", "-aq", "--filter", "label=com.docker.compose.project=" + project);
        remove(
                List.of("network", "rm"),
                "network",
                "ls",
                "-q",
                "--filter",
                "label=com.docker.compose.project=" + project);
        for (var label : List.of("io.emrops.project", "io.emrops.routes-of")) {
            remove(List.of("volume", "rm"), "volume", "ls", "-q", "--filter", "label=" + label + "=" + project);
        }
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        docker.close();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(place);
    }

    private static void remove(List<String> verb, String... question) throws IOException, InterruptedException {
        var all = new ArrayList<>(verb);
        Containers.docker(question).lines().forEach(all::add);
        if (all.size() > verb.size()) {
            Containers.docker(all.toArray(String[]::new));
        }
    }
}
