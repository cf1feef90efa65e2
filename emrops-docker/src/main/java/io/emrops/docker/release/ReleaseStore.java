package io.emrops.docker.release;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.release.ReleaseRecord.Standing;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private static final String REACHED = "io.emrops.reached";
    /** How many releases of a project are remembered. */
    public static final int KEPT = 20;

    private final EngineConnection engine;
    private final String project;

    public ReleaseStore(EngineConnection engine, String project) {
        this.engine = engine;
        this.project = project;
    }

    /**
     * Writes a record; the oldest ones go.
     *
     * @throws PreconditionFailedException if the engine cannot, as with a full disk; there is no record then
     */
    public void write(ReleaseRecord record) {
        try {
            create(
                    "keep the release",
                    "emrops-release-" + project + "-" + UUID.randomUUID(),
                    Map.of(PROJECT, project, KEY, record.operationKey(), RELEASE, record.toJson()));
        } catch (StepFailedException e) {
            throw new PreconditionFailedException(String.valueOf(e.getMessage()), e);
        }
        removeOldest();
    }

    private void create(String what, String name, Map<String, String> labels) {
        engine.change(
                what,
                () -> engine.client()
                        .createVolumeCmd()
                        .withName(name)
                        .withDriver("local")
                        .withLabels(labels)
                        .exec());
    }

    private void removeOldest() {
        try {
            var all = all(engine, PROJECT + "=" + project);
            var kept = records(all).stream().limit(KEPT).map(Stored::name).collect(Collectors.toSet());
            records(all).stream()
                    .map(Stored::name)
                    .filter(n -> !kept.contains(n))
                    .forEach(this::remove);
            all.stream()
                    .filter(v -> labels(v).containsKey(REACHED)
                            && !kept.contains(labels(v).get(REACHED)))
                    .forEach(mark -> remove(mark.getName()));
        } catch (TargetUnavailableException e) {
            LOG.debug("The oldest records of releases stay: {}", e.getMessage());
        }
    }

    /**
     * Marks a release as one that ran, was well and was given work. Volumes cannot be changed, so that the mark is one of its own. That it
     * cannot be written is no failure of the release: the images of one more are kept then.
     */
    public void markReached(ReleaseRecord record) {
        try {
            for (var stored : records(all(engine, PROJECT + "=" + project))) {
                if (stored.record().standing() == Standing.BEGUN && stored.isOf(record)) {
                    create(
                            "mark the release",
                            stored.name() + "-reached",
                            Map.of(PROJECT, project, REACHED, stored.name()));
                }
            }
        } catch (EmropsException e) {
            LOG.warn(
                    "Release {} runs, and could not be marked as one that does",
                    record.release().version(),
                    e);
        }
    }

    /** All records, the newest first. */
    public List<ReleaseRecord> newestFirst() {
        return records(all(engine, PROJECT + "=" + project)).stream()
                .map(Stored::record)
                .toList();
    }

    /** The records of all projects on the engine, each with the newest first. */
    public static Map<String, List<ReleaseRecord>> ofAllProjects(EngineConnection engine) {
        return records(all(engine, PROJECT)).stream()
                .collect(Collectors.groupingBy(
                        Stored::project, TreeMap::new, Collectors.mapping(Stored::record, Collectors.toList())));
    }

    private record Stored(String name, String project, ReleaseRecord record) {
        boolean isOf(ReleaseRecord other) {
            return record.operationKey().equals(other.operationKey())
                    && record.release().since().equals(other.release().since());
        }
    }

    private static List<InspectVolumeResponse> all(EngineConnection engine, String label) {
        var found = engine.ask(
                "list the releases",
                () -> engine.questions()
                        .listVolumesCmd()
                        .withFilter("label", List.of(label))
                        .exec());
        return Objects.requireNonNullElse(found.getVolumes(), List.of());
    }

    private static List<Stored> records(List<InspectVolumeResponse> volumes) {
        var reached =
                volumes.stream().map(v -> labels(v).getOrDefault(REACHED, "")).collect(Collectors.toSet());
        return volumes.stream()
                .flatMap(v -> stored(v, reached).stream())
                .sorted(Comparator.comparing((Stored s) -> s.record().release().since())
                        .reversed())
                .toList();
    }

    private static Optional<Stored> stored(InspectVolumeResponse volume, Set<String> reached) {
        var labels = labels(volume);
        return ReleaseRecord.parse(labels.getOrDefault(KEY, ""), labels.getOrDefault(RELEASE, ""))
                .map(r -> reached.contains(volume.getName()) ? r.with(Standing.REACHED) : r)
                .map(r -> new Stored(volume.getName(), labels.getOrDefault(PROJECT, ""), r));
    }

    private static Map<String, String> labels(InspectVolumeResponse volume) {
        return Objects.requireNonNullElse(volume.getLabels(), Map.of());
    }

    private void remove(String old) {
        try {
            engine.client().removeVolumeCmd(old).exec();
        } catch (DockerException e) {
            LOG.debug("An old record of a release stays: HTTP {}", e.getHttpStatus());
        }
    }
}
