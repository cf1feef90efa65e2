package io.emrops.docker.compose;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine that was killed has left of containers: it thinks that they have ended, and what ran them thinks that they have not. It
 * refuses to start such a container for good; in its place another can be created.
 */
final class LeftTasks {
    private static final Logger LOG = LoggerFactory.getLogger(LeftTasks.class);
    private static final Pattern TASK = Pattern.compile("task ([0-9a-f]{64}):? already exists");
    private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{64}");

    private LeftTasks() {}

    /** The containers that a complaint is about. */
    static List<String> containers(String complaint) {
        return TASK.matcher(complaint)
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }

    /** Removes them if they are the project's, do not run, and nothing that they keep is lost with them. Whether one was removed. */
    static boolean remove(EngineConnection engine, String project, String complaint) {
        var removed = false;
        for (var id : containers(complaint)) {
            var found = find(engine, id);
            if (found.isPresent() && mayGo(found.get(), project)) {
                LOG.warn("Removing a container that a killed engine has left and that cannot be started: {}", id);
                engine.change(
                        "remove a container that it cannot start",
                        () -> engine.client()
                                .removeContainerCmd(id)
                                .withForce(true)
                                .exec());
                removed = true;
            }
        }
        return removed;
    }

    private static Optional<InspectContainerResponse> find(EngineConnection engine, String id) {
        return engine.ask("describe a container", () -> {
            try {
                return Optional.of(engine.client().inspectContainerCmd(id).exec());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private static boolean mayGo(InspectContainerResponse container, String project) {
        var labels = container.getConfig().getLabels();
        return labels != null
                && project.equals(labels.get(Instance.PROJECT))
                && !Boolean.TRUE.equals(container.getState().getRunning())
                && !keepsData(container);
    }

    private static boolean keepsData(InspectContainerResponse container) {
        return Objects.requireNonNullElse(container.getMounts(), List.<InspectContainerResponse.Mount>of()).stream()
                .map(mount -> Objects.requireNonNullElse(mount.getName(), ""))
                .anyMatch(name -> ANONYMOUS.matcher(name).matches());
    }
}
