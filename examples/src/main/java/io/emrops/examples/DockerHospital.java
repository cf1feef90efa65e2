package io.emrops.examples;

import io.emrops.EmropsException;
import io.emrops.Progress;
import io.emrops.backup.BackupProvider;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.ComposeDeployer;
import io.emrops.docker.DockerEngine;
import io.emrops.testkit.EmbeddedHospital;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** The small EMRNext of {@code examples/emrnext} as a Compose project of its own on a real Docker engine. */
final class DockerHospital implements Hospital {
    private final EmbeddedHospital fakes;
    private final DockerEngine engine;
    private final ComposeCommand compose;
    private final ComposeDeployer deployer;
    private final String project;
    private final int port;

    /** There is no such engine, or something it needs is missing; the message says what. */
    static final class NotPossible extends Exception {
        private static final long serialVersionUID = 1;

        private NotPossible(String message) {
            super(message);
        }
    }

    private DockerHospital(Path directory, DockerEngine engine, ComposeCommand compose, String project, int port) {
        this.engine = engine;
        this.compose = compose;
        this.project = project;
        this.port = port;
        deployer = ComposeDeployer.project(project)
                .file(root().resolve("examples/emrnext/compose.yml"))
                .versionVariable("EMR_VERSION")
                .variable("EMR_REGISTRY", registry().isEmpty() ? "localhost" : registry())
                .variable("EMR_API_PORTS", String.valueOf(port))
                .compose(compose)
                .engine(engine)
                .healthyWithin(Duration.ofSeconds(15))
                .build();
        fakes = EmbeddedHospital.start(directory);
    }

    static DockerHospital found(Path directory, Properties known) throws NotPossible, InterruptedException {
        var engine = DockerEngine.local();
        try {
            engine.version();
            var compose = compose();
            buildImages();
            var project = "emrnext-" + UUID.randomUUID().toString().substring(0, 8);
            var hospital = new DockerHospital(directory, engine, compose, project, freePort());
            hospital.deployer.rollOut(new ReleaseRequest("1.0.0", ""), Progress.none());
            return hospital;
        } catch (EmropsException e) {
            engine.close();
            throw new NotPossible(e.getMessage());
        } catch (NotPossible e) {
            engine.close();
            throw e;
        }
    }

    static DockerHospital reopen(Path directory, Properties known) {
        return new DockerHospital(
                directory,
                DockerEngine.local(),
                ComposeCommand.of(known.getProperty("compose").split(" ")),
                known.getProperty("project"),
                Integer.parseInt(known.getProperty("port")));
    }

    @Override
    public void founded(Properties known) {
        known.setProperty("project", project);
        known.setProperty("port", String.valueOf(port));
        known.setProperty("compose", String.join(" ", compose.words()));
    }

    private static ComposeCommand compose() {
        for (var variable : List.of("EMROPS_COMPOSE_V2", "EMROPS_COMPOSE_V1")) {
            var program = System.getenv().getOrDefault(variable, "");
            if (!program.isEmpty()) {
                return ComposeCommand.of(program);
            }
        }
        return ComposeCommand.detect();
    }

    private static String registry() {
        return System.getenv().getOrDefault("EMROPS_REGISTRY", "");
    }

    /** Where this project is checked out. */
    private static Path root() {
        var root = Path.of(System.getProperty("emrops.root", "")).toAbsolutePath();
        while (!Files.isExecutable(root.resolve("scripts/emrnext-images"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("Not in a checkout of emrops: scripts/emrnext-images was not found");
            }
        }
        return root;
    }

    private static void buildImages() throws NotPossible, InterruptedException {
        var command =
                new ArrayList<>(List.of(root().resolve("scripts/emrnext-images").toString()));
        if (registry().isEmpty()) {
            command.add("--local");
        }
        System.out.println("Building the images of EMRNext, if they are not there yet ...");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            process.getOutputStream().close();
            String last = "";
            try (var out = process.inputReader()) {
                for (var line = out.readLine(); line != null; line = out.readLine()) {
                    last = line;
                }
            }
            if (process.waitFor() != 0) {
                throw new NotPossible("the images of EMRNext could not be built (" + last + ")");
            }
        } catch (IOException e) {
            throw new NotPossible("the images of EMRNext could not be built: " + e.getMessage());
        }
    }

    /** One that nobody has just now; taken by the API, which is therefore one instance. */
    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String describe() {
        return "a real Docker engine, version " + engine.version() + " at " + engine.host() + ", with " + compose
                + ", project " + project;
    }

    @Override
    public Deployer deployer() {
        return deployer;
    }

    @Override
    public BackupProvider backups() {
        return fakes.backups();
    }

    @Override
    public URI healthUrl() {
        return URI.create("http://127.0.0.1:" + port + "/api/health");
    }

    @Override
    public void holdRollOuts() {}

    @Override
    public void remove() {
        try {
            deployer.rollBack(Release.nothing(Instant.now()), Progress.none());
            // What the deployer keeps of releases is meant to outlive them.
            var volumes = docker("volume", "ls", "-q", "--filter", "label=io.emrops.project=" + project);
            if (!volumes.isEmpty()) {
                var remove = new ArrayList<>(List.of("volume", "rm"));
                remove.addAll(volumes);
                docker(remove.toArray(String[]::new));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while project " + project + " was being removed", e);
        } finally {
            close();
        }
    }

    private List<String> docker(String... words) throws InterruptedException {
        var command = new ArrayList<>(List.of("docker", "-H", engine.host()));
        command.addAll(List.of(words));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var lines =
                    new String(process.getInputStream().readAllBytes()).lines().toList();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        deployer.close();
        engine.close();
        fakes.close();
    }
}
