package io.emrops.docker.patch;

import io.emrops.deploy.ImageUpdate;
import io.emrops.deploy.ImageUpdate.Part;
import io.emrops.deploy.ImageUpdate.Verdict;
import io.emrops.deploy.ImageUpdates;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.ImageDetails;
import io.emrops.docker.image.ImageName;
import io.emrops.docker.image.RegistryAnswer;
import io.emrops.docker.image.RegistryQuestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out what registries have for the images that run. */
record UpdateSearch(EngineConnection engine, RegistryQuestions registries) {
    private static final String BASE_NAME = "org.opencontainers.image.base.name";
    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    /**
     * What runs of a service.
     *
     * @param name the image as its definition names it
     * @param images those that its instances run; several if it is half replaced
     */
    private record Running(String service, String name, List<ImageDetails> images) {
        /** Only what came from a registry is asked about: names of images that were built here mean nothing to others. */
        boolean isFromRegistry() {
            return !ImageName.isId(name)
                    && images.stream()
                            .anyMatch(i ->
                                    !i.image().digest(name).equals(i.image().id()));
        }

        String label(String label) {
            return images.isEmpty()
                    ? ""
                    : images.get(images.size() - 1).labels().getOrDefault(label, "");
        }
    }

    ImageUpdates find(Instances instances) throws InterruptedException {
        var running = running(instances);
        var names = new TreeSet<String>();
        for (var service : running) {
            if (service.isFromRegistry() && !service.name().contains("@")) {
                names.add(service.name());
            }
            if (ImageName.isReference(service.label(BASE_NAME))) {
                names.add(service.label(BASE_NAME));
                baseDigest(service).ifPresent(names::add);
            }
        }
        var answers = registries.ask(names);
        var found = new ArrayList<ImageUpdate>();
        for (var service : running) {
            found.add(own(service, answers));
            found.add(base(service, answers));
        }
        return new ImageUpdates(found);
    }

    private List<Running> running(Instances instances) {
        var details = new TreeMap<String, Optional<ImageDetails>>();
        var running = new ArrayList<Running>();
        instances.byService().forEach((service, all) -> {
            var newest = instances.newest(service);
            // The newest last, as what the service is on its way to.
            var ids = new ArrayList<>(
                    all.stream().map(Instance::imageId).distinct().toList());
            ids.remove(newest.imageId());
            ids.add(newest.imageId());
            var images = ids.stream()
                    .flatMap(id -> details.computeIfAbsent(id, i -> ImageDetails.of(engine, i)).stream())
                    .toList();
            running.add(new Running(service, newest.image(), images));
        });
        return running;
    }

    private static ImageUpdate own(Running service, Map<String, RegistryAnswer> answers) {
        var name = service.name();
        var part = Part.OWN;
        if (service.images().isEmpty()) {
            return unknown(service, part, name, "", "the Docker engine does not have it any more");
        }
        if (!service.isFromRegistry()) {
            return unknown(service, part, name, "", "it was built or loaded on the Docker engine");
        }
        var newest = service.images().get(service.images().size() - 1).image().digest(name);
        if (name.contains("@")) {
            return update(service, part, name, newest, newest, Verdict.PINNED, "");
        }
        var answer = answers.get(name);
        if (!(answer instanceof RegistryAnswer.Found found)) {
            return unknown(service, part, name, newest, reason(answer));
        }
        return service.images().stream()
                .map(ImageDetails::image)
                .filter(image -> !found.is(image))
                .findFirst()
                .map(old -> update(service, part, name, old.digest(name), found.digest(), Verdict.UPDATED, ""))
                .orElseGet(() -> update(service, part, name, newest, found.digest(), Verdict.CURRENT, ""));
    }

    private static ImageUpdate base(Running service, Map<String, RegistryAnswer> answers) {
        var name = service.label(BASE_NAME);
        var part = Part.BASE;
        if (name.isBlank()) {
            return update(service, part, "", "", "", Verdict.UNLABELLED, "");
        }
        if (!ImageName.isReference(name)) {
            return unknown(service, part, name, "", "its label is not the name of an image");
        }
        var digest = baseDigest(service);
        if (digest.isEmpty()) {
            return unknown(service, part, name, "", "the image that was built on it does not say which digest it had");
        }
        var built = digest.get();
        if (name.contains("@")) {
            return update(service, part, name, built, built, Verdict.PINNED, "");
        }
        var answer = answers.get(name);
        if (!(answer instanceof RegistryAnswer.Found found)) {
            return unknown(service, part, name, built, reason(answer));
        }
        if (found.digest().equals(built)) {
            return update(service, part, name, built, found.digest(), Verdict.CURRENT, "");
        }
        // A builder may note the manifest of its platform, where the name stands for an index with all platforms.
        if (found.isIndex() && !(answers.get(built) instanceof RegistryAnswer.Found old && old.isIndex())) {
            return unknown(
                    service,
                    part,
                    name,
                    built,
                    "the name stands for an index of several platforms, and the digest it was built on is not known to be one");
        }
        return update(service, part, name, built, found.digest(), Verdict.UPDATED, "");
    }

    private static Optional<String> baseDigest(Running service) {
        var digest = service.label(BASE_DIGEST);
        return digest.matches("[a-z0-9+._-]+:[0-9a-f]{32,}")
                ? Optional.of(ImageName.of(service.label(BASE_NAME)).repository() + "@" + digest)
                : Optional.empty();
    }

    private static String reason(@Nullable RegistryAnswer answer) {
        return answer == null ? "its registry was not asked" : answer.reason();
    }

    private static ImageUpdate unknown(Running service, Part part, String image, String runs, String reason) {
        return update(service, part, image, runs, "", Verdict.UNKNOWN, reason);
    }

    private static ImageUpdate update(
            Running service, Part part, String image, String runs, String available, Verdict verdict, String reason) {
        return new ImageUpdate(service.service(), part, image, runs, available, verdict, reason);
    }
}
