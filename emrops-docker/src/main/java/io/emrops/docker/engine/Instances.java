package io.emrops.docker.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The containers of one project, found by their labels: their names differ between the versions of Compose. */
public record Instances(Map<String, List<Instance>> byService) {
    private static final int AT_A_TIME = 16;

    /** Asks the engine, about several of them at a time: over a network each answer takes a while. */
    public static Instances of(EngineConnection engine, String project) {
        return engine.ask("list the containers", () -> {
            var ids = list(engine, project).stream()
                    .filter(c ->
                            Instance.isOfService(Objects.requireNonNullElse(c.getLabels(), Map.<String, String>of())))
                    .map(Container::getId)
                    .toList();
            return of(inspect(engine, ids));
        });
    }

    public static Instances of(List<Instance> all) {
        var byService = new TreeMap<String, List<Instance>>();
        all.stream()
                .sorted(Comparator.comparingInt(Instance::number).thenComparing(Instance::created))
                .forEach(i -> byService
                        .computeIfAbsent(i.service(), s -> new ArrayList<>())
                        .add(i));
        return new Instances(byService);
    }

    private static List<Container> list(EngineConnection engine, String project) {
        return engine.questions()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Instance.PROJECT, project))
                .exec();
    }

    private static List<Instance> inspect(EngineConnection engine, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var threads = Executors.newFixedThreadPool(Math.min(ids.size(), AT_A_TIME), Instances::thread);
        try {
            var asked = ids.stream()
                    .map(id -> CompletableFuture.supplyAsync(() -> inspect(engine, id), threads))
                    .toList();
            return asked.stream()
                    .map(Instances::answer)
                    .flatMap(Optional::stream)
                    .toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "emrops-docker-inspect");
        thread.setDaemon(true);
        return thread;
    }

    /** Empty if it was removed since it was listed. */
    private static Optional<Instance> inspect(EngineConnection engine, String id) {
        try {
            return Optional.of(
                    Instance.of(engine.questions().inspectContainerCmd(id).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** An interrupt stays, and is left to whoever waits next. */
    private static <T> T answer(CompletableFuture<T> asked) {
        try {
            return asked.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    public boolean isEmpty() {
        return byService.isEmpty();
    }

    public List<Instance> of(String service) {
        return byService.getOrDefault(service, List.of());
    }

    /** The one that was created last: what a service is on its way to. */
    public Instance newest(String service) {
        return of(service).stream().max(Comparator.comparing(Instance::created)).orElseThrow();
    }

    /** Whether all instances of a service are of one image and one definition; not so while one takes the place of another. */
    public boolean isUniform(String service) {
        return of(service).stream().map(Instance::make).distinct().count() <= 1;
    }

    /**
     * What is in force: of each service the containers of that make of which the most are well, of the newest if there are several
     * such. Others are on their way out, or not yet in.
     */
    public Instances prevailing() {
        var prevailing = new TreeMap<String, List<Instance>>();
        byService.forEach((service, all) -> prevailing.put(service, isUniform(service) ? all : prevailing(all)));
        return new Instances(prevailing);
    }

    private static List<Instance> prevailing(List<Instance> all) {
        var makes = all.stream().collect(Collectors.groupingBy(Instance::make)).values();
        return makes.stream()
                .max(Comparator.<List<Instance>>comparingLong(
                                make -> make.stream().filter(Instance::well).count())
                        .thenComparing(make -> make.stream()
                                .map(Instance::created)
                                .max(Comparator.naturalOrder())
                                .orElseThrow()))
                .orElseThrow();
    }

    /** How many instances; two containers of one number are an old and a new one of which one has to go. */
    public int count(String service) {
        return (int) of(service).stream().mapToInt(Instance::number).distinct().count();
    }

    /** Those that a replacement that was cut off has left beside another of the same number. */
    public List<Instance> leftovers() {
        return byService.values().stream()
                .flatMap(all -> all.stream()
                        .filter(Instance::halfReplaced)
                        .filter(i -> all.stream().anyMatch(other -> other != i && other.number() == i.number())))
                .toList();
    }
}
