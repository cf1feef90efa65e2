package io.emrops.docker.release;

import io.emrops.Change;
import io.emrops.deploy.Release;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.ImageName;
import io.emrops.docker.image.Images;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Foretells what a roll-out would change. */
public record Changes(Compose compose, Images images) {
    /**
     * One line for each service that would be created or recreated.
     *
     * @param remark what else there is to say of a service that is
     */
    public List<String> of(
            Instances running,
            Release now,
            ComposeModel model,
            Map<String, String> variables,
            UnaryOperator<String> remark) {
        var digests = new HashMap<String, String>();
        model.services().values().forEach(d -> digests.computeIfAbsent(d.image(), images::resolve));
        var hashes = running.isEmpty() ? Map.<String, String>of() : compose.hashes(variables);

        var lines = new ArrayList<String>();
        model.services().forEach((name, d) -> {
            var to = describe(d.image(), digests.getOrDefault(d.image(), ""));
            var line = line(name, to, d.replicas(), running, now, hashes.getOrDefault(name, ""));
            line.ifPresent(text -> lines.add(text + remark.apply(name)));
        });
        return lines;
    }

    private Optional<String> line(String name, String to, int replicas, Instances running, Release now, String hash) {
        var service = now.service(name);
        var what = "service " + name;
        if (service.isEmpty()) {
            return Optional.of(what + ": new, " + to + ", " + count(replicas));
        }
        var from = describe(service.get().image(), service.get().digest());
        var number = count(service.get().replicas());
        if (!from.equals(to)) {
            return Optional.of(new Change(what, from, to + ", " + number).toString());
        }
        var other = running.of(name).stream()
                .filter(i -> !i.configHash().equals(hash) || !i.imageId().equals(inForce(name, running)))
                .findFirst();
        return other.map(i -> what + ": " + to + ", recreated " + reason(i, hash) + ", " + number);
    }

    private static String inForce(String name, Instances running) {
        return running.prevailing().newest(name).imageId();
    }

    private String reason(Instance instance, String hash) {
        if (instance.configHash().equals(hash)) {
            return "where it is of another image";
        }
        var by = instance.composeVersion();
        return by.isEmpty() || by.startsWith(compose.major() + ".") || by.startsWith("v" + compose.major() + ".")
                ? "with other settings"
                : "because Compose " + by + " had created it";
    }

    private static String describe(String image, String digest) {
        return image + " (" + ImageName.shortDigest(digest) + ")";
    }

    private static String count(int replicas) {
        return replicas + (replicas == 1 ? " replica" : " replicas");
    }
}
