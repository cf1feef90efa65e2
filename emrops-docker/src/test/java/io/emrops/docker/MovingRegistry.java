package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.model.PushResponseItem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A door to the real registry that can be shut, and a repository of its own behind it whose names can be moved without the
 * engine's knowing. The images are built on the engine, pushed, and removed from it.
 */
final class MovingRegistry implements AutoCloseable {
    private static final String BASE = Lab.REGISTRY + "/emr/web:1.0.0";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> TYPES = List.of(
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private final DockerEngine engine;
    private final String place;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerSocket door;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** @param place what the names of its images begin with behind the registry's; see {@link #newPlace} */
    MovingRegistry(DockerEngine engine, String place) throws IOException {
        this.engine = engine;
        this.place = place;
        this.door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        daemon(this::serve);
    }

    /** Where nobody else has images. */
    static String newPlace() {
        return "emropsit/" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** The name of an image as seen through the door. */
    String name(String image) {
        return "127.0.0.1:" + door.getLocalPort() + "/" + place + "/" + image;
    }

    /** Nobody gets an answer through the door any more. */
    void shut() throws IOException {
        door.close();
        for (var socket : open) {
            socket.close();
        }
    }

    /** Builds an image with a layer of its own and pushes it; it is not on the engine afterwards. */
    void build(String image, String health, Map<String, String> labels) throws Exception {
        build(image, health, labels, 256 << 10);
    }

    /** @param size in bytes, of its own layer */
    void build(String image, String health, Map<String, String> labels, int size) throws Exception {
        var client = engine.connection().client();
        client.pullImageCmd(BASE).exec(new PullImageResultCallback()).awaitCompletion();
        var name = Lab.REGISTRY + "/" + place + "/" + image;
        var context = Files.createTempDirectory("emrops-build");
        var bytes = new byte[size];
        new Random().nextBytes(bytes);
        var data = Files.write(context.resolve("data"), bytes);
        var dockerfile = new StringBuilder("FROM " + BASE + "\nCOPY data /data\n" + Lab.check(health));
        labels.forEach((key, value) -> dockerfile.append("LABEL " + key + "=\"" + value + "\"\n"));
        var file = Files.writeString(context.resolve("Dockerfile"), dockerfile);
        var id = client.buildImageCmd(context.toFile())
                .withTags(Set.of(name))
                .exec(new BuildImageResultCallback())
                .awaitImageId();
        client.pushImageCmd(name)
                .exec(new ResultCallback.Adapter<PushResponseItem>())
                .awaitCompletion();
        client.removeImageCmd(id).withForce(true).exec();
        Files.delete(file);
        Files.delete(data);
        Files.delete(context);
    }

    /** Has a name stand for what another one stands for. */
    void move(String from, String to) throws Exception {
        var manifest = manifest(from);
        put(to, manifest.headers().firstValue("Content-Type").orElseThrow(), manifest.body());
    }

    /**
     * Has a name stand for an index of one image for this platform, and one for another.
     *
     * @param os of the other one, so that indexes differ
     */
    void index(String from, String to, String os) throws Exception {
        var manifest = manifest(from);
        var list = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", TYPES.get(1));
        var entries = list.putArray("manifests");
        for (var platform : List.of("linux", os)) {
            entries.addObject()
                    .put("mediaType", TYPES.get(0))
                    .put("size", manifest.body().length)
                    .put("digest", digest(from))
                    .putObject("platform")
                    .put("architecture", platform.equals("linux") ? "amd64" : "arm64")
                    .put("os", platform);
        }
        put(to, TYPES.get(1), JSON.writeValueAsBytes(list));
    }

    /** Has the registry forget an image. */
    void forget(String image) throws Exception {
        var request = HttpRequest.newBuilder(uri(image.replaceFirst(":.*", ""), digest(image)))
                .DELETE();
        assertThat(http.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(202);
    }

    String digest(String image) throws Exception {
        return manifest(image).headers().firstValue("Docker-Content-Digest").orElseThrow();
    }

    private HttpResponse<byte[]> manifest(String image) throws Exception {
        var parts = image.split(":", 2);
        var request = HttpRequest.newBuilder(uri(parts[0], parts[1]));
        TYPES.forEach(type -> request.header("Accept", type));
        var answer = http.send(request.build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(image).isEqualTo(200);
        return answer;
    }

    private void put(String image, String type, byte[] manifest) throws Exception {
        var parts = image.split(":", 2);
        var request = HttpRequest.newBuilder(uri(parts[0], parts[1]))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(manifest));
        var answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private URI uri(String repository, String reference) {
        return URI.create("http://" + Lab.REGISTRY + "/v2/" + place + "/" + repository + "/manifests/" + reference);
    }

    /** What the engine has of what is behind the door: ids with all names and digests. */
    Set<String> stored() {
        var stored = new TreeSet<String>();
        for (var image : engine.connection().client().listImagesCmd().exec()) {
            var names = new TreeSet<String>();
            names.addAll(image.getRepoTags() == null ? List.of() : List.of(image.getRepoTags()));
            names.addAll(image.getRepoDigests() == null ? List.of() : List.of(image.getRepoDigests()));
            if (names.stream().anyMatch(name -> name.startsWith(name("")))) {
                stored.add(image.getId());
            }
        }
        return stored;
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                var here = door.accept();
                var address = Lab.REGISTRY.split(":", 2);
                var there = new Socket(address[0], Integer.parseInt(address[1]));
                open.addAll(List.of(here, there));
                daemon(() -> copy(here, there));
                daemon(() -> copy(there, here));
            } catch (IOException e) {
                // The door is shut.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them is gone.
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "registry door");
        thread.setDaemon(true);
        thread.start();
    }

    /** Shuts the door and removes from the engine what has come through it. */
    @Override
    public void close() throws IOException {
        shut();
        stored().forEach(id ->
                engine.connection().client().removeImageCmd(id).withForce(true).exec());
    }
}
