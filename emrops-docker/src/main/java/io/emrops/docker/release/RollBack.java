package io.emrops.docker.release;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.ImageName;
import io.emrops.docker.image.Images;
import io.emrops.docker.image.MovedNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What it takes to bring a release back. */
public record RollBack(Images images, Instances running, Release to, Health health) {
    /** Whether exactly the release runs, well or not: the same images, in the same number, and nothing else. */
    public boolean isRunning() {
        return running.byService().keySet().stream()
                        .allMatch(name -> to.service(name).isPresent())
                && to.services().stream().allMatch(this::isRunning);
    }

    private boolean isRunning(Service service) {
        var instances = running.of(service.name());
        var wanted = images.local(service.digest()).map(Images.Local::id).orElse("");
        return instances.size() == service.replicas()
                && running.isUniform(service.name())
                && instances.stream().allMatch(i -> i.imageId().equals(wanted) && health.isUp(i));
    }

    /**
     * Whether what runs is of these definitions, so that nothing would replace it.
     *
     * @param hashes of the definitions; what the files do not define any more has none, and is left as it is
     */
    public boolean isDefinedAs(Map<String, String> hashes) {
        return to.services().stream()
                .map(Service::name)
                .filter(hashes::containsKey)
                .allMatch(name ->
                        running.of(name).stream().allMatch(i -> i.configHash().equals(hashes.get(name))));
    }

    public Map<String, Integer> scales() {
        var scales = new TreeMap<String, Integer>();
        to.services().forEach(s -> scales.put(s.name(), s.replicas()));
        return scales;
    }

    /** How many of each service that the files define; 0 of those that the release does not have. */
    public Map<String, Integer> scales(ComposeModel model) {
        var scales = new TreeMap<String, Integer>();
        model.services()
                .keySet()
                .forEach(name ->
                        scales.put(name, to.service(name).map(Service::replicas).orElse(0)));
        return scales;
    }

    /** Services that run, that the release does not have, and that the files no longer define: Compose leaves them alone. */
    public Set<String> surplus(ComposeModel model) {
        return running.byService().keySet().stream()
                .filter(name ->
                        to.service(name).isEmpty() && model.service(name).isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    public void require(ComposeModel model) {
        for (var service : to.services()) {
            if (model.service(service.name()).isEmpty() && !isRunning(service)) {
                throw new PreconditionFailedException("The Compose files no longer define service " + service.name()
                        + "; bring back the files that the release was started with");
            }
        }
    }

    /** Has all images on the engine, under the names they had; gives the id of each service's. */
    public Map<String, String> bringImages(MovedNames names, Progress progress) throws InterruptedException {
        record Brought(Service service, Images.Local image) {}
        // All of them first: a name that has been moved and an image that cannot be had would be half a roll-back.
        var brought = new ArrayList<Brought>();
        for (var service : to.services()) {
            brought.add(new Brought(service, images.ensure(service.digest(), progress)));
        }
        var ids = new HashMap<String, String>();
        for (var b : brought) {
            if (ImageName.canBeMoved(b.service().image())) {
                names.move(b.service().image(), b.image());
            }
            ids.put(b.service().name(), b.image().id());
        }
        return ids;
    }

    /** Names that the files would not give with the release's variables, as after a start by hand with others. */
    public Map<String, String> otherImages(ComposeModel model) {
        var others = new HashMap<String, String>();
        for (var service : to.services()) {
            var defined = model.service(service.name())
                    .map(ComposeModel.Definition::image)
                    .orElse("");
            if (!defined.isEmpty() && !defined.equals(service.image())) {
                others.put(service.name(), service.image());
            }
        }
        return others;
    }
}
