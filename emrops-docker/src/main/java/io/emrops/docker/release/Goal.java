package io.emrops.docker.release;

import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to run: a release, and what the files make of it.
 *
 * @param scales how many of each service that the files define
 * @param otherImages names of images that differ from those of the files
 * @param hashes of the services' definitions; empty where nobody needs them
 */
public record Goal(
        ReleaseRecord record,
        ComposeModel model,
        Map<String, Integer> scales,
        Map<String, String> otherImages,
        Map<String, String> hashes,
        int composeMajor) {
    public Goal {
        scales = Map.copyOf(scales);
        otherImages = Map.copyOf(otherImages);
        hashes = Map.copyOf(hashes);
    }

    /** The same with what it takes to tell containers that are as wanted from others. All images have to be there. */
    public Goal hashed(Compose compose) {
        var all = new TreeMap<>(compose.hashes(variables(), otherImages));
        all.keySet().retainAll(scales.keySet());
        return new Goal(record.with(all), model, scales, otherImages, all, composeMajor);
    }

    public Map<String, String> variables() {
        return record.release().variables();
    }

    public int scale(String service) {
        return scales.getOrDefault(service, 0);
    }

    /** Whether Compose has to be told not to pull by itself. */
    public boolean neverPull() {
        return model.hasPullPolicy() && composeMajor >= 2;
    }

    /** Each service after those that it depends on. */
    public List<String> inOrder() {
        return model.inOrder().stream().filter(scales::containsKey).toList();
    }

    public Instance.Make make(String service) {
        return new Instance.Make(record.images().getOrDefault(service, ""), hashes.getOrDefault(service, ""));
    }

    /** How many containers there can be of a service beside each other. */
    public int atMost(String service) {
        return model.service(service).map(ComposeModel.Definition::atMost).orElse(Integer.MAX_VALUE);
    }

    /**
     * Why a service cannot have new instances beside its old ones; empty if it can.
     *
     * @param all its present instances
     */
    public String whyNotBeside(String service, List<Instance> all, Health health) {
        var n = scale(service);
        if (health.finishes(service)) {
            return "it does its work and ends";
        }
        if (all.isEmpty()) {
            return "";
        }
        if (n == 1 && all.stream().anyMatch(Instance::writesToVolumes)) {
            return "its one replica writes to a volume";
        }
        return atMost(service) <= n ? "its port of the host or its name cannot be given twice" : "";
    }

    /** Whether its containers are tied to those of another service, so that one cannot be replaced without the other. */
    public boolean isTied(String service) {
        return model.services().entrySet().stream()
                .anyMatch(e -> !e.getValue().sharesNetworkOf().isEmpty()
                        && (e.getKey().equals(service)
                                || e.getValue().sharesNetworkOf().equals("service:" + service)));
    }

    /** The services of which something that is there would be changed, or something is missing. */
    public List<String> changed(Instances running) {
        return inOrder().stream()
                .filter(s -> running.of(s).size() != scale(s)
                        || running.of(s).stream().anyMatch(i -> !i.make().equals(make(s))))
                .toList();
    }
}
