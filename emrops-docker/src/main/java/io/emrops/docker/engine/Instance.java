package io.emrops.docker.engine;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container of a project.
 *
 * @param number which of the service's instances
 * @param image the image as its definition names it
 * @param imageId the image itself, {@code sha256:…}
 * @param status created, running, restarting, paused, exited or dead
 * @param health healthy, unhealthy, starting, or empty if it has no health check
 * @param startedAt when it was last started
 * @param configHash what Compose keeps to see whether its definition has changed
 * @param composeVersion the Compose that created it
 * @param ports where its TCP ports are reached from outside while it runs; others at each start
 * @param writesToVolumes whether it keeps data outside of itself
 */
public record Instance(
        String id,
        String name,
        String service,
        int number,
        String image,
        String imageId,
        Instant created,
        String status,
        String health,
        long exitCode,
        Instant startedAt,
        String configHash,
        String composeVersion,
        List<PublishedPort> ports,
        boolean writesToVolumes) {
    public static final String PROJECT = "com.docker.compose.project";
    public static final String SERVICE = "com.docker.compose.service";
    private static final String NUMBER = "com.docker.compose.container-number";
    public static final String ONE_OFF = "com.docker.compose.oneoff";
    private static final Pattern TEMPORARY = Pattern.compile("^[0-9a-f]{12}_");

    /** Whether a container of the project belongs to a service, and is not one that somebody started by {@code run}. */
    public static boolean isOfService(Map<String, String> labels) {
        return labels.containsKey(SERVICE) && !"true".equalsIgnoreCase(labels.get(ONE_OFF));
    }

    public static Instance of(InspectContainerResponse c) {
        var config = c.getConfig();
        var labels = Objects.requireNonNullElse(config.getLabels(), Map.<String, String>of());
        var state = c.getState();
        var health = state.getHealth();
        return new Instance(
                c.getId(),
                text(c.getName()).replaceFirst("^/", ""),
                text(labels.get(SERVICE)),
                instanceNumber(labels.get(NUMBER)),
                text(config.getImage()),
                text(c.getImageId()),
                instant(c.getCreated()),
                text(state.getStatus()),
                health == null ? "" : health(text(health.getStatus())),
                Objects.requireNonNullElse(state.getExitCodeLong(), 0L),
                instant(state.getStartedAt()),
                text(labels.get("com.docker.compose.config-hash")),
                text(labels.get("com.docker.compose.version")),
                PublishedPort.of(c.getNetworkSettings()),
                writes(c.getMounts()));
    }

    private static boolean writes(@Nullable List<InspectContainerResponse.Mount> mounts) {
        return mounts != null && mounts.stream().anyMatch(m -> !Boolean.FALSE.equals(m.getRW()));
    }

    /**
     * Whether it bears the name that Compose gives to one of the two while it replaces one container by another; after a
     * replacement that was cut off there are both, and Compose 2 cannot go on by itself.
     */
    public boolean halfReplaced() {
        return TEMPORARY.matcher(name).find();
    }

    /** What it was made of. */
    public record Make(String imageId, String configHash) {}

    public Make make() {
        return new Make(imageId, configHash);
    }

    /** Whether it was made and never started. */
    public boolean isUnborn() {
        return status.equals("created");
    }

    public boolean running() {
        return status.equals("running");
    }

    /** Runs, and its health check says so or there is none. */
    public boolean well() {
        return running() && (health.isEmpty() || health.equals("healthy"));
    }

    /** Whether it has ended by itself as it should. */
    public boolean finished() {
        return status.equals("exited") && exitCode == 0;
    }

    /** Without a health check, the only sign is that it keeps running. */
    public boolean steady(Instant now, Duration time) {
        return !health.isEmpty() || !startedAt.plus(time).isAfter(now);
    }

    private static String health(String status) {
        return status.equals("none") ? "" : status;
    }

    private static int instanceNumber(@Nullable String label) {
        try {
            return label == null ? 0 : Integer.parseInt(label);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Instant instant(@Nullable String text) {
        try {
            return text == null
                    ? Instant.EPOCH
                    : java.time.OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
