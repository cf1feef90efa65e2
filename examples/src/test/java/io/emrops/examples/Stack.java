package io.emrops.examples;

import io.emrops.Check;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Runbook;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.ComposeDeployer;
import io.emrops.docker.DockerEngine;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.testkit.FakeBackupProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** EMRNext as a Compose project of its own name, looked at with the docker command and over HTTP. */
final class Stack implements AutoCloseable {
    private static final String REGISTRY = System.getenv().getOrDefault("EMROPS_REGISTRY", "127.0.0.1:5000");
    private static final Path FILE =
            Path.of("emrnext", "compose.yml").toAbsolutePath().normalize();

    final String project;
    final ComposeDeployer deployer;
    private final DockerEngine docker;
    private final ComposeCommand compose;

    Stack(String project, DockerEngine docker, ComposeCommand compose) {
        this.project = project;
        this.docker = docker;
        this.compose = compose;
        deployer = ComposeDeployer.project(project)
                .file(FILE)
                .versionVariable("EMR_VERSION")
                .variable("EMR_REGISTRY", REGISTRY)
                .compose(compose)
                .engine(docker)
                .healthyWithin(Duration.ofSeconds(15))
                .build();
    }

    static Stack on(DockerEngine docker, ComposeCommand compose) {
        return new Stack("emropsrel" + UUID.randomUUID().toString().substring(0, 8), docker, compose);
    }

    /** As a person would; returns when every instance of the API answers. */
    void startByHand(String version, int replicas) throws Exception {
        var command = new ArrayList<>(compose.words());
        command.addAll(List.of("-p", project, "-f", FILE.toString(), "up", "-d", "--scale", "api=" + replicas));
        run(command, Map.of("DOCKER_HOST", docker.host(), "EMR_REGISTRY", REGISTRY, "EMR_VERSION", version));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(IOException.class)
                .until(() -> get("/api/version").size() == replicas);
    }

    /** The usual deployment of it, which asks every instance over HTTP. */
    Runbook deployment(Path state) {
        return withoutBackup()
                .backup(
                        FakeBackupProvider.of("sql01")
                                .database("EMRNext", DataSize.gib(3))
                                .keptIn(state.resolve("backups")),
                        "EMRNext")
                .build();
    }

    DeploymentRunbook withoutBackup() {
        return DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", deployer)
                .lock("emrnext")
                .wellWithin(Duration.ofSeconds(20))
                .verify("health", "Every instance of the API answers", answers());
    }

    private Check answers() {
        return run -> {
            var answers = get("/api/health");
            return !answers.isEmpty() && answers.stream().allMatch(a -> a.contains("\"healthy\""))
                    ? Finding.ok(answers.size() + " instances are healthy")
                    : Finding.notOk("not every instance is healthy");
        };
    }

    /** What every instance of the API answers. */
    List<String> get(String path) throws Exception {
        var client = HttpClient.newHttpClient();
        var answers = new ArrayList<String>();
        for (var ports : docker(
                "ps",
                "--filter",
                label("project", project),
                "--filter",
                label("service", "api"),
                "--format",
                "{{.Ports}}")) {
            var address = ports.replaceAll("->.*", "");
            answers.add(client.send(
                            HttpRequest.newBuilder(URI.create("http://" + address + path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
        }
        return answers;
    }

    /** Which containers there are, running or not. */
    List<String> containers() throws Exception {
        return docker("ps", "-aq", "--no-trunc", "--filter", label("project", project)).stream()
                .sorted()
                .toList();
    }

    /** What is done to all containers of a service behind everybody's back. */
    void toAll(String service, String verb) throws Exception {
        toEach(containers(service), verb);
    }

    /** Which containers there are of a service, running or not. */
    List<String> containers(String service) throws Exception {
        return docker("ps", "-aq", "--filter", label("project", project), "--filter", label("service", service));
    }

    /** How many containers run. */
    int running() throws Exception {
        return docker("ps", "-q", "--filter", label("project", project)).size();
    }

    /** Whether containers are being replaced. */
    boolean isMoving(List<String> before) {
        try {
            return !containers().equals(before);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until an engine that has come back is through with starting and stopping what it finds. */
    void awaitRest() {
        var last = new AtomicReference<List<String>>(List.of());
        Awaitility.await()
                .pollInterval(Duration.ofMillis(250))
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    var now =
                            docker("ps", "-a", "--filter", label("project", project), "--format", "{{.ID}} {{.State}}");
                    return now.equals(last.getAndSet(now))
                            && now.stream().noneMatch(container -> container.endsWith("restarting"));
                });
    }

    private static String label(String name, String value) {
        return "label=com.docker.compose." + name + "=" + value;
    }

    private List<String> docker(String... words) throws Exception {
        var command = new ArrayList<>(List.of("docker", "-H", docker.host()));
        command.addAll(List.of(words));
        return run(command, Map.of());
    }

    static List<String> run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes()).lines().toList();
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed: " + out);
        }
        return out;
    }

    @Override
    public void close() throws Exception {
        toEach(docker("ps", "-aq", "--filter", label("project", project)), "rm", "-f");
        // The engine lets go of a container's network a moment after it has removed the container.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsMatching(AssertionError.class::isInstance)
                .untilAsserted(() ->
                        toEach(docker("network", "ls", "-q", "--filter", label("project", project)), "network", "rm"));
        for (var label : List.of("io.emrops.project", "io.emrops.routes-of")) {
            toEach(docker("volume", "ls", "-q", "--filter", "label=" + label + "=" + project), "volume", "rm");
        }
    }

    private void toEach(List<String> what, String... words) throws Exception {
        if (!what.isEmpty()) {
            var all = new ArrayList<>(List.of(words));
            all.addAll(what);
            docker(all.toArray(String[]::new));
        }
    }
}
