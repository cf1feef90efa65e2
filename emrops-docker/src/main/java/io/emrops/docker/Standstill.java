package io.emrops.docker;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Stops the containers of a project where they are, and starts the same ones again. */
record Standstill(DockerEngine engine, String project, Compose compose, Health health) {
    /** @param variables what the files are filled in with; not asked for where nothing has to be stopped */
    void stop(Supplier<Map<String, String>> variables, Progress progress) throws InterruptedException {
        var there = Instances.of(engine, project);
        var total = all(there);
        if (running(there) > 0) {
            compose.stop(variables.get());
            requireStopped();
        }
        progress.report(total, total, "instances stopped");
    }

    private void requireStopped() {
        try {
            var there = Instances.of(engine, project);
            if (running(there) > 0) {
                throw new StepFailedException("Compose was to stop everything, and these still run: "
                        + there.byService().keySet().stream()
                                .filter(s -> there.of(s).stream().anyMatch(Standstill::runs))
                                .collect(Collectors.joining(", ")));
            }
        } catch (TargetUnavailableException e) {
            throw new OutcomeUnknownException("The Docker engine was lost while services were stopped", e);
        }
    }

    /** @param variables what the files are filled in with; not asked for where nothing has to be started */
    void start(Supplier<Map<String, String>> variables, Progress progress) throws InterruptedException {
        var there = Instances.of(engine, project);
        if (there.isEmpty()) {
            throw new PreconditionFailedException("There is no container of " + project + " to start");
        }
        var scales = new TreeMap<String, Integer>();
        there.byService().keySet().forEach(s -> scales.put(s, there.count(s)));
        var down =
                there.byService().values().stream().anyMatch(all -> all.stream().anyMatch(i -> !health.isUp(i)));
        if (down) {
            compose.start(variables.get());
        }
        health.await(scales, progress);
    }

    private static int all(Instances there) {
        return there.byService().keySet().stream().mapToInt(there::count).sum();
    }

    private static long running(Instances there) {
        return there.byService().values().stream()
                .mapToLong(all -> all.stream().filter(Standstill::runs).count())
                .sum();
    }

    /** One that its restart policy is about to start again counts too. */
    private static boolean runs(Instance i) {
        return i.running() || i.status().equals("restarting") || i.status().equals("paused");
    }
}
