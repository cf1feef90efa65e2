package io.emrops.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The containers of one project, found by their labels: their names differ between the versions of Compose. */
record Instances(Map<String, List<Instance>> byService) {
    /** Asks the engine. */
    static Instances of(DockerEngine engine, String project) {
        return engine.ask("list the containers", () -> {
            var found = new ArrayList<Instance>();
            for (var container : list(engine, project)) {
                if (Instance.isOfService(Objects.requireNonNullElse(container.getLabels(), Map.<String, String>of()))) {
                    inspect(engine, container.getId(), found);
                }
            }
            return of(found);
        });
    }

    static Instances of(List<Instance> all) {
        var byService = new TreeMap<String, List<Instance>>();
        all.stream()
                .sorted(Comparator.comparingInt(Instance::number).thenComparing(Instance::created))
                .forEach(i -> byService
                        .computeIfAbsent(i.service(), s -> new ArrayList<>())
                        .add(i));
        return new Instances(byService);
    }

    private static List<Container> list(DockerEngine engine, String project) {
        return engine.client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Instance.PROJECT, project))
                .exec();
    }

    private static void inspect(DockerEngine engine, String id, List<Instance> to) {
        try {
            to.add(Instance.of(engine.client().inspectContainerCmd(id).exec()));
        } catch (NotFoundException e) {
            // Removed since it was listed.
        }
    }

    boolean isEmpty() {
        return byService.isEmpty();
    }

    List<Instance> of(String service) {
        return byService.getOrDefault(service, List.of());
    }

    /** The one that was created last: what a service is on its way to. */
    Instance newest(String service) {
        return of(service).stream().max(Comparator.comparing(Instance::created)).orElseThrow();
    }

    /** How many instances; two containers of one number are an old and a new one of which one has to go. */
    int count(String service) {
        return (int) of(service).stream().mapToInt(Instance::number).distinct().count();
    }

    /** Those that a replacement that was cut off has left beside another of the same number. */
    List<Instance> leftovers() {
        return byService.values().stream()
                .flatMap(all -> all.stream()
                        .filter(Instance::halfReplaced)
                        .filter(i -> all.stream().anyMatch(other -> other != i && other.number() == i.number())))
                .toList();
    }
}
