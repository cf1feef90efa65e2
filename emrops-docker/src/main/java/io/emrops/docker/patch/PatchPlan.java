package io.emrops.docker.patch;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.ImageUpdate;
import io.emrops.deploy.ImageUpdates;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.Images;
import io.emrops.docker.image.RegistryAnswer;
import io.emrops.docker.image.RegistryQuestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What has to be done for a patch, after all that could be wrong with it was looked at.
 *
 * @param pending the services that do not run their digests yet
 * @param begun services whose instances are of their digests already, and of what the files name; a patch that was cut off may have left
 *     some of them that were never started, or that no balancer was told of
 * @param model the files as they are now; empty if there is nothing to patch
 */
record PatchPlan(List<ImageUpdate> pending, Set<String> begun, ComposeModel model) {
    static PatchPlan of(
            ImageUpdates found,
            Instances running,
            Supplier<ComposeModel> model,
            Images images,
            RegistryQuestions registries)
            throws InterruptedException {
        var pending = new ArrayList<ImageUpdate>();
        for (var update : found.patchable()) {
            if (isPending(update, running, images)) {
                pending.add(update);
            }
        }
        if (found.patchable().isEmpty()) {
            return nothing();
        }
        var files = model.get();
        var begun = found.patchable().stream()
                .filter(update -> !pending.contains(update) && isAsNamed(update, files, running, images))
                .map(ImageUpdate::service)
                .collect(Collectors.toUnmodifiableSet());
        var plan = new PatchPlan(List.copyOf(pending), begun, files);
        if (pending.isEmpty()) {
            return plan;
        }
        plan.requireDefinitions(running);
        plan.requireAlone(found, running);
        plan.requireUnmoved(registries);
        return plan;
    }

    static PatchPlan nothing() {
        return new PatchPlan(List.of(), Set.of(), new ComposeModel(Map.of()));
    }

    /** The services that are to be replaced. */
    Set<String> services() {
        return pending.stream().map(ImageUpdate::service).collect(Collectors.toSet());
    }

    /** With those that are only to be brought to their end. */
    Set<String> allServices() {
        var all = new HashSet<>(begun);
        all.addAll(services());
        return all;
    }

    /** Whether another instance would be of the same image: where it would not, the service is left as it is. */
    private static boolean isAsNamed(ImageUpdate update, ComposeModel files, Instances running, Images images) {
        var defined = files.service(update.service())
                .map(ComposeModel.Definition::image)
                .filter(update.image()::equals);
        var named = defined.flatMap(images::local).map(Images.Local::id);
        return running.of(update.service()).stream()
                .allMatch(instance -> named.filter(instance.imageId()::equals).isPresent());
    }

    private static boolean isPending(ImageUpdate update, Instances running, Images images) {
        var instances = running.of(update.service());
        if (instances.isEmpty()) {
            throw new PreconditionFailedException("There is no container of service " + update.service() + " any more");
        }
        var pending = false;
        for (var id : instances.stream().map(Instance::imageId).distinct().toList()) {
            var known = images.local(id).map(Images.Local::repoDigests).orElse(List.of());
            if (known.contains(update.available())) {
                continue;
            }
            if (!known.contains(update.runs())) {
                throw new PreconditionFailedException("Service " + update.service()
                        + " runs another image than when the registry was asked; ask it again");
            }
            pending = true;
        }
        return pending;
    }

    private void requireDefinitions(Instances running) {
        for (var update : pending) {
            var runs = running.newest(update.service()).image();
            var defined = model.service(update.service())
                    .map(ComposeModel.Definition::image)
                    .orElseThrow(() -> new PreconditionFailedException(
                            "The Compose files no longer define service " + update.service()));
            if (!defined.equals(update.image()) || !runs.equals(update.image())) {
                throw new PreconditionFailedException("The Compose files give service " + update.service()
                        + " the image " + defined + " by now, and it runs " + runs + "; roll that out first");
            }
        }
    }

    /** Two services of one image: with the name moved for one of them, the next roll-out would replace the other too. */
    private void requireAlone(ImageUpdates found, Instances running) {
        var moved = pending.stream().map(ImageUpdate::image).collect(Collectors.toSet());
        var patched = found.patchable().stream().map(ImageUpdate::service).collect(Collectors.toSet());
        for (var service : running.byService().keySet()) {
            if (moved.contains(running.newest(service).image()) && !patched.contains(service)) {
                throw new PreconditionFailedException("Service " + service
                        + " runs the image of a service that is to be patched, and is not patched with it");
            }
        }
    }

    private void requireUnmoved(RegistryQuestions registries) throws InterruptedException {
        var answers = registries.ask(pending.stream().map(ImageUpdate::image).toList());
        for (var update : pending) {
            var answer = answers.get(update.image());
            if (answer instanceof RegistryAnswer.Found found) {
                if (!found.digest().equals(update.available())) {
                    throw new PreconditionFailedException("The registry has yet another image under the name "
                            + update.image() + " by now; look for updates again");
                }
            } else if (answer instanceof RegistryAnswer.Unreachable away) {
                throw new TargetUnavailableException(
                        "The registry of " + update.image() + " does not answer: HTTP " + away.status());
            } else {
                throw new PreconditionFailedException("The registry no longer gives " + update.image());
            }
        }
    }
}
