package io.emrops.docker.engine;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops, starts and removes single containers; what is already so is left as it is. */
public final class Containers {
    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);
    private static final int AT_A_TIME = 16;
    private static final Duration UNDER_WAY = Duration.ofSeconds(30);

    private final EngineConnection engine;

    public Containers(EngineConnection engine) {
        this.engine = engine;
    }

    /**
     * Asks a container to end with its own stop signal, and kills it when time is up.
     *
     * @param grace in whole seconds; empty for what its own definition says
     */
    public void stop(Instance instance, Optional<Duration> grace) {
        change("stop a container", () -> {
            var command = engine.client().stopContainerCmd(instance.id());
            grace.ifPresent(time -> command.withTimeout(seconds(time)));
            command.exec();
        });
    }

    public void start(Instance instance) {
        change(
                "start a container",
                () -> engine.client().startContainerCmd(instance.id()).exec());
    }

    /** Ends it without asking; only what runs can be killed, and what has ended by itself need not be. */
    public void kill(Instance instance) {
        if (instance.running() || instance.status().equals("paused")) {
            change("kill a container", () -> {
                try {
                    engine.client().killContainerCmd(instance.id()).exec();
                } catch (ConflictException e) {
                    // It does not run any more.
                }
            });
        }
    }

    /** Stops and starts it. */
    public void restart(Instance instance, Optional<Duration> grace) {
        engine.change("restart a container", () -> {
            var command = engine.client().restartContainerCmd(instance.id());
            grace.ifPresent(time -> command.withTimeout(seconds(time)));
            command.exec();
            return "";
        });
    }

    /** Removes it, whether it runs or not. Volumes are kept. */
    public void remove(Instance instance) {
        change(
                "remove a container",
                () -> engine.client()
                        .removeContainerCmd(instance.id())
                        .withForce(true)
                        .exec());
    }

    /**
     * Does something to several containers together, and waits for all of them. Who is interrupted waits up to half a minute for what the
     * engine was told already, so that it does not come later upon what is found in between.
     */
    public void together(Collection<Instance> instances, java.util.function.Consumer<Instance> verb)
            throws InterruptedException {
        if (instances.isEmpty()) {
            return;
        }
        var threads = Executors.newFixedThreadPool(Math.min(instances.size(), AT_A_TIME));
        try {
            List<Callable<String>> all = new ArrayList<>();
            instances.forEach(i -> all.add(() -> {
                verb.accept(i);
                return "";
            }));
            for (var done : threads.invokeAll(all)) {
                done.get();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            if (!threads.awaitTermination(UNDER_WAY.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The engine was told something about containers that it has not done in {}", UNDER_WAY);
            }
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private void change(String what, Runnable order) {
        engine.change(what, () -> {
            try {
                order.run();
            } catch (NotFoundException | NotModifiedException e) {
                // Somebody else was faster.
            }
            return "";
        });
    }

    private static int seconds(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.plusMillis(999).toSeconds());
    }
}
