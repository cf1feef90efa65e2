package io.emrops.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.PushResponseItem;
import io.emrops.docker.engine.Containers;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.Images;
import io.emrops.docker.image.RegistryAnswer;
import io.emrops.docker.process.LocalProcess;
import io.emrops.docker.process.ProcessEnvironment;
import io.emrops.docker.release.ReleaseStore;
import io.emrops.docker.route.RouteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** A project of its own name on the real engine, with images that start and become well quickly; all gone when closed. */
public final class Lab implements AutoCloseable {
    public static final String REGISTRY = System.getenv().getOrDefault("EMROPS_REGISTRY", "127.0.0.1:5000");

    private static final String BASE = REGISTRY + "/emr/web:1.0.0";

    private static boolean built;

    public final String project = "emropsit" + UUID.randomUUID().toString().substring(0, 8);
    public final DockerEngine engine;
    public final EngineConnection connection;
    public final Path directory;

    public Lab(DockerEngine engine) throws Exception {
        this.engine = engine;
        this.connection = engine.connection();
        this.directory = Files.createTempDirectory("emrops it ");
        synchronized (Lab.class) {
            if (!built) {
                buildImages();
                built = true;
            }
        }
    }

    /** The project's file: the service under change, and one that no release touches. */
    public Path file() throws IOException {
        return Files.writeString(directory.resolve("compose.yml"), """
                services:
                  app:
                    image: ${EMR_REGISTRY}/emropsit/app:${APP_VERSION:-1.0.0}
                    environment:
                      GREETING: ${GREETING:-none}
                      PASSWORD: ${APP_PASSWORD:-}
                    ports:
                      - "127.0.0.1::8080"
                  side:
                    image: ${EMR_REGISTRY}/emropsit/side:1.0.0
                """);
    }

    /** Images of a few labels on the example's web service, checked within a quarter of a second. */
    private void buildImages() throws Exception {
        connection
                .client()
                .pullImageCmd(BASE)
                .exec(new PullImageResultCallback())
                .awaitCompletion();
        for (var version : List.of("1.0.0", "2.0.0")) {
            build("app:" + version, "exit 0");
        }
        build("app:3.0.0", "exit 1");
        build("side:1.0.0", "exit 0");
    }

    public void build(String name, String health) throws Exception {
        var image = REGISTRY + "/emropsit/" + name;
        var dockerfile = "FROM " + BASE + "\nLABEL emropsit.name=" + name + "\n" + check(health);
        var content = connection.client().inspectImageCmd(BASE).exec().getId() + " " + dockerfile.hashCode();
        if (isInRegistry(image, content)) {
            return;
        }
        var context = Files.createTempDirectory("emrops-build");
        Files.writeString(context.resolve("Dockerfile"), dockerfile + "LABEL emropsit.content=\"" + content + "\"\n");
        connection
                .client()
                .buildImageCmd(context.toFile())
                .withTags(Set.of(image))
                .exec(new BuildImageResultCallback())
                .awaitImageId();
        push(name);
        Files.delete(context.resolve("Dockerfile"));
        Files.delete(context);
    }

    /**
     * A container that was found well once is asked seldom: each check starts a process, and those of a few containers would take
     * all that a small machine has.
     */
    static String check(String health) {
        var script = "[ -e /dev/shm/well ] && sleep 10; (" + health + ") && : >/dev/shm/well";
        return "HEALTHCHECK --interval=250ms --timeout=30s --retries=2 CMD [\"/bin/sh\", \"-c\", \"" + script + "\"]\n";
    }

    private boolean isInRegistry(String image, String content) throws InterruptedException {
        if (!(new Images(connection).inRegistry(image) instanceof RegistryAnswer.Found)) {
            return false;
        }
        connection
                .client()
                .pullImageCmd(image)
                .exec(new PullImageResultCallback())
                .awaitCompletion();
        var labels =
                connection.client().inspectImageCmd(image).exec().getConfig().getLabels();
        return labels != null && content.equals(labels.get("emropsit.content"));
    }

    public void push(String name) throws InterruptedException {
        connection
                .client()
                .pushImageCmd(REGISTRY + "/emropsit/" + name)
                .exec(new ResultCallback.Adapter<PushResponseItem>())
                .awaitCompletion();
    }

    public void tag(String name, String repository, String tag) {
        name(REGISTRY + "/emropsit/" + name, repository, tag);
    }

    public void name(String image, String repository, String tag) {
        connection
                .client()
                .tagImageCmd(image, REGISTRY + "/emropsit/" + repository, tag)
                .exec();
    }

    public ComposeDeployerBuilder deployer(ComposeCommand compose) throws IOException {
        return deployer(compose, file());
    }

    public ComposeDeployerBuilder deployer(ComposeCommand compose, Path file) {
        return ComposeDeployer.project(project)
                .file(file)
                .versionVariable("APP_VERSION")
                .variable("EMR_REGISTRY", REGISTRY)
                .compose(compose)
                .engine(engine)
                .healthyWithin(java.time.Duration.ofSeconds(30));
    }

    /** Calls Compose as a person would. */
    public void byHand(ComposeCommand compose, Path file, Map<String, String> variables, String... words)
            throws Exception {
        var command = new ArrayList<>(compose.words());
        command.addAll(List.of("-p", project, "-f", file.toString()));
        command.addAll(List.of(words));
        var environment = new HashMap<>(ProcessEnvironment.ofThisProcess().toMap());
        environment.put("DOCKER_HOST", engine.host());
        environment.put("EMR_REGISTRY", REGISTRY);
        environment.putAll(variables);
        var result = LocalProcess.run(command, environment, file.getParent());
        if (result.exit() != 0) {
            throw new AssertionError(command + ": " + result.exit() + "\n" + result.err());
        }
    }

    public Instances instances() {
        return Instances.of(connection, project);
    }

    /** Which containers there are: another set means that something was recreated. */
    public TreeSet<String> ids(String... services) {
        var ids = new TreeSet<String>();
        for (var service : services) {
            instances().of(service).forEach(i -> ids.add(i.id()));
        }
        return ids;
    }

    public String environmentOf(Instance instance, String name) {
        var env = Objects.requireNonNull(connection
                .client()
                .inspectContainerCmd(instance.id())
                .exec()
                .getConfig()
                .getEnv());
        return Stream.of(env)
                .filter(e -> e.startsWith(name + "="))
                .map(e -> e.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    /** What all instances answer over HTTP. */
    public List<String> get(String service, String path) throws Exception {
        var answers = new ArrayList<String>();
        for (var instance : instances().of(service)) {
            var ports = connection
                    .client()
                    .inspectContainerCmd(instance.id())
                    .exec()
                    .getNetworkSettings()
                    .getPorts()
                    .getBindings();
            for (var binding : ports.values()) {
                var request =
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + binding[0].getHostPortSpec() + path));
                answers.add(HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofString())
                        .body());
            }
        }
        return answers;
    }

    /** Has a container write a line into its log. */
    public void log(Instance instance, String line) throws Exception {
        run(instance, "echo \"$0\" >/proc/1/fd/1", line);
    }

    /** Has a container run a command of its shell. */
    public void exec(Instance instance, String command) throws Exception {
        run(instance, command);
    }

    private void run(Instance instance, String... command) throws Exception {
        var words = new ArrayList<>(List.of("/bin/sh", "-c"));
        words.addAll(List.of(command));
        var exec = connection
                .client()
                .execCreateCmd(instance.id())
                .withCmd(words.toArray(String[]::new))
                .exec();
        connection
                .client()
                .execStartCmd(exec.getId())
                .exec(new ResultCallback.Adapter<Frame>())
                .awaitCompletion();
    }

    /** Removes a container as a person would. */
    public void engineRemove(Instance instance) {
        connection.client().removeContainerCmd(instance.id()).withForce(true).exec();
    }

    @Override
    public void close() throws Exception {
        var client = connection.client();
        var containers = new Containers(connection);
        containers.together(
                instances().byService().values().stream().flatMap(List::stream).toList(), containers::remove);
        client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Instance.PROJECT, project))
                .exec()
                .forEach(c ->
                        client.removeContainerCmd(c.getId()).withForce(true).exec());
        client.listNetworksCmd().exec().stream()
                .filter(n -> project.equals(n.getLabels().get(Instance.PROJECT)))
                .forEach(n -> client.removeNetworkCmd(n.getId()).exec());
        for (var label : List.of(ReleaseStore.PROJECT, RouteStore.PROJECT, Instance.PROJECT)) {
            var volumes = client.listVolumesCmd()
                    .withFilter("label", List.of(label + "=" + project))
                    .exec()
                    .getVolumes();
            if (volumes != null) {
                volumes.forEach(v -> client.removeVolumeCmd(v.getName()).exec());
            }
        }
        var own = REGISTRY + "/emropsit/app:" + project;
        new Images(connection)
                .local(own)
                .ifPresent(image -> client.removeImageCmd(own).exec());
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(Lab::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
