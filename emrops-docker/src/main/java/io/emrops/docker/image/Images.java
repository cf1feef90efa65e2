package io.emrops.docker.image;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The images of an engine, and what registries say of them. */
public final class Images {
    private final EngineConnection engine;

    public Images(EngineConnection engine) {
        this.engine = engine;
    }

    /**
     * An image on the engine.
     *
     * @param id of its configuration, {@code sha256:…}
     * @param repoDigests what registries know it by, {@code repository@sha256:…}
     */
    public record Local(String id, List<String> repoDigests) {
        /** What identifies it for good: the digest in the repository that {@code name} is from, or else its id. */
        public String digest(String name) {
            var repository = ImageName.of(name).repository();
            return repoDigests.stream()
                    .filter(d -> ImageName.of(d).repository().equals(repository))
                    .findFirst()
                    .orElse(id);
        }
    }

    /** An image that is on the engine, by name, digest or id. */
    public Optional<Local> local(String name) {
        return engine.ask("look for an image", () -> {
            try {
                return Optional.of(local(engine.client().inspectImageCmd(name).exec()));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private static Local local(InspectImageResponse image) {
        return new Local(
                Objects.requireNonNull(image.getId()),
                List.copyOf(Objects.requireNonNullElse(image.getRepoDigests(), List.of())));
    }

    /** What the registry has under a name, without fetching it: {@code repository@sha256:…}. */
    public RegistryAnswer inRegistry(String name) {
        // The name becomes part of a path.
        if (!ImageName.isReference(name)) {
            return new RegistryAnswer.NoName();
        }
        return engine.ask("ask the registry", () -> {
            var auth = RegistryAccess.header(engine, name);
            try (var response = engine.get("/distribution/" + name + "/json", "X-Registry-Auth", auth)) {
                var answer = EngineConnection.json(response);
                return RegistryAnswer.of(
                        name,
                        response.getStatusCode(),
                        answer.path("Descriptor").path("digest").asText(""),
                        answer.path("Descriptor").path("mediaType").asText(""),
                        answer.path("message").asText(""));
            }
        });
    }

    /**
     * What a name stands for now: what the registry has if it has it, what the engine has if the image did not come
     * from a registry.
     *
     * @throws PreconditionFailedException if it is in neither
     * @throws TargetUnavailableException if the registry has to be asked and does not answer
     */
    public String resolve(String name) {
        var asked = inRegistry(name);
        if (asked instanceof RegistryAnswer.Found found) {
            return found.digest();
        }
        return local(name).map(l -> l.digest(name)).orElseThrow(() -> asked.refusal(name));
    }

    /**
     * Fetches what is not on the engine in the form the registry has it.
     *
     * @param lenient whether an image that is there will do if the registry does not answer
     */
    public void fetch(Collection<String> names, boolean lenient, Progress progress) throws InterruptedException {
        var wanted = new TreeSet<>(names);
        var done = 0;
        for (var name : wanted) {
            progress.report(done++, wanted.size(), "images fetched");
            var here = local(name);
            var asked = inRegistry(name);
            if (asked instanceof RegistryAnswer.Found found) {
                if (here.isEmpty() || !here.get().repoDigests().contains(found.digest())) {
                    pull(name, progress);
                }
            } else if (here.isEmpty() || !(lenient || isOnlyHere(here.get(), name))) {
                throw asked.refusal(name);
            }
        }
        progress.report(wanted.size(), wanted.size(), "images fetched");
    }

    /** Whether the image was built or loaded here, so that no registry has to know it. */
    private static boolean isOnlyHere(Local image, String name) {
        return image.digest(name).equals(image.id());
    }

    /** Makes sure that an image is on the engine, by its digest or id. */
    public Local ensure(String digest, Progress progress) throws InterruptedException {
        var here = local(digest);
        if (here.isEmpty() && digest.contains("@")) {
            pull(digest, progress);
            here = local(digest);
        }
        return here.orElseThrow(() -> new PreconditionFailedException(
                "The image " + digest + " is no longer on the Docker engine, and no registry knows it by this name"));
    }

    /** Gives an image a name, which any other image then no longer has. */
    public void name(Local image, String name) {
        if (local(name).map(Local::id).filter(image.id()::equals).isPresent()) {
            return;
        }
        var parts = ImageName.of(name);
        engine.change("name an image", () -> {
            engine.client()
                    .tagImageCmd(image.id(), parts.repository(), parts.tag())
                    .exec();
            return "";
        });
    }

    private void pull(String name, Progress progress) throws InterruptedException {
        var layers = new Layers(name, progress);
        try (layers) {
            var command = engine.client().pullImageCmd(name);
            RegistryAccess.login(engine, name).ifPresent(command::withAuthConfig);
            command.exec(layers).awaitCompletion();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw failure(name, Objects.requireNonNullElse(layers.failure, e));
        }
    }

    private EmropsException failure(String name, Throwable e) {
        if (e instanceof NotFoundException) {
            return new PreconditionFailedException("The registry does not have " + name, e);
        }
        if (e instanceof DockerException refusal) {
            return new TargetUnavailableException(
                    "The registry did not give " + name + ": HTTP " + refusal.getHttpStatus(), e);
        }
        return engine.answers()
                ? new TargetUnavailableException("The registry broke off while it gave " + name, e)
                : new OutcomeUnknownException("The Docker engine was lost while it fetched " + name, e);
    }

    /** Counts the layers of an image that have come. */
    private static final class Layers extends PullImageResultCallback {
        private final String what;
        private final Progress progress;
        private final Set<String> complete = new HashSet<>();
        private final Map<String, String> seen = new HashMap<>();
        private volatile @Nullable Throwable failure;

        Layers(String name, Progress progress) {
            this.what = "layers of " + name;
            this.progress = progress;
        }

        /** Kept here, as the method above would write the registry's text into the log. */
        @Override
        public void onError(Throwable error) {
            failure = error;
            onComplete();
        }

        @Override
        public void onNext(PullResponseItem item) {
            super.onNext(item);
            var layer = item.getId();
            var status = item.getStatus();
            // The first line has the tag for an id.
            if (layer == null || status == null || status.startsWith("Pulling from")) {
                return;
            }
            var changed = !status.equals(seen.put(layer, status));
            if (changed && (status.startsWith("Pull complete") || status.startsWith("Already exists"))) {
                complete.add(layer);
                progress.report(complete.size(), seen.size(), what);
            }
        }
    }
}
