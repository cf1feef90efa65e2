package io.emrops.docker.release;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.ServiceStatus;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How services are, by the engine's health checks, asked again and again: version 1 of Compose cannot wait for it. */
public final class Health {
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** How long a container without a health check has to run before it is believed. */
    private static final Duration STEADY = Duration.ofSeconds(2);

    private final EngineConnection engine;
    private final String project;
    private final Set<String> finishing;
    private final Duration within;

    public Health(EngineConnection engine, String project, Set<String> finishing, Duration within) {
        this.engine = engine;
        this.project = project;
        this.finishing = Set.copyOf(finishing);
        this.within = within;
    }

    /** How services are that should run in these numbers; what runs beyond is counted, too. */
    public List<ServiceStatus> status(Instances instances, Map<String, Integer> wanted) {
        var names = new TreeSet<>(wanted.keySet());
        names.addAll(instances.byService().keySet());
        return names.stream()
                .map(name ->
                        status(name, instances.of(name), Math.max(wanted.getOrDefault(name, 0), instances.count(name))))
                .toList();
    }

    public ServiceStatus status(String service, List<Instance> instances, int wanted) {
        var finishes = finishing.contains(service);
        var finished = finishes ? instances.stream().filter(Instance::finished).count() : 0;
        var running = instances.stream().filter(Instance::running).count() + finished;
        var well = instances.stream().filter(Instance::well).count() + finished;

        var parts = new ArrayList<String>(List.of(running + " of " + wanted + " running"));
        instances.stream()
                .filter(i -> !i.well() && !(finishes && i.finished()))
                .collect(Collectors.groupingBy(Health::trouble, TreeMap::new, Collectors.counting()))
                .forEach((what, n) -> parts.add(n + " " + what));
        if (finished > 0) {
            parts.add(finished + " finished");
        }
        return new ServiceStatus(service, wanted, (int) running, (int) well, String.join(", ", parts));
    }

    /** Whether there is nothing to start. */
    public boolean isUp(Instance i) {
        return i.running() || i.status().equals("restarting") || finishing.contains(i.service()) && i.finished();
    }

    private static String trouble(Instance i) {
        if (i.running()) {
            return switch (i.health()) {
                case "starting" -> "still starting";
                case "" -> "not yet steady";
                default -> i.health();
            };
        }
        return i.status().equals("exited") ? "exited with code " + i.exitCode() : i.status();
    }

    /**
     * Waits until all these services are well.
     *
     * @throws StepFailedException if they are not in time
     * @throws OutcomeUnknownException if the engine is lost while they start
     */
    public void await(Map<String, Integer> wanted, Progress progress) throws InterruptedException {
        var start = System.nanoTime();
        while (true) {
            var seen = look(wanted);
            var well = seen.services().stream().mapToInt(ServiceStatus::healthy).sum();
            var total = seen.services().stream().mapToInt(ServiceStatus::wanted).sum();
            progress.report(well, total, "instances well");
            if (seen.allWell()) {
                return;
            }
            if (System.nanoTime() - start > within.toNanos()) {
                throw new StepFailedException(notWell(seen.services()));
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /**
     * Waits until certain containers of a service are well.
     *
     * @return how they are then
     * @throws StepFailedException if they are not in time, or one is removed
     * @throws OutcomeUnknownException if the engine is lost while they start
     */
    public List<Instance> await(String service, Collection<Instance> instances, Progress progress)
            throws InterruptedException {
        var ids = instances.stream().map(Instance::id).collect(Collectors.toSet());
        var start = System.nanoTime();
        while (true) {
            var seen = find(service, ids);
            var unwell = seen.stream().filter(i -> !isWell(i)).toList();
            progress.report(seen.size() - unwell.size(), seen.size(), "instances well");
            if (unwell.isEmpty() && isSteady(seen)) {
                return seen;
            }
            if (System.nanoTime() - start > within.toNanos()) {
                throw new StepFailedException(notWell(service, seen, unwell.isEmpty() ? unsteady(seen) : unwell));
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private String notWell(List<ServiceStatus> services) {
        var unwell = services.stream()
                .filter(s -> s.healthy() < s.wanted() || s.running() < s.wanted())
                .map(s -> s.service() + " (" + s.state() + ")")
                .collect(Collectors.joining("; "));
        return "Not well within " + within.toSeconds() + " s: "
                + (unwell.isEmpty() ? "some instances without a health check do not keep running" : unwell);
    }

    private String notWell(String service, List<Instance> seen, List<Instance> unwell) {
        var troubles = unwell.stream()
                .collect(Collectors.groupingBy(Health::trouble, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
        return unwell.size() + " of " + seen.size() + " instances of " + service + " are not well within "
                + within.toSeconds() + " s after their start" + (troubles.isEmpty() ? "" : ": " + troubles);
    }

    private boolean isWell(Instance i) {
        return i.well() || finishing.contains(i.service()) && i.finished();
    }

    private List<Instance> unsteady(List<Instance> seen) {
        var now = engine.now();
        return seen.stream()
                .filter(i -> !i.finished() && !i.steady(now, STEADY))
                .toList();
    }

    /** Whether those without a health check have run long enough to be believed; what does its work and ends need not. */
    public boolean isSteady(String service, List<Instance> instances) {
        return finishes(service) || isSteady(instances);
    }

    private boolean isSteady(List<Instance> seen) {
        if (seen.stream().allMatch(i -> i.finished() || !i.health().isEmpty())) {
            return true;
        }
        var now = engine.now();
        return seen.stream().allMatch(i -> i.finished() || i.steady(now, STEADY));
    }

    private List<Instance> find(String service, Set<String> ids) {
        try {
            var found = Instances.of(engine, project).of(service).stream()
                    .filter(i -> ids.contains(i.id()))
                    .toList();
            if (found.size() < ids.size()) {
                throw new StepFailedException("A container of " + service + " was removed while it was started");
            }
            return found;
        } catch (TargetUnavailableException e) {
            throw new OutcomeUnknownException("The Docker engine was lost while " + service + " was started", e);
        }
    }

    /** Whether it does its work and ends. */
    public boolean finishes(String service) {
        return finishing.contains(service);
    }

    private record Seen(List<ServiceStatus> services, boolean allWell) {}

    private Seen look(Map<String, Integer> wanted) {
        try {
            var instances = Instances.of(engine, project);
            var services = status(instances, wanted).stream()
                    .filter(s -> wanted.containsKey(s.service()))
                    .toList();
            var well = services.stream().allMatch(s -> s.healthy() >= s.wanted());
            return new Seen(services, well && (!hasUnchecked(instances, wanted) || steady(instances, wanted)));
        } catch (TargetUnavailableException e) {
            throw new OutcomeUnknownException("The Docker engine was lost while services were starting", e);
        }
    }

    private static boolean hasUnchecked(Instances instances, Map<String, Integer> wanted) {
        return wanted.keySet().stream()
                .flatMap(s -> instances.of(s).stream())
                .anyMatch(i -> i.health().isEmpty());
    }

    private boolean steady(Instances instances, Map<String, Integer> wanted) {
        Instant now = engine.now();
        return wanted.keySet().stream()
                .filter(s -> !finishing.contains(s))
                .flatMap(s -> instances.of(s).stream())
                .allMatch(i -> i.steady(now, STEADY));
    }
}
