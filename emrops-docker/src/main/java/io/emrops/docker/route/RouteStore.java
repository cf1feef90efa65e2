package io.emrops.docker.route;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import io.emrops.docker.engine.EngineConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers on the engine itself, as the label of an empty volume; the engine's containers are gone or renumbered with it. */
public final class RouteStore implements RouteMemory {
    private static final Logger LOG = LoggerFactory.getLogger(RouteStore.class);
    public static final String PROJECT = "io.emrops.routes-of";
    private static final String ROUTES = "io.emrops.routes";

    private final EngineConnection engine;
    private final String project;

    public RouteStore(EngineConnection engine, String project) {
        this.engine = engine;
        this.project = project;
    }

    @Override
    public List<Registration> ours() {
        return registrations(project::equals);
    }

    @Override
    public List<Registration> others() {
        return registrations(p -> !p.equals(project));
    }

    private List<Registration> registrations(Predicate<String> projects) {
        return volumes(projects).stream()
                .flatMap(v -> Registration.parse(v.getLabels().getOrDefault(ROUTES, "")).stream())
                .distinct()
                .toList();
    }

    private List<InspectVolumeResponse> volumes(Predicate<String> projects) {
        var found = engine.ask(
                "list the routes",
                () -> engine.questions()
                        .listVolumesCmd()
                        .withFilter("label", List.of(ROUTES))
                        .exec());
        return Objects.requireNonNullElse(found.getVolumes(), List.<InspectVolumeResponse>of()).stream()
                .filter(v ->
                        v.getLabels() != null && projects.test(v.getLabels().getOrDefault(PROJECT, "")))
                .toList();
    }

    /** The new one first: cut off in between, both count. */
    @Override
    public void keep(Collection<Registration> all) {
        var before = volumes(project::equals);
        if (!all.isEmpty()) {
            engine.change(
                    "keep the routes",
                    () -> engine.client()
                            .createVolumeCmd()
                            .withName("emrops-routes-" + project + "-" + UUID.randomUUID())
                            .withDriver("local")
                            .withLabels(Map.of(PROJECT, project, ROUTES, Registration.toJson(all)))
                            .exec());
        }
        before.forEach(v -> remove(v.getName()));
    }

    private void remove(String volume) {
        try {
            engine.client().removeVolumeCmd(volume).exec();
        } catch (DockerException e) {
            LOG.debug("An old record of routes stays: HTTP {}", e.getHttpStatus());
        }
    }
}
