package io.emrops.docker.log;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.deploy.LogFinding;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.EngineStreams;
import io.emrops.docker.engine.Instances;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogCollector;
import io.emrops.logs.LogGap;
import io.emrops.logs.LogRequest;
import io.emrops.spi.log.LogPass;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the logs of a project's containers from the engine, all at the same time. */
public final class ComposeLogs implements LogCollector {
    private final EngineConnection engine;
    private final String project;
    private final Predicate<String> errorLine;
    private final Supplier<Target> target;

    public ComposeLogs(EngineConnection engine, String project, Predicate<String> errorLine, Supplier<Target> target) {
        this.engine = engine;
        this.project = project;
        this.errorLine = errorLine;
        this.target = target;
    }

    @Override
    public Target target() {
        return target.get();
    }

    @Override
    public List<String> preview(LogRequest request) {
        LogPass.requireDirectory(request);
        var containers = containers(request);
        return containers.byService().entrySet().stream()
                .filter(service -> request.wants(service.getKey()))
                .map(service -> service.getKey() + ": "
                        + service.getValue().size()
                        + (service.getValue().size() == 1 ? " container" : " containers"))
                .toList();
    }

    private Instances containers(LogRequest request) {
        var containers = Instances.of(engine, project);
        LogPass.requireServices(request, containers.byService().keySet());
        return containers;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Each container's log is one connection to the engine, apart from those that other calls use. Stopped containers count, those of
     * {@code compose run} do not.
     */
    @Override
    public LogCollection collect(LogRequest request, Progress progress) throws InterruptedException {
        LogPass.requireDirectory(request);
        var streams = new AtomicReference<@Nullable EngineStreams>();
        return Interruptible.call("emrops-logs", () -> read(request, progress, streams), () -> {
            var open = streams.get();
            if (open != null) {
                open.close();
            }
        });
    }

    private LogCollection read(LogRequest request, Progress progress, AtomicReference<@Nullable EngineStreams> shown)
            throws InterruptedException {
        var containers = containers(request).byService().values().stream()
                .flatMap(List::stream)
                .filter(container -> request.wants(container.service()))
                .toList();
        var pass = new LogPass(target(), request, engine.now());
        for (var container : containers) {
            if (container.created().isAfter(pass.since())) {
                pass.createdLater(container.service(), container.name(), container.created());
            }
        }
        try (var streams = engine.streams(containers.size())) {
            shown.set(streams);
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted before the logs were read");
            }
            var logs = containers.stream()
                    .map(each -> new ContainerLog(engine, streams, each, pass.since(), pass.until()))
                    .toList();
            return pass.run(logs, new ServiceErrors(errorLine), progress);
        }
    }

    /** What looks like an error since then, in logs that can all be read. */
    public List<LogFinding> errorsSince(Instant since) throws InterruptedException {
        if (since.isAfter(engine.now())) {
            return List.of();
        }
        var found = collect(LogRequest.since(since).withErrors().build(), Progress.none());
        var unreadable = found.gaps().stream()
                .filter(gap -> gap.reason() == LogGap.Reason.UNREADABLE)
                .findFirst();
        if (unreadable.isPresent()) {
            throw new PreconditionFailedException("The log of service " + unreadable.get());
        }
        return found.errors();
    }
}
