package io.emrops.docker.metrics;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.metrics.Health;
import io.emrops.metrics.Instance;
import io.emrops.metrics.State;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A container of a project, as the engine describes it. */
record Container(String id, Instance instance, State state, Limits limits) {
    private static final int SHORT = 12;

    /** The ids of all containers of services, whether they run or not. */
    static List<String> ids(EngineConnection engine, String project) {
        return engine.ask(
                "list the containers",
                () -> engine
                        .questions()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of(io.emrops.docker.engine.Instance.PROJECT, project))
                        .exec()
                        .stream()
                        .filter(each -> io.emrops.docker.engine.Instance.isOfService(
                                Objects.requireNonNullElse(each.getLabels(), Map.<String, String>of())))
                        .map(com.github.dockerjava.api.model.Container::getId)
                        .toList());
    }

    /** Empty if it was removed since it was listed. */
    static Optional<Container> find(EngineConnection engine, String id) {
        return engine.ask("describe a container", () -> {
            try {
                return Optional.of(of(engine.questions().inspectContainerCmd(id).exec()));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    static Container of(InspectContainerResponse found) {
        var known = io.emrops.docker.engine.Instance.of(found);
        var killed = Boolean.TRUE.equals(found.getState().getOOMKilled());
        return new Container(
                known.id(),
                new Instance(known.service(), known.number(), shortened(known.id())),
                new State(
                        known.status(),
                        known.running(),
                        health(known.health()),
                        known.startedAt(),
                        Objects.requireNonNullElse(found.getRestartCount(), 0),
                        killed ? 1 : 0),
                Limits.of(found.getHostConfig()));
    }

    private static String shortened(String id) {
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }

    private static Health health(String words) {
        return switch (words) {
            case "" -> Health.UNCHECKED;
            case "healthy" -> Health.HEALTHY;
            case "unhealthy" -> Health.UNHEALTHY;
            default -> Health.STARTING;
        };
    }

    Container oomKills(int count) {
        return new Container(
                id,
                instance,
                new State(
                        state.status(),
                        state.running(),
                        state.health(),
                        state.startedAt(),
                        state.restarts(),
                        Math.max(count, state.oomKills())),
                limits);
    }
}
