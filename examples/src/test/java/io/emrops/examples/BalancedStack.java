package io.emrops.examples;

import io.emrops.Progress;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.ComposeDeployer;
import io.emrops.docker.DockerEngine;
import io.emrops.haproxy.HaProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Three services of three instances each behind a HAProxy, with images of the examples; all gone when closed. */
final class BalancedStack implements AutoCloseable {
    static final int REPLICAS = 3;

    private static final String REGISTRY = System.getenv().getOrDefault("EMROPS_REGISTRY", "127.0.0.1:5000");
    private static final String PORTAL = "emropsit/portal";
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    /** Where the pages of the image are, and where there are none. */
    private static final String SERVING = "/srv/www";

    private static final String NOTHING = "/tmp";
    private static final Map<String, String> PATHS = Map.of("api", "/api/version", "web", "/", "portal", "/");

    final Edge edge;
    final HaProxy haproxy;
    /** To the images that are patched. */
    final Door registry = new Door(REGISTRY);

    private final Path file;
    private final Stack stack;
    private final DockerEngine docker = DockerEngine.local();
    private final ComposeCommand compose =
            ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));

    BalancedStack(Path directory) throws Exception {
        stack = Stack.on(docker, compose);
        edge = new Edge(directory.resolve("edge"), Map.of("api", "/api/health", "web", "/", "portal", "/"));
        haproxy = edge.connect();
        file = Files.writeString(directory.resolve("compose.yml"), """
                services:
                  api:
                    image: ${EMR_REGISTRY}/emr/api:${EMR_VERSION}
                    scale: 3
                    mem_limit: 128m
                    ports: ["127.0.0.1::8080"]
                    healthcheck:
                      interval: 250ms
                      timeout: 30s
                      test: ["CMD", "/bin/sh", "-c", "%s"]
                  web:
                    image: ${EMR_REGISTRY}/emr/web:1.0.0
                    scale: 3
                    ports: ["127.0.0.1::8080"]
                    healthcheck:
                      interval: 250ms
                      timeout: 30s
                      test: ["CMD", "/bin/sh", "-c", "%s"]
                  portal:
                    image: %s/%s:%s
                    scale: 3
                    ports: ["127.0.0.1::8080"]
                """.formatted(
                        check(ask("/api/health")), check(ask("/")), registry.address(), PORTAL, stack.project));
        buildPortal(directory, "first", "exit 0", SERVING);
        buildPortal(directory, "patched", "exit 0", SERVING);
        buildPortal(directory, "broken", "exit 1", SERVING);
        buildPortal(directory, "empty", "exit 0", NOTHING);
    }

    private static String ask(String path) {
        return "wget -q -O /dev/null http://127.0.0.1:8080" + path;
    }

    /** A container that was found well once is asked seldom: each check starts a process, which costs more than what it asks for. */
    private static String check(String health) {
        return "[ -e /dev/shm/well ] && sleep 10; (" + health + ") && : >/dev/shm/well";
    }

    private static void buildPortal(Path directory, String tag, String health, String pages) throws Exception {
        var context = Files.createDirectories(directory.resolve("portal-" + tag));
        Files.writeString(context.resolve("Dockerfile"), """
                FROM %s/emr/web:1.0.0
                LABEL io.emrops.portal=%s
                HEALTHCHECK --interval=250ms --timeout=30s --retries=2 CMD ["/bin/sh", "-c", "%s"]
                ENTRYPOINT ["/bin/sh", "-c", "trap 'kill $!; exit 0' TERM; httpd -f -p 8080 -h %s & wait"]
                """.formatted(REGISTRY, tag, check(health), pages));
        var name = REGISTRY + "/" + PORTAL + ":" + tag;
        Stack.run(List.of("docker", "build", "-q", "-t", name, context.toString()), Map.of("DOCKER_BUILDKIT", "0"));
        Stack.run(List.of("docker", "push", "-q", name), Map.of());
    }

    /** Has the name of the portal's image stand for another one in the registry. */
    void publishPortal(String tag) throws IOException, InterruptedException {
        var http = HttpClient.newHttpClient();
        var manifest = http.send(
                HttpRequest.newBuilder(manifest(tag)).header("Accept", MANIFEST).build(), BodyHandlers.ofByteArray());
        var put = http.send(
                HttpRequest.newBuilder(manifest(stack.project))
                        .header("Content-Type", MANIFEST)
                        .PUT(BodyPublishers.ofByteArray(manifest.body()))
                        .build(),
                BodyHandlers.discarding());
        if (put.statusCode() != 201) {
            throw new AssertionError("The registry answers " + put.statusCode());
        }
    }

    private static URI manifest(String tag) {
        return URI.create("http://" + REGISTRY + "/v2/" + PORTAL + "/manifests/" + tag);
    }

    /** What is there of a service, running or not. */
    int containers(String service) throws Exception {
        return stack.containers(service).size();
    }

    ComposeDeployer deployer(Duration healthyWithin) {
        var builder = ComposeDeployer.project(stack.project)
                .file(file)
                .versionVariable("EMR_VERSION")
                .variable("EMR_REGISTRY", REGISTRY)
                .compose(compose)
                .engine(docker)
                .healthyWithin(healthyWithin);
        edge.services().forEach(service -> builder.behind(service, 8080, haproxy, service));
        return builder.build();
    }

    void start(String version) throws Exception {
        publishPortal("first");
        deployer(Duration.ofMinutes(2)).rollOut(new ReleaseRequest(version, "test/start#1"), Progress.none());
    }

    Traffic traffic(String service) {
        return new Traffic(service, edge.port(service), PATHS.get(service));
    }

    /** What is done to all containers of a service behind everybody's back. */
    void toAll(String service, String verb) throws Exception {
        stack.toAll(service, verb);
    }

    /** By the names of this door; what other names they have stays. */
    private void removeImages() throws Exception {
        for (var name : List.of("{{.Repository}}:{{.Tag}}", "{{.Repository}}@{{.Digest}}")) {
            for (var image : Stack.run(
                    List.of("docker", "image", "ls", "--digests", "--format", name, registry.address() + "/" + PORTAL),
                    Map.of())) {
                if (!image.endsWith("<none>")) {
                    Stack.run(List.of("docker", "image", "rm", "-f", image), Map.of());
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        try {
            stack.close();
            removeImages();
        } finally {
            edge.close();
            registry.close();
            docker.close();
        }
    }
}
