package io.emrops.docker.release;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the releases of a project on the engine itself, as the labels of empty volumes: made in one step, never changed,
 * found from any machine, untouched by {@code compose down -v} and {@code system prune}. Labels of the containers would be
 * the obvious place; but they are part of what Compose compares, so that each release would recreate every service, and
 * the next {@code docker compose up} by hand all of them once more.
 */
public final class ReleaseStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStore.class);

    public static final String PROJECT = "io.emrops.project";
    private static final String KEY = "io.emrops.operation-key";
    private static final String RELEASE = "io.emrops.release";
    /** How many releases of a project are remembered. */
    public static final int KEPT = 20;

    private final EngineConnection engine;
    private final String project;

    public ReleaseStore(EngineConnection engine, String project) {
        this.engine = engine;
        this.project = project;
    }

    /** Writes a record; the oldest ones go. */
    public void write(ReleaseRecord record) {
        engine.change(
                "keep the release",
                () -> engine.client()
                        .createVolumeCmd()
                        .withName("emrops-release-" + project + "-" + UUID.randomUUID())
                        .withDriver("local")
                        .withLabels(Map.of(PROJECT, project, KEY, record.operationKey(), RELEASE, record.toJson()))
                        .exec());
        removeOldest();
    }

    private void removeOldest() {
        try {
            volumes().stream().skip(KEPT).forEach(this::remove);
        } catch (TargetUnavailableException e) {
            LOG.debug("The oldest records of releases stay: {}", e.getMessage());
        }
    }

    /** All records, the newest first. */
    public List<ReleaseRecord> newestFirst() {
        return volumes().stream().map(Stored::record).toList();
    }

    /** The records of all projects on the engine, each with the newest first. */
    public static Map<String, List<ReleaseRecord>> ofAllProjects(EngineConnection engine) {
        return volumes(engine, PROJECT).stream()
                .collect(Collectors.groupingBy(
                        Stored::project, TreeMap::new, Collectors.mapping(Stored::record, Collectors.toList())));
    }

    private record Stored(String name, String project, ReleaseRecord record) {}

    private List<Stored> volumes() {
        return volumes(engine, PROJECT + "=" + project);
    }

    private static List<Stored> volumes(EngineConnection engine, String label) {
        var found = engine.ask(
                "list the releases",
                () -> engine.client()
                        .listVolumesCmd()
                        .withFilter("label", List.of(label))
                        .exec());
        return Objects.requireNonNullElse(found.getVolumes(), List.<InspectVolumeResponse>of()).stream()
                .flatMap(v -> stored(v).stream())
                .sorted(Comparator.comparing((Stored s) -> s.record().release().since())
                        .reversed())
                .toList();
    }

    private static Optional<Stored> stored(InspectVolumeResponse volume) {
        var labels = Objects.requireNonNullElse(volume.getLabels(), Map.<String, String>of());
        return ReleaseRecord.parse(labels.getOrDefault(KEY, ""), labels.getOrDefault(RELEASE, ""))
                .map(r -> new Stored(volume.getName(), labels.getOrDefault(PROJECT, ""), r));
    }

    private void remove(Stored old) {
        try {
            engine.client().removeVolumeCmd(old.name()).exec();
        } catch (DockerException e) {
            LOG.debug("An old record of a release stays: HTTP {}", e.getHttpStatus());
        }
    }
}
