package io.emrops.docker.capacity;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.ImageName;
import io.emrops.docker.image.Images;
import io.emrops.docker.release.Midway;
import io.emrops.docker.release.ReleaseRecord;
import io.emrops.docker.release.ReleaseRecord.Standing;
import io.emrops.docker.release.ReleaseStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The release that runs, with another number of instances of one service: kept before anything is changed, so that later roll-outs,
 * starts and questions know the number.
 */
public record ScaledReleases(EngineConnection engine, ReleaseStore store, Images images, Supplier<Release> current) {
    /** What the files are filled in with. */
    Map<String, String> variables() {
        return running().variables();
    }

    private Release running() {
        var now = current.get();
        if (now.isNothing()) {
            throw new PreconditionFailedException("Nothing runs that could be scaled; roll a release out first");
        }
        return now;
    }

    /** Keeps the number, and has new instances run what the others run. */
    Release scaled(String service, int replicas, Instances instances, ComposeModel model, Progress progress)
            throws InterruptedException {
        var now = running();
        // Another service may be half-way from one release to another.
        var prevailing = instances.prevailing();
        var before = store.newestFirst().stream()
                .filter(r -> r.describes(prevailing) || prevailing.isEmpty())
                .findFirst();
        var ids = new HashMap<String, String>();
        prevailing
                .byService()
                .keySet()
                .forEach(s -> ids.put(s, prevailing.newest(s).imageId()));
        var of = now.service(service).orElseGet(() -> defined(service, model));
        var image = images.ensure(of.digest().isEmpty() ? of.image() : of.digest(), progress);
        ids.put(service, image.id());

        var services = new ArrayList<Service>();
        for (var other : now.services()) {
            if (!other.name().equals(service)) {
                services.add(other);
                ids.computeIfAbsent(other.name(), name -> id(other));
            }
        }
        services.add(new Service(service, of.image(), of.digest(), replicas));
        services.sort(java.util.Comparator.comparing(Service::name));
        var scaled = new Release(now.version(), services, now.variables(), engine.now());
        if (!sameNumbers(before, scaled)) {
            var hashes = new HashMap<>(before.map(ReleaseRecord::hashes).orElse(Map.of()));
            // New instances are made of what the files say by now.
            hashes.remove(service);
            store.write(new ReleaseRecord(
                    before.map(ReleaseRecord::operationKey).orElse(""),
                    scaled,
                    ids,
                    hashes,
                    before.map(ReleaseRecord::standing).orElse(Standing.UNTOLD)));
        }
        Midway.run("The number is kept, and no instance was started or stopped", () -> nameAgain(of, image));
        return scaled;
    }

    private static boolean sameNumbers(Optional<ReleaseRecord> before, Release scaled) {
        return before.filter(r -> r.release().services().equals(scaled.services()))
                .isPresent();
    }

    private String id(Service service) {
        return images.local(service.digest()).map(Images.Local::id).orElse("");
    }

    private Service defined(String service, ComposeModel model) {
        var name = model.service(service).map(ComposeModel.Definition::image).orElse("");
        var image = images.local(name)
                .orElseThrow(() -> new PreconditionFailedException(
                        "The Docker engine does not have " + name + ", which service " + service + " would run"));
        return new Service(service, name, image.digest(name), 0);
    }

    /** A tag that was fetched since names another image; Compose starts whatever the name says. */
    private void nameAgain(Service service, Images.Local image) {
        var named = images.local(service.image()).map(Images.Local::id).orElse("");
        if (!named.equals(image.id()) && ImageName.canBeMoved(service.image())) {
            images.name(image, service.image());
        }
    }
}
