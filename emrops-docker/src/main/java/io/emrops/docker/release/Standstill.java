package io.emrops.docker.release;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Stops the containers of a project where they are, and starts the same ones again. */
public record Standstill(EngineConnection engine, String project, Compose compose, Health health, AtOnce atOnce) {
    /** @param variables what the files are filled in with; not asked for where nothing has to be stopped */
    public void stop(Supplier<Map<String, String>> variables, Progress progress) throws InterruptedException {
        var there = Instances.of(engine, project);
        var total = all(there);
        if (!running(there).isEmpty()) {
            atOnce.requireAnswers();
            var files = variables.get();
            Midway.run("Services may have been stopped; the same call goes on", () -> {
                atOnce.withdraw(progress);
                compose.stop(files);
                requireStopped();
            });
        }
        progress.report(total, total, "instances stopped");
    }

    private void requireStopped() {
        try {
            var there = Instances.of(engine, project);
            var running = running(there);
            if (!running.isEmpty()) {
                throw new StepFailedException("Compose was to stop everything, and these still run: "
                        + running.stream().sorted().collect(Collectors.joining(", ")));
            }
        } catch (TargetUnavailableException e) {
            throw new OutcomeUnknownException("The Docker engine was lost while services were stopped", e);
        }
    }

    /** @param variables what the files are filled in with; not asked for where nothing has to be started */
    public void start(Supplier<Map<String, String>> variables, Progress progress) throws InterruptedException {
        var there = Instances.of(engine, project);
        if (there.isEmpty()) {
            throw new PreconditionFailedException("There is no container of " + project + " to start");
        }
        var scales = new TreeMap<String, Integer>();
        there.byService().keySet().forEach(s -> scales.put(s, there.count(s)));
        var down =
                there.byService().values().stream().anyMatch(all -> all.stream().anyMatch(i -> !health.isUp(i)));
        var files = down ? variables.get() : Map.<String, String>of();
        Midway.run("Services may have been started; the same call goes on", () -> {
            if (down) {
                compose.start(files);
            }
            health.await(scales, progress);
            atOnce.register(scales);
        });
    }

    /** Of which there is something to stop. */
    public static Set<String> running(Instances there) {
        return there.byService().keySet().stream()
                .filter(s -> there.of(s).stream().anyMatch(Standstill::runs))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int all(Instances there) {
        return there.byService().keySet().stream().mapToInt(there::count).sum();
    }

    /** One that its restart policy is about to start again counts too. */
    private static boolean runs(Instance i) {
        return i.running() || i.status().equals("restarting") || i.status().equals("paused");
    }
}
