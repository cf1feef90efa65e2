package io.emrops.docker.patch;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.OldImage;
import io.emrops.deploy.OldImages;
import io.emrops.deploy.PrunedImages;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.ImageDetails;
import io.emrops.docker.image.ImageName;
import io.emrops.docker.image.Images;
import io.emrops.docker.image.RegistryAnswer;
import io.emrops.docker.image.RegistryQuestions;
import io.emrops.docker.release.ReleaseRecord;
import io.emrops.docker.release.ReleaseStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds and removes the images of a project that a policy gives up.
 *
 * @param named the images that the Compose files name
 */
record Pruning(EngineConnection engine, String project, RegistryQuestions registries, Supplier<Set<String>> named) {
    OldImages find(ImagePolicy policy) throws InterruptedException {
        return find(policy, StoredImages.of(engine));
    }

    private OldImages find(ImagePolicy policy, StoredImages stored) throws InterruptedException {
        if (policy.releases() > ReleaseStore.KEPT) {
            throw new PreconditionFailedException(
                    "The last " + ReleaseStore.KEPT + " releases are remembered, so that no more of them can be kept");
        }
        var records = new ReleaseStore(engine, project).newestFirst();
        var repositories = repositories(records);
        var rules = new Rules(
                policy,
                repositories,
                inUse(),
                namedIds(),
                needed(records, policy.releases()),
                neededElsewhere(policy),
                engine.now());
        var kept = new ArrayList<OldImage>();
        var candidates = new ArrayList<OldImage>();
        for (var image : stored.ofAny(repositories)) {
            rules.reason(image, engine).ifPresentOrElse(why -> kept.add(image.kept(why)), () -> candidates.add(image));
        }
        return policy.onlyHere() ? new OldImages(candidates, kept) : askedFor(candidates, kept);
    }

    /** Only what a registry has can be brought back. */
    private OldImages askedFor(List<OldImage> candidates, List<OldImage> kept) throws InterruptedException {
        var answers = registries.ask(
                candidates.stream().flatMap(image -> digests(image)).toList());
        var removable = new ArrayList<OldImage>();
        for (var image : candidates) {
            if (digests(image).anyMatch(digest -> answers.get(digest) instanceof RegistryAnswer.Found)) {
                removable.add(image);
            } else {
                kept.add(image.kept("no registry is known to have it"
                        + digests(image)
                                .findFirst()
                                .map(digest -> ": " + reason(answers.get(digest)))
                                .orElse("")));
            }
        }
        return new OldImages(removable, kept);
    }

    private static String reason(@Nullable RegistryAnswer answer) {
        return answer == null ? "it was not asked" : answer.reason();
    }

    private static Stream<String> digests(OldImage image) {
        return image.names().stream().filter(name -> name.contains("@"));
    }

    private Set<String> repositories(List<ReleaseRecord> records) {
        var names = new TreeSet<String>();
        records.forEach(r -> r.release().services().forEach(s -> names.add(s.image())));
        Instances.of(engine, project)
                .byService()
                .values()
                .forEach(all -> all.stream().map(Instance::image).forEach(names::add));
        var repositories = new TreeSet<String>();
        names.stream()
                .filter(name -> !name.isEmpty() && !ImageName.isId(name))
                .forEach(name -> repositories.add(ImageName.of(name).repository()));
        return repositories;
    }

    /** The ids of the images that any container is made of, of whatever project, running or not. */
    private Set<String> inUse() {
        return engine.ask("list the containers", () -> {
            var used = new HashSet<String>();
            engine.client().listContainersCmd().withShowAll(true).exec().forEach(c -> used.add(c.getImageId()));
            return used;
        });
    }

    /** The ids of the images that the next roll-out by hand would take. */
    private Set<String> namedIds() {
        var ids = new HashSet<String>();
        named.get().stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> images().local(name).map(Images.Local::id).ifPresent(ids::add));
        return ids;
    }

    private Images images() {
        return new Images(engine);
    }

    private Set<String> neededElsewhere(ImagePolicy policy) {
        var needed = new HashSet<String>();
        ReleaseStore.ofAllProjects(engine).forEach((other, records) -> {
            if (!other.equals(project)) {
                NeededReleases.of(records, policy.releases()).addTo(needed);
            }
        });
        return needed;
    }

    /** Empty if fewer releases are known. */
    private static Optional<Set<String>> needed(List<ReleaseRecord> records, int last) {
        var releases = NeededReleases.of(records, last);
        var needed = new HashSet<String>();
        releases.addTo(needed);
        return releases.complete() ? Optional.of(needed) : Optional.empty();
    }

    /**
     * Why images are kept, but for what registries say.
     *
     * @param needed the ids and digests of the last releases; empty if there were fewer
     */
    private record Rules(
            ImagePolicy policy,
            Set<String> repositories,
            Set<String> inUse,
            Set<String> named,
            Optional<Set<String>> needed,
            Set<String> neededElsewhere,
            Instant now) {
        Optional<String> reason(OldImage image, EngineConnection engine) {
            if (inUse.contains(image.id())) {
                return Optional.of("a container uses it");
            }
            if (named.contains(image.id())) {
                return Optional.of("the Compose files name it");
            }
            var other = image.names().stream()
                    .filter(name -> !repositories.contains(ImageName.of(name).repository()))
                    .findFirst();
            if (other.isPresent()) {
                return Optional.of("it is also called " + other.get());
            }
            if (needed.isEmpty()) {
                return Optional.of("fewer than " + policy.releases() + " releases are remembered");
            }
            if (isIn(needed.get(), image)) {
                return Optional.of("it is needed to roll back");
            }
            if (isIn(neededElsewhere, image)) {
                return Optional.of("another project needs it to roll back");
            }
            var young = !policy.youngerThan().isZero()
                    && ImageDetails.of(engine, image.id())
                            .filter(details ->
                                    details.since().plus(policy.youngerThan()).isAfter(now))
                            .isPresent();
            return young ? Optional.of("it is younger than that") : Optional.empty();
        }

        private static boolean isIn(Set<String> needed, OldImage image) {
            return needed.contains(image.id()) || image.names().stream().anyMatch(needed::contains);
        }
    }

    PrunedImages prune(ImagePolicy policy, Progress progress) throws InterruptedException {
        var before = StoredImages.of(engine);
        var old = find(policy, before);
        var removed = new ArrayList<OldImage>();
        var kept = new ArrayList<>(old.kept());
        for (var image : old.removable()) {
            // A container may have been made of it since.
            if (inUse().contains(image.id())) {
                kept.add(image.kept("a container uses it"));
            } else {
                var gone = remove(image);
                var here = images().local(image.id()).isPresent();
                if (!here) {
                    removed.add(gone(image));
                } else {
                    kept.add(image.kept(whyStill(gone)));
                }
            }
            progress.report(removed.size(), old.removable().size(), "images removed");
        }
        var freed = removed.isEmpty()
                ? 0
                : before.layers() - StoredImages.of(engine).layers();
        return new PrunedImages(removed, kept, new DataSize(Math.max(0, freed)));
    }

    /** With the names that nothing has any more. */
    private OldImage gone(OldImage image) {
        var names = image.names().stream()
                .filter(name -> images().local(name).isEmpty())
                .toList();
        return new OldImage(image.id(), names, image.size(), image.own(), image.reason());
    }

    private static String whyStill(List<String> gone) {
        return "something rests on it, or it has other names by now"
                + (gone.isEmpty() ? "" : "; it is no longer called " + String.join(", ", gone));
    }

    /**
     * Name by name, and never by force: with its last name it goes, and the engine looks once more whether it may. A name that
     * stands for another image by now is left to that one.
     *
     * @return the names that it has no longer
     */
    private List<String> remove(OldImage image) {
        var names = image.names().isEmpty() ? List.of(image.id()) : image.names();
        var gone = new ArrayList<String>();
        for (var name : names) {
            if (images().local(name)
                    .map(Images.Local::id)
                    .filter(image.id()::equals)
                    .isEmpty()) {
                continue;
            }
            if (!removeName(name)) {
                return gone;
            }
            gone.add(name);
        }
        return gone;
    }

    private boolean removeName(String name) {
        return engine.change("remove an image", () -> {
            try {
                engine.client().removeImageCmd(name).exec();
                return true;
            } catch (NotFoundException e) {
                return true; // It went with the name before.
            } catch (ConflictException e) {
                return false;
            }
        });
    }
}
